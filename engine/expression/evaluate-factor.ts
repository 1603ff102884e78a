import type { Panel } from "../contract/panel.ts";
import type { UtcMicros } from "../contract/time.ts";
import { invariant } from "../invariant.ts";
import { readField } from "./derived-field.ts";
import type { Factor } from "./factor.ts";
import { knownRows } from "./known-rows.ts";
import type { Axis } from "./operator.ts";
import { checkPanel } from "./panel-checks.ts";

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
  const series = new Map<string, Float64Array>();
  const cellsOf = (node: Factor): Float64Array => {
    let cells = series.get(node.key);
    if (!cells) {
      cells = computeCells(node, panel, cellsOf);
      series.set(node.key, cells);
    }
    return cells;
  };
  prepare(factor, cellsOf);
  return {
    axis: factor.axis,
    cells: factor.axis === "time-series" ? cellsOf(factor) : null,
    at: (instant) => valuesAt(factor, panel, newestMemberCells(panel, instant), cellsOf, new Map()),
  };
}

/** Computes every time-series part now, so that a missing field is an error here and not at the first date. */
function prepare(node: Factor, cellsOf: (node: Factor) => Float64Array): void {
  if (node.axis === "time-series") cellsOf(node);
  else for (const input of node.inputs) prepare(input, cellsOf);
}

function computeCells(node: Factor, panel: Panel, cellsOf: (node: Factor) => Float64Array): Float64Array {
  const { operator, inputs, argument } = node;
  if (operator.kind === "field") return readField(panel, operator.name);
  const output = new Float64Array(panel.offsets[panel.instruments.length]!);
  const [a, b] = inputs;
  invariant(a !== undefined, `${operator.name} has an input`);
  if (operator.kind === "window") {
    const input = cellsOf(a);
    for (let i = 0; i < panel.instruments.length; i++) {
      const firstSession = panel.markets[panel.instruments[i]!.market]!.firstSessionNumber;
      operator.run(input, output, panel.offsets[i]!, panel.offsets[i + 1]!, firstSession, argument);
    }
    return output;
  }
  invariant(operator.kind === "pointwise", `${operator.name} is pointwise`);
  const { apply } = operator;
  const left = a.axis === "constant" ? constantOf(a) : cellsOf(a);
  const right = b === undefined ? Number.NaN : b.axis === "constant" ? constantOf(b) : cellsOf(b);
  fillPointwise(apply, left, right, output);
  return output;
}

type Operand = number | Float64Array;

/** One loop for each shape of the operands: a test inside the loop costs more than the arithmetic. */
function fillPointwise(
  apply: (a: number, b: number) => number,
  left: Operand,
  right: Operand,
  output: Float64Array,
): void {
  if (typeof left === "number") {
    invariant(typeof right !== "number", "one operand is a series");
    for (let cell = 0; cell < output.length; cell++) output[cell] = canonical(apply(left, right[cell]!));
  } else if (typeof right === "number")
    for (let cell = 0; cell < output.length; cell++) output[cell] = canonical(apply(left[cell]!, right));
  else
    for (let cell = 0; cell < output.length; cell++)
      output[cell] = canonical(apply(left[cell]!, right[cell]!));
}

/** NaN bits are not stable across engines; every stored NaN is the canonical one. */
const canonical = (x: number) => (Number.isNaN(x) ? Number.NaN : x);

function constantOf(node: Factor): number {
  const { operator, inputs } = node;
  if (operator.kind === "constant") return node.argument;
  invariant(operator.kind === "pointwise", `${operator.name} joins constants`);
  return operator.apply(constantOf(inputs[0]!), inputs[1] ? constantOf(inputs[1]) : Number.NaN);
}

/** The panel cell each instrument shows at an instant; −1 when it has none or is not a member on it. */
function newestMemberCells(panel: Panel, instant: UtcMicros): Int32Array {
  const rows = knownRows(panel, instant);
  return Int32Array.from(panel.instruments, (instrument, i) => {
    const row = rows[instrument.market]!;
    const cell = panel.offsets[i]! + row;
    return row >= 0 && panel.members[cell] === 1 ? cell : -1;
  });
}

function valuesAt(
  node: Factor,
  panel: Panel,
  newest: Int32Array,
  cellsOf: (node: Factor) => Float64Array,
  done: Map<string, Float64Array>,
): Float64Array {
  const known = done.get(node.key);
  if (known) return known;
  const { operator, inputs, argument } = node;
  const output = new Float64Array(newest.length).fill(Number.NaN);
  if (node.axis === "time-series") {
    const cells = cellsOf(node);
    for (let i = 0; i < newest.length; i++) if (newest[i]! >= 0) output[i] = cells[newest[i]!]!;
  } else if (node.axis === "constant") {
    const constant = constantOf(node);
    for (let i = 0; i < newest.length; i++) if (newest[i]! >= 0) output[i] = constant;
  } else {
    const [a, b] = inputs.map((input) => valuesAt(input, panel, newest, cellsOf, done));
    invariant(a !== undefined, `${operator.name} has an input`);
    if (operator.kind === "cross-section") operator.run(a, output, argument);
    else if (operator.kind === "pointwise")
      for (let i = 0; i < newest.length; i++) {
        const value = operator.apply(a[i]!, b ? b[i]! : Number.NaN);
        output[i] = Number.isNaN(value) ? Number.NaN : value;
      }
  }
  done.set(node.key, output);
  return output;
}
