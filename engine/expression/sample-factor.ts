import type { Panel } from "../contract/panel.ts";
import { crossSectionContext, evaluateCrossSection } from "./cross-section.ts";
import { requireFields } from "./evaluate-factor.ts";
import type { Factor } from "./factor.ts";
import { countUpTo } from "./known-rows.ts";
import { isLagged, laggedSeriesAt } from "./lagged-series.ts";
import { checkPanel } from "./panel-checks.ts";
import { runTiles } from "./run-tiles.ts";
import { seriesProgram } from "./series-program.ts";

/** A factor's values at some instants. */
export interface FactorSamples {
  /** One value per instrument at the k-th instant; NaN where it is missing or the instrument is not a member then. */
  at(k: number): Float64Array;
}

/** Decisions of instruments that are read together when only lags are wanted. */
const READ_TOGETHER = 1 << 13;

/**
 * The values of a factor at many instants, with the bits of `evaluateFactor(…).at(instant)`. The panel is gone through
 * once, instrument by instrument, since the cells of one decision lie far apart in it; what is kept is what the
 * decisions need. Throws an ArgumentError ("unknown-field", "bad-panel").
 * @param instants ascending
 */
export function sampleFactor(factor: Factor, panel: Panel, instants: Float64Array): FactorSamples {
  checkPanel(panel);
  const program = seriesProgram(factor);
  requireFields(program, panel);
  const size = panel.instruments.length;
  const kept = new Map<string, Float64Array>();
  for (const { node, isKept } of program.steps)
    if (isKept) kept.set(node.key, new Float64Array(instants.length * size));
  const isMember = new Uint8Array(instants.length * size);
  const cellsOf = cellsAt(panel, instants);
  const { steps } = program;
  const sample = (
    first: number,
    end: number,
    valuesAt: (node: Factor, cells: DecisionCells) => Float64Array,
  ) => {
    const cells = cellsOf(first, end);
    for (const { node, isKept } of steps)
      if (isKept) spread(valuesAt(node, cells), first, end, size, kept.get(node.key)!);
    spread(
      Uint8Array.from(cells.cells, (cell) => panel.members[cell] ?? 0),
      first,
      end,
      size,
      isMember,
    );
  };
  if (isLagged(program)) {
    const step = Math.max(8, Math.floor(READ_TOGETHER / Math.max(1, instants.length)));
    for (let first = 0; first < size; first += step)
      sample(first, Math.min(size, first + step), (node, { cells, firsts }) =>
        laggedSeriesAt(node, panel, cells, firsts),
      );
  } else
    runTiles(program, panel, new Map(), ({ first, end, valuesOf }) =>
      sample(first, end, (node, { cells }) => read(valuesOf(node), panel.offsets[first]!, cells)),
    );
  const context = crossSectionContext(panel);
  return {
    at: (k) => {
      const seriesOf = (node: Factor) => kept.get(node.key)!.subarray(k * size, (k + 1) * size);
      return evaluateCrossSection(factor, isMember.subarray(k * size, (k + 1) * size), seriesOf, context);
    },
  };
}

/** What some instruments show at all instants, instrument by instrument. */
interface DecisionCells {
  /** The cell of the newest row known; −1 where there is none. */
  readonly cells: Int32Array;
  /** The first cell of each one's instrument. */
  readonly firsts: Int32Array;
}

function cellsAt(panel: Panel, instants: Float64Array): (first: number, end: number) => DecisionCells {
  const rows = panel.markets.map(({ decisionAt }) =>
    Int32Array.from(instants, (at) => countUpTo(decisionAt, at) - 1),
  );
  return (first, end) => {
    const cells = new Int32Array((end - first) * instants.length);
    const firsts = new Int32Array(cells.length);
    for (let i = first, entry = 0; i < end; i++) {
      const known = rows[panel.instruments[i]!.market]!;
      const start = panel.offsets[i]!;
      for (let k = 0; k < instants.length; k++, entry++) {
        cells[entry] = known[k]! < 0 ? -1 : start + known[k]!;
        firsts[entry] = start;
      }
    }
    return { cells, firsts };
  };
}

function read(values: Float64Array, base: number, cells: Int32Array): Float64Array {
  const output = new Float64Array(cells.length);
  for (let k = 0; k < cells.length; k++) output[k] = cells[k]! < 0 ? Number.NaN : values[cells[k]! - base]!;
  return output;
}

/** From one row per instrument to one row per instant. */
function spread<T extends Float64Array | Uint8Array>(
  values: T,
  first: number,
  end: number,
  size: number,
  output: T,
): void {
  const instants = values.length / (end - first);
  for (let k = 0; k < instants; k++)
    for (let i = first; i < end; i++) output[k * size + i] = values[(i - first) * instants + k]!;
}
