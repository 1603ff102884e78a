import type { Panel } from "../contract/panel.ts";
import { storedColumn } from "./derived-field.ts";
import { derivedFields } from "./derived-names.ts";
import type { Factor } from "./factor.ts";
import { finite } from "./finite.ts";
import { delay, delta, returns } from "./operators/lags.ts";
import type { SeriesProgram } from "./series-program.ts";

/**
 * Whether the time-series part of an expression is made of stored fields, lags and single values only. A value of it
 * then depends on a few cells, so that at a decision each instrument costs a few reads, and no other row is computed.
 */
export function isLagged({ steps }: SeriesProgram): boolean {
  return steps.every(({ node: { operator } }) => {
    if (operator.kind === "field") return !derivedFields.includes(operator.name);
    if (operator.kind === "window") return operator === delay || operator === delta || operator === returns;
    return true;
  });
}

/** Cells at which values are wanted, and the first cell of each one's instrument; −1 and 0 for none. */
export interface WantedCells {
  readonly cells: Int32Array;
  readonly firsts: Int32Array;
  count: number;
}

/**
 * Makes a reader of a lagged series at any cells, with the bits of the whole panel's evaluation: NaN where the cell is
 * −1, or the value is missing. What it returns is overwritten by the next call.
 * @param capacity the most cells of one call
 */
export function createLaggedReader(
  node: Factor,
  panel: Panel,
  capacity: number,
): (wanted: WantedCells) => Float64Array {
  const steps: ((wanted: WantedCells) => void)[] = [];
  const planned = new Map<string, Float64Array>();
  const plan = (part: Factor, shift: number): Float64Array => {
    const key = `${part.key}@${shift}`;
    const known = planned.get(key);
    if (known) return known;
    const values = new Float64Array(capacity);
    planned.set(key, values);
    const { operator, parameters, inputs } = part;
    if (operator.kind === "field") {
      const column = storedColumn(panel, operator.name);
      steps.push((wanted) => readCells(column, wanted, shift, values));
    } else if (operator.kind === "window") {
      const before = plan(inputs[0]!, shift + parameters[0]!);
      const now = operator === delay ? before : plan(inputs[0]!, shift);
      const fill = operator === delay ? fillDelay : operator === delta ? fillDelta : fillReturns;
      steps.push(({ count }) => fill(now, before, values, count));
    } else {
      const from = inputs.map((input) => plan(input, shift));
      steps.push((wanted) => {
        if (operator.kind === "constant") values.fill(parameters[0]!, 0, wanted.count);
        else if (operator.kind === "pointwise") operator.run(from, values, 0, wanted.count, parameters);
        blankBeforePanel(wanted, shift, values);
      });
    }
    return values;
  };
  const output = plan(node, 0);
  return (wanted) => {
    for (const step of steps) step(wanted);
    return output;
  };
}

function readCells(
  column: Float64Array,
  { cells, firsts, count }: WantedCells,
  shift: number,
  values: Float64Array,
): void {
  for (let k = 0; k < count; k++) {
    const cell = cells[k]! - shift;
    values[k] = cell < firsts[k]! ? Number.NaN : column[cell]!;
  }
}

function fillDelay(_: Float64Array, before: Float64Array, values: Float64Array, count: number): void {
  for (let k = 0; k < count; k++) values[k] = finite(before[k]!);
}

function fillDelta(now: Float64Array, before: Float64Array, values: Float64Array, count: number): void {
  for (let k = 0; k < count; k++) values[k] = finite(now[k]! - before[k]!);
}

function fillReturns(now: Float64Array, before: Float64Array, values: Float64Array, count: number): void {
  for (let k = 0; k < count; k++) values[k] = finite(now[k]! / before[k]! - 1);
}

/** A row before the panel has no value, whatever an operator makes of missing ones. */
function blankBeforePanel({ cells, firsts, count }: WantedCells, shift: number, values: Float64Array): void {
  for (let k = 0; k < count; k++) if (cells[k]! - shift < firsts[k]!) values[k] = Number.NaN;
}
