import type { Panel } from "../contract/panel.ts";
import { type Kernels, SERIES_STATE, type SeriesBlock, type SeriesKernels } from "../kernels/kernels.ts";
import { fillDerived, storedColumn } from "./derived-field.ts";
import { derivedFields } from "./derived-names.ts";
import type { WindowOperator } from "./operator.ts";
import { runPointwise, type SeriesProgram, type SeriesStep } from "./series-program.ts";
import { blockLength } from "./two-block-recursion.ts";

/** The rows that are computed together, one instrument behind the other, all of one market. */
interface Tile extends SeriesBlock {
  /** The first instrument, and the row of it with which the tile begins. */
  readonly first: number;
  readonly from: number;
  /** The cell of the panel with which it begins. */
  readonly cell: number;
}

/** Fills a tile of its own buffer from the buffers of the steps before. */
export type BatchStep = (tile: Tile) => void;

/**
 * The steps of a program as functions over tiles, one buffer each. A window operator runs as a kernel where there is
 * one; moments of one window of one input are computed together.
 */
export function batchSteps(
  program: SeriesProgram,
  panel: Panel,
  kernels: Kernels,
  buffers: readonly Float64Array[],
  mostSeries: number,
): BatchStep[] {
  const { series } = kernels;
  const moments = series ? momentGroups(program) : new Map<number, SeriesStep[]>();
  const stepAt = (step: SeriesStep, place: number): BatchStep | null => {
    const { operator, parameters } = step.node;
    const output = buffers[place]!;
    const inputs = step.inputs.map((input) => buffers[input]!);
    if (operator.kind === "field") {
      if (derivedFields.includes(operator.name)) return derivedStep(panel, operator.name, output);
      const column = storedColumn(panel, operator.name);
      return ({ cell, start, series, rows }) =>
        output.set(column.subarray(cell, cell + series * rows), start);
    }
    if (operator.kind !== "window")
      return ({ start, series, rows }) => runPointwise(step, inputs, output, start, start + series * rows);
    if (!series || !operator.kernel) return windowStep(operator, parameters, inputs, output);
    if (operator.kernel.kind === "moment") {
      const group = moments.get(place);
      return group ? momentStep(series, program, group, inputs[0]!, buffers) : null;
    }
    const states = kernels.column(SERIES_STATE * mostSeries);
    return recursionStep(series, operator, parameters, inputs[0]!, output, states);
  };
  return program.steps.map(stepAt).filter((step) => step !== null);
}

/** Moments by the place of the first of them: of one input, one window and one least number of values. */
function momentGroups({ steps }: SeriesProgram): Map<number, SeriesStep[]> {
  const groups = new Map<number, SeriesStep[]>();
  const leaders = new Map<string, number>();
  for (const [place, step] of steps.entries()) {
    const { operator, parameters } = step.node;
    if (operator.kind !== "window" || operator.kernel?.kind !== "moment") continue;
    const name = `${step.inputs[0]}:${parameters.join()}`;
    const leader = leaders.get(name) ?? place;
    leaders.set(name, leader);
    groups.set(leader, [...(groups.get(leader) ?? []), step]);
  }
  return groups;
}

function momentStep(
  kernels: SeriesKernels,
  { steps }: SeriesProgram,
  group: readonly SeriesStep[],
  input: Float64Array,
  buffers: readonly Float64Array[],
): BatchStep {
  const outputs = Object.fromEntries(
    group.map((step) => [step.node.operator.name, buffers[steps.indexOf(step)]!]),
  );
  const [window, least] = group[0]!.node.parameters as [number, number];
  return (tile) => kernels.rollingMoments(input, outputs, tile, window, least);
}

function recursionStep(
  kernels: SeriesKernels,
  { kernel, initialState }: WindowOperator,
  parameters: readonly number[],
  input: Float64Array,
  output: Float64Array,
  states: Float64Array,
): BatchStep | null {
  if (!kernel || kernel.kind === "moment") return null;
  const n = parameters[0]!;
  const alpha = kernel.alphaOf(n);
  const by = { alpha, block: blockLength(alpha), least: n };
  const initial = new Float64Array(SERIES_STATE);
  initial.set(initialState(parameters));
  const run = kernel.kind === "average" ? kernels.recursiveAverage : kernels.relativeStrength;
  return (tile) => {
    if (tile.from === 0) for (let k = 0; k < tile.series; k++) states.set(initial, k * SERIES_STATE);
    run(input, output, tile, by, states);
  };
}

function windowStep(
  operator: WindowOperator,
  parameters: readonly number[],
  inputs: readonly Float64Array[],
  output: Float64Array,
): BatchStep {
  const initial = operator.initialState(parameters);
  const state = initial.slice();
  return ({ from, start, series, rows, firstSession }) => {
    for (let k = 0; k < series; k++) {
      if (from === 0) state.set(initial);
      const begin = start + k * rows;
      operator.run(inputs, output, begin, begin + rows, firstSession, parameters, state);
    }
  };
}

function derivedStep(panel: Panel, name: string, output: Float64Array): BatchStep {
  return ({ first, from, start, series, rows }) => {
    for (let k = 0; k < series; k++)
      fillDerived(panel, name, first + k, from, from + rows, output, start + k * rows);
  };
}
