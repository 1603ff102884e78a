import type { Panel } from "../contract/panel.ts";
import {
  type Kernels,
  type PairwiseName,
  type RecursionKernel,
  SERIES_STATE,
  type SeriesBlock,
  type SeriesKernels,
} from "../kernels/kernels.ts";
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

/**
 * Fills a tile of its own buffer from the buffers of the steps before. Steps are classes, not functions made for each
 * run: what is compiled for such a function is thrown away with it.
 */
export interface BatchStep {
  run(tile: Tile): void;
}

/**
 * The steps of a program over tiles, one buffer each. An operator runs as a kernel where there is one; moments of one
 * window of one input are computed together.
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
      if (derivedFields.includes(operator.name)) return new DerivedStep(panel, operator.name, output);
      return new FieldStep(storedColumn(panel, operator.name), output);
    }
    if (series && operator.kind === "pointwise" && operator.kernel)
      return new PairwiseStep(series, operator.kernel, inputs[0]!, inputs[1]!, output);
    if (operator.kind !== "window") return new PointwiseStep(step, inputs, output);
    const { kernel } = operator;
    if (!series || !kernel) return new WindowStep(operator, parameters, inputs, output);
    if (kernel.kind === "moment") {
      const group = moments.get(place);
      return group ? momentStep(series, program, group, inputs[0]!, buffers) : null;
    }
    const states = kernels.column(SERIES_STATE * mostSeries);
    const recursion = kernel.kind === "average" ? series.recursiveAverage : series.relativeStrength;
    const alpha = kernel.alphaOf(parameters[0]!);
    const by = { alpha, block: blockLength(alpha), least: parameters[0]! };
    return new RecursionStep(recursion, by, operator.initialState(parameters), inputs[0]!, output, states);
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
  return new MomentStep(kernels, input, outputs, window, least);
}

class MomentStep implements BatchStep {
  readonly #kernels: SeriesKernels;
  readonly #input: Float64Array;
  readonly #outputs: Readonly<Record<string, Float64Array>>;
  readonly #window: number;
  readonly #least: number;

  constructor(
    kernels: SeriesKernels,
    input: Float64Array,
    outputs: Readonly<Record<string, Float64Array>>,
    window: number,
    least: number,
  ) {
    this.#kernels = kernels;
    this.#input = input;
    this.#outputs = outputs;
    this.#window = window;
    this.#least = least;
  }

  run(tile: Tile): void {
    this.#kernels.rollingMoments(this.#input, this.#outputs, tile, this.#window, this.#least);
  }
}

class RecursionStep implements BatchStep {
  readonly #kernel: RecursionKernel;
  readonly #by: Parameters<RecursionKernel>[3];
  readonly #initial = new Float64Array(SERIES_STATE);
  readonly #input: Float64Array;
  readonly #output: Float64Array;
  readonly #states: Float64Array;

  constructor(
    kernel: RecursionKernel,
    by: Parameters<RecursionKernel>[3],
    initial: Float64Array,
    input: Float64Array,
    output: Float64Array,
    states: Float64Array,
  ) {
    this.#kernel = kernel;
    this.#by = by;
    this.#initial.set(initial);
    this.#input = input;
    this.#output = output;
    this.#states = states;
  }

  run(tile: Tile): void {
    if (tile.from === 0)
      for (let k = 0; k < tile.series; k++) this.#states.set(this.#initial, k * SERIES_STATE);
    this.#kernel(this.#input, this.#output, tile, this.#by, this.#states);
  }
}

class WindowStep implements BatchStep {
  readonly #operator: WindowOperator;
  readonly #parameters: readonly number[];
  readonly #inputs: readonly Float64Array[];
  readonly #output: Float64Array;
  readonly #initial: Float64Array;
  readonly #state: Float64Array;

  constructor(
    operator: WindowOperator,
    parameters: readonly number[],
    inputs: readonly Float64Array[],
    output: Float64Array,
  ) {
    this.#operator = operator;
    this.#parameters = parameters;
    this.#inputs = inputs;
    this.#output = output;
    this.#initial = operator.initialState(parameters);
    this.#state = this.#initial.slice();
  }

  run({ from, start, series, rows, firstSession }: Tile): void {
    for (let k = 0; k < series; k++) {
      if (from === 0) this.#state.set(this.#initial);
      const begin = start + k * rows;
      this.#operator.run(
        this.#inputs,
        this.#output,
        begin,
        begin + rows,
        firstSession,
        this.#parameters,
        this.#state,
      );
    }
  }
}

class PairwiseStep implements BatchStep {
  readonly #kernels: SeriesKernels;
  readonly #name: PairwiseName;
  readonly #a: Float64Array;
  readonly #b: Float64Array;
  readonly #output: Float64Array;

  constructor(
    kernels: SeriesKernels,
    name: PairwiseName,
    a: Float64Array,
    b: Float64Array,
    output: Float64Array,
  ) {
    this.#kernels = kernels;
    this.#name = name;
    this.#a = a;
    this.#b = b;
    this.#output = output;
  }

  run({ start, series, rows }: Tile): void {
    this.#kernels.pairwise(this.#name, this.#a, this.#b, this.#output, start, series * rows);
  }
}

class PointwiseStep implements BatchStep {
  readonly #step: SeriesStep;
  readonly #inputs: readonly Float64Array[];
  readonly #output: Float64Array;

  constructor(step: SeriesStep, inputs: readonly Float64Array[], output: Float64Array) {
    this.#step = step;
    this.#inputs = inputs;
    this.#output = output;
  }

  run({ start, series, rows }: Tile): void {
    runPointwise(this.#step, this.#inputs, this.#output, start, start + series * rows);
  }
}

class FieldStep implements BatchStep {
  readonly #column: Float64Array;
  readonly #output: Float64Array;

  constructor(column: Float64Array, output: Float64Array) {
    this.#column = column;
    this.#output = output;
  }

  run({ cell, start, series, rows }: Tile): void {
    this.#output.set(this.#column.subarray(cell, cell + series * rows), start);
  }
}

class DerivedStep implements BatchStep {
  readonly #panel: Panel;
  readonly #name: string;
  readonly #output: Float64Array;

  constructor(panel: Panel, name: string, output: Float64Array) {
    this.#panel = panel;
    this.#name = name;
    this.#output = output;
  }

  run({ first, from, start, series, rows }: Tile): void {
    for (let k = 0; k < series; k++)
      fillDerived(this.#panel, this.#name, first + k, from, from + rows, this.#output, start + k * rows);
  }
}
