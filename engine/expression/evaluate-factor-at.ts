import type { Panel } from "../contract/panel.ts";
import type { UtcMicros } from "../contract/time.ts";
import { CrossSection, crossSectionContext } from "./cross-section.ts";
import { fillDerived, storedColumn } from "./derived-field.ts";
import { derivedFields } from "./derived-names.ts";
import { requireFields } from "./evaluate-factor.ts";
import type { Factor } from "./factor.ts";
import { newestMemberCells } from "./known-rows.ts";
import { checkPanel } from "./panel-checks.ts";
import { runPointwise, type SeriesProgram, seriesProgram } from "./series-program.ts";

/**
 * The values of a factor at one instant, one per instrument, with the bits of `evaluateFactor(…).at(instant)`, from
 * as many sessions before it as the factor looks back, and of members only. For one decision; for many, evaluating
 * the whole panel costs less. Throws an ArgumentError ("unknown-field", "bad-panel").
 *
 * @example evaluateFactorAt(field.close.mean(20).rank(), panel, decisionInstant)
 */
export function evaluateFactorAt(factor: Factor, panel: Panel, instant: UtcMicros): Float64Array {
  checkPanel(panel);
  const program = seriesProgram(factor);
  requireFields(program, panel);
  const { cells, isMember } = newestMemberCells(panel, instant);
  const newest = new Map<string, Float64Array>();
  for (const { node, isKept } of program.steps)
    if (isKept) newest.set(node.key, new Float64Array(cells.length).fill(Number.NaN));
  const longest = Math.max(0, ...panel.markets.map(({ sessionDates }) => sessionDates.length));
  const size = Math.min(program.depth + 1, longest);
  const buffers = program.steps.map(() => new Float64Array(size));
  for (let i = 0; i < cells.length; i++) {
    if (isMember[i] !== 1) continue;
    runInstrument(program, panel, i, cells[i]! - panel.offsets[i]!, buffers);
    program.steps.forEach(({ node, isKept }, place) => {
      if (isKept) newest.get(node.key)![i] = buffers[place]![size - 1]!;
    });
  }
  const seriesOf = (node: Factor) => newest.get(node.key)!;
  return new CrossSection(factor, cells.length, crossSectionContext(panel), seriesOf).evaluate(isMember);
}

/** Runs the steps over the rows of one instrument that matter for `row`, which stands last in every buffer. */
function runInstrument(
  { steps }: SeriesProgram,
  panel: Panel,
  i: number,
  row: number,
  buffers: readonly Float64Array[],
): void {
  const { firstSessionNumber } = panel.markets[panel.instruments[i]!.market]!;
  steps.forEach((step, place) => {
    const { operator, parameters } = step.node;
    const output = buffers[place]!;
    const inputs = step.inputs.map((input) => buffers[input]!);
    const rows = Math.min(step.depth, row) + 1;
    const from = row - rows + 1;
    const start = output.length - rows;
    if (operator.kind === "window") {
      const state = operator.initialState(parameters);
      operator.run(inputs, output, start, output.length, firstSessionNumber + from, parameters, state);
    } else if (operator.kind !== "field") runPointwise(step, inputs, output, start, output.length);
    else if (derivedFields.includes(operator.name))
      fillDerived(panel, operator.name, i, from, row + 1, output, start);
    else {
      const first = panel.offsets[i]! + from;
      output.set(storedColumn(panel, operator.name).subarray(first, first + rows), start);
    }
  });
}
