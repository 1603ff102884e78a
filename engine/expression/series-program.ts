import type { Factor } from "./factor.ts";
import { nodesOf, ownLookBack } from "./plan-factor.ts";

/** The time-series part of an expression as a list of steps, each reading what steps before it wrote. */
export interface SeriesProgram {
  readonly steps: readonly SeriesStep[];
  /** Sessions before the wanted one that the deepest step must run over. */
  readonly depth: number;
}

export interface SeriesStep {
  readonly node: Factor;
  /** Places of the inputs among the steps. */
  readonly inputs: readonly number[];
  /** Whether the values are wanted themselves: the root of a time series, or the input of a cross-section. */
  readonly isKept: boolean;
  /** Sessions before the wanted one that the step must run over, so that those who use it are right. */
  readonly depth: number;
}

/** Lists every node of some expressions that is no cross-section, once, with what is wanted of it. */
export function seriesProgram(...factors: Factor[]): SeriesProgram {
  const nodes = nodesOf(...factors);
  const roots = factors.filter(({ axis }) => axis !== "cross-sectional");
  const kept = new Set(roots.map(({ key }) => key));
  for (const node of nodes)
    if (node.axis === "cross-sectional")
      for (const input of node.inputs) if (input.axis !== "cross-sectional") kept.add(input.key);
  const series = nodes.filter((node) => node.axis !== "cross-sectional");
  const places = new Map(series.map((node, place) => [node.key, place]));
  // How far back the values of a step are read; a step runs over its own look-back on top of that.
  const read = new Float64Array(series.length);
  for (let place = series.length - 1; place >= 0; place--) {
    const node = series[place]!;
    for (const input of node.inputs) {
      const at = places.get(input.key)!;
      read[at] = Math.max(read[at]!, read[place]! + ownLookBack(node));
    }
  }
  const steps = series.map((node, place) => ({
    node,
    inputs: node.inputs.map((input) => places.get(input.key)!),
    isKept: kept.has(node.key),
    depth: read[place]! + ownLookBack(node),
  }));
  return { steps, depth: Math.max(0, ...steps.map((step) => step.depth)) };
}

/** Runs one step over cells that are all of one kind: nothing for a field, whose cells come from the panel. */
export function runPointwise(
  step: Pick<SeriesStep, "node">,
  inputs: readonly Float64Array[],
  output: Float64Array,
  start: number,
  end: number,
): void {
  const { operator, parameters } = step.node;
  if (operator.kind === "constant") output.fill(parameters[0]!, start, end);
  else if (operator.kind === "pointwise") operator.run(inputs, output, start, end, parameters);
}
