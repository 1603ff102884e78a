import type { Panel } from "../contract/panel.ts";
import type { UtcMicros } from "../contract/time.ts";
import { crossSectionContext, evaluateCrossSection } from "./cross-section.ts";
import { fillDerived, storedColumn } from "./derived-field.ts";
import { derivedFields, storedFieldsOf } from "./derived-names.ts";
import type { Factor } from "./factor.ts";
import { newestMemberCells } from "./known-rows.ts";
import { isLagged, laggedSeriesAt } from "./lagged-series.ts";
import type { Axis } from "./operator.ts";
import { checkPanel } from "./panel-checks.ts";
import { runPointwise, type SeriesProgram, seriesProgram } from "./series-program.ts";

/** Cells that are computed together: small enough that the values between two steps stay in the cache. */
const TILE_CELLS = 1 << 14;

/** A factor evaluated on a panel. */
export interface FactorValues {
  readonly axis: Axis;
  /** One value per cell of the panel, for a time-series factor; null for a cross-sectional or constant one. */
  readonly cells: Float64Array | null;
  /**
   * One value per instrument at instant T: that of the newest row of its market known at T. NaN where the value is
   * missing or the instrument is not a member of the universe on that row.
   */
  at(instant: UtcMicros): Float64Array;
}

/**
 * Evaluates a factor: its time-series parts once for the whole panel, on each instrument's own market rows; its
 * cross-sectional parts at the instants that are asked for, among the members known then. Equal sub-expressions
 * are computed once. Throws an ArgumentError ("unknown-field", "bad-panel").
 *
 * @example evaluateFactor(field.close.mean(20).rank(), panel).at(decisionInstant)
 */
export function evaluateFactor(factor: Factor, panel: Panel): FactorValues {
  checkPanel(panel);
  const program = seriesProgram(factor);
  requireFields(program, panel);
  const context = crossSectionContext(panel);
  let whole: Map<string, Float64Array> | null = null;
  const keptOf = (node: Factor): Float64Array => {
    whole ??= runWholePanel(program, panel);
    return whole.get(node.key)!;
  };
  const canBeRead = isLagged(program);
  if (!canBeRead) whole = runWholePanel(program, panel);
  return {
    axis: factor.axis,
    get cells() {
      return factor.axis === "time-series" ? keptOf(factor) : null;
    },
    at: (instant) => {
      const { cells, isMember } = newestMemberCells(panel, instant);
      const seriesOf = (node: Factor) => {
        if (canBeRead) return laggedSeriesAt(node, panel, cells);
        const column = keptOf(node);
        const newest = new Float64Array(cells.length);
        for (let i = 0; i < cells.length; i++) newest[i] = cells[i]! >= 0 ? column[cells[i]!]! : Number.NaN;
        return newest;
      };
      return evaluateCrossSection(factor, isMember, seriesOf, context);
    },
  };
}

/** A missing field is an error at once, not at the first date. */
export function requireFields({ steps }: SeriesProgram, panel: Panel): void {
  for (const { node } of steps)
    if (node.operator.kind === "field")
      for (const stored of storedFieldsOf(node.operator.name)) storedColumn(panel, stored);
}

/**
 * Runs the steps over all rows, a tile of instruments at a time: the values between two steps are read again while
 * they are still in the cache, and only those that are kept take memory for the whole panel.
 */
function runWholePanel({ steps }: SeriesProgram, panel: Panel): Map<string, Float64Array> {
  const { offsets } = panel;
  const size = panel.instruments.length;
  const kept = new Map<string, Float64Array>();
  for (const { node, isKept } of steps) if (isKept) kept.set(node.key, new Float64Array(offsets[size]!));
  const tiles = tilesOf(offsets);
  const largest = Math.max(0, ...tiles.map(([first, last]) => offsets[last]! - offsets[first]!));
  const scratch = steps.map(({ node, isKept }) => {
    const isColumn = node.operator.kind === "field" && !derivedFields.includes(node.operator.name);
    return isKept || isColumn ? null : new Float64Array(largest);
  });
  const initial = steps.map(({ node }) =>
    node.operator.kind === "window" ? node.operator.initialState(node.parameters) : null,
  );
  const states = initial.map((each) => each?.slice());
  for (const [first, last] of tiles) {
    const base = offsets[first]!;
    const cells = offsets[last]! - base;
    const buffers: Float64Array[] = [];
    steps.forEach((step, place) => {
      const { node, isKept } = step;
      const { operator, parameters } = node;
      const output = isKept ? kept.get(node.key)!.subarray(base, base + cells) : scratch[place]!;
      const inputs = step.inputs.map((input) => buffers[input]!);
      if (operator.kind === "field" && !derivedFields.includes(operator.name)) {
        const column = storedColumn(panel, operator.name).subarray(base, base + cells);
        if (isKept) output.set(column);
        buffers.push(isKept ? output : column);
        return;
      }
      buffers.push(output);
      for (let i = first; i < last; i++) {
        const start = offsets[i]! - base;
        const end = offsets[i + 1]! - base;
        if (operator.kind === "field") fillDerived(panel, operator.name, i, 0, end - start, output, start);
        else if (operator.kind === "window") {
          const state = states[place]!;
          state.set(initial[place]!);
          const { firstSessionNumber } = panel.markets[panel.instruments[i]!.market]!;
          operator.run(inputs, output, start, end, firstSessionNumber, parameters, state);
        }
      }
      runPointwise(step, inputs, output, 0, cells);
    });
  }
  return kept;
}

/** Ranges of instruments of at most TILE_CELLS cells, at least one instrument each. */
function tilesOf(offsets: Int32Array): [number, number][] {
  const tiles: [number, number][] = [];
  const size = offsets.length - 1;
  for (let first = 0; first < size; ) {
    let last = first + 1;
    while (last < size && offsets[last + 1]! - offsets[first]! <= TILE_CELLS) last++;
    tiles.push([first, last]);
    first = last;
  }
  return tiles;
}
