import type { Panel } from "../contract/panel.ts";
import { crossSectionContext, evaluateCrossSection } from "./cross-section.ts";
import { requireFields } from "./evaluate-factor.ts";
import type { Factor } from "./factor.ts";
import { countUpTo } from "./known-rows.ts";
import { createLaggedReader, isLagged, type WantedCells } from "./lagged-series.ts";
import { checkPanel } from "./panel-checks.ts";
import { runTiles } from "./run-tiles.ts";
import { seriesProgram } from "./series-program.ts";

/** A factor's values at some instants. */
export interface FactorSamples {
  /** One value per instrument at the k-th instant; NaN where it is missing or the instrument is not a member then. */
  at(k: number): Float64Array;
}

/** Decisions of instruments that are read together when only lags are wanted, and instruments at least. */
const READ_TOGETHER = 1 << 12;
const LEAST_TOGETHER = 8;

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
  const { steps } = program;
  const wantedOf = cellsAt(panel, instants);
  const take = (
    first: number,
    end: number,
    valuesAt: (node: Factor, wanted: WantedCells) => Float64Array,
  ) => {
    const wanted = wantedOf(first, end);
    for (const { node, isKept } of steps)
      if (isKept) spread(valuesAt(node, wanted), first, end, size, kept.get(node.key)!);
    spreadMembers(panel.members, wanted.cells, first, end, size, isMember);
  };
  if (isLagged(program)) {
    const together = Math.max(LEAST_TOGETHER, Math.floor(READ_TOGETHER / Math.max(1, instants.length)));
    const readers = new Map<Factor, ReturnType<typeof createLaggedReader>>();
    for (const { node, isKept } of steps)
      if (isKept) readers.set(node, createLaggedReader(node, panel, together * instants.length));
    for (let first = 0; first < size; first += together)
      take(first, Math.min(size, first + together), (node, wanted) => readers.get(node)!(wanted));
  } else {
    let output = new Float64Array(0);
    runTiles(program, panel, new Map(), ({ first, end, valuesOf }) =>
      take(first, end, (node, wanted) => {
        if (output.length < wanted.count) output = new Float64Array(wanted.count);
        return read(valuesOf(node), panel.offsets[first]!, wanted, output);
      }),
    );
  }
  const context = crossSectionContext(panel);
  return {
    at: (k) => {
      const seriesOf = (node: Factor) => kept.get(node.key)!.subarray(k * size, (k + 1) * size);
      return evaluateCrossSection(factor, isMember.subarray(k * size, (k + 1) * size), seriesOf, context);
    },
  };
}

/** What some instruments show at all instants, instrument by instrument; overwritten by the next call. */
function cellsAt(panel: Panel, instants: Float64Array): (first: number, end: number) => WantedCells {
  const rows = panel.markets.map(({ decisionAt }) =>
    Int32Array.from(instants, (at) => countUpTo(decisionAt, at) - 1),
  );
  let wanted: WantedCells = { cells: new Int32Array(0), firsts: new Int32Array(0), count: 0 };
  return (first, end) => {
    const count = (end - first) * instants.length;
    if (count > wanted.cells.length)
      wanted = { cells: new Int32Array(count), firsts: new Int32Array(count), count };
    wanted.count = count;
    const { cells, firsts } = wanted;
    for (let i = first, entry = 0; i < end; i++) {
      const known = rows[panel.instruments[i]!.market]!;
      const start = panel.offsets[i]!;
      for (let k = 0; k < instants.length; k++, entry++) {
        cells[entry] = known[k]! < 0 ? -1 : start + known[k]!;
        firsts[entry] = start;
      }
    }
    return wanted;
  };
}

/** The values at wanted cells, of those from `base` on. */
function read(
  values: Float64Array,
  base: number,
  { cells, count }: WantedCells,
  output: Float64Array,
): Float64Array {
  for (let k = 0; k < count; k++) output[k] = cells[k]! < 0 ? Number.NaN : values[cells[k]! - base]!;
  return output;
}

/** From one row per instrument to one row per instant. */
function spread(values: Float64Array, first: number, end: number, size: number, output: Float64Array): void {
  const instants = output.length / size;
  for (let k = 0; k < instants; k++)
    for (let i = first; i < end; i++) output[k * size + i] = values[(i - first) * instants + k]!;
}

/** The same of whether the instruments are members on their cells. */
function spreadMembers(
  members: Uint8Array,
  cells: Int32Array,
  first: number,
  end: number,
  size: number,
  output: Uint8Array,
): void {
  const instants = output.length / size;
  for (let i = first; i < end; i++)
    for (let k = 0; k < instants; k++) {
      const cell = cells[(i - first) * instants + k]!;
      if (cell >= 0) output[k * size + i] = members[cell]!;
    }
}
