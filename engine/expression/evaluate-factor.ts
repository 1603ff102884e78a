import type { Panel } from "../contract/panel.ts";
import type { UtcMicros } from "../contract/time.ts";
import { CrossSection, crossSectionContext } from "./cross-section.ts";
import { storedColumn } from "./derived-field.ts";
import { storedFieldsOf } from "./derived-names.ts";
import type { Factor } from "./factor.ts";
import { newestMemberCells } from "./known-rows.ts";
import type { Axis } from "./operator.ts";
import { checkPanel } from "./panel-checks.ts";
import { type ComputedTile, runTiles } from "./run-tiles.ts";
import { type SeriesProgram, seriesProgram } from "./series-program.ts";

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
  return evaluateFactors([factor], panel)[0]!;
}

/**
 * Evaluates some factors together: what they share, and the moments of one window, are computed once. Otherwise as
 * `evaluateFactor`.
 *
 * @example const [mean, std] = evaluateFactors([field.close.mean(20), field.close.std(20)], panel)
 */
export function evaluateFactors(factors: readonly Factor[], panel: Panel): FactorValues[] {
  checkPanel(panel);
  const program = seriesProgram(...factors);
  requireFields(program, panel);
  const whole = new Map<string, Float64Array>();
  for (const { node, isKept } of program.steps)
    if (isKept) whole.set(node.key, new Float64Array(panel.offsets[panel.instruments.length]!));
  runTiles(program, panel, (tile) => keepTile(tile, program, panel, whole));
  const context = crossSectionContext(panel);
  return factors.map((factor) => ({
    axis: factor.axis,
    cells: factor.axis === "time-series" ? whole.get(factor.key)! : null,
    at: (instant) => {
      const { cells, isMember } = newestMemberCells(panel, instant);
      const seriesOf = (node: Factor) => {
        const column = whole.get(node.key)!;
        const newest = new Float64Array(cells.length);
        for (let i = 0; i < cells.length; i++) newest[i] = cells[i]! >= 0 ? column[cells[i]!]! : Number.NaN;
        return newest;
      };
      return new CrossSection(factor, isMember.length, context, seriesOf).evaluate(isMember);
    },
  }));
}

function keepTile(
  tile: ComputedTile,
  { steps }: SeriesProgram,
  panel: Panel,
  whole: ReadonlyMap<string, Float64Array>,
): void {
  const cell = panel.offsets[tile.first]! + tile.from;
  for (const { node, isKept } of steps) if (isKept) whole.get(node.key)!.set(tile.valuesOf(node), cell);
}

/** A missing field is an error at once, not at the first date. */
export function requireFields({ steps }: SeriesProgram, panel: Panel): void {
  for (const { node } of steps)
    if (node.operator.kind === "field")
      for (const stored of storedFieldsOf(node.operator.name)) storedColumn(panel, stored);
}
