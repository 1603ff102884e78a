import type { Panel } from "../contract/panel.ts";
import { createDerivedReader, storedColumn } from "./derived-field.ts";
import { derivedFields } from "./derived-names.ts";
import type { Factor } from "./factor.ts";
import { finite } from "./finite.ts";
import { delay, delta, returns } from "./operators/lags.ts";
import type { SeriesProgram } from "./series-program.ts";

/**
 * Whether the time-series part of an expression is made of fields, lags and single values only. A value of it
 * then depends on a few cells, so that at a decision each instrument costs a few reads, and no other row is computed.
 */
export function isLagged({ steps }: SeriesProgram): boolean {
  return steps.every(({ node: { operator } }) => {
    if (operator.kind === "window") return operator === delay || operator === delta || operator === returns;
    return true;
  });
}

/** Rows of one market, ascending; −1 where none is known yet. */
export interface WantedRows {
  readonly rows: Int32Array;
  /** Whether each is one more than the one before. */
  readonly areConsecutive: boolean;
}

/** Reads the series of instrument i at some of its rows. */
export type LaggedReader = (i: number, wanted: WantedRows) => Float64Array;

/**
 * Makes a reader of a lagged series at any rows, with the bits of the whole panel's evaluation: NaN where the row is
 * −1, or the value is missing. What it returns is overwritten by the next call.
 * @param capacity the most rows of one call
 */
export function createLaggedReader(node: Factor, panel: Panel, capacity: number): LaggedReader {
  const steps: ((i: number, wanted: WantedRows) => void)[] = [];
  const planned = new Map<string, Float64Array>();
  const plan = (part: Factor, shift: number): Float64Array => {
    const key = `${part.key}@${shift}`;
    const known = planned.get(key);
    if (known) return known;
    const values = new Float64Array(capacity);
    planned.set(key, values);
    const { operator, parameters, inputs } = part;
    if (operator.kind === "field" && derivedFields.includes(operator.name)) {
      const read = createDerivedReader(panel, operator.name);
      steps.push((i, { rows }) => read(i, rows, shift, values));
    } else if (operator.kind === "field") {
      const column = storedColumn(panel, operator.name);
      steps.push((i, wanted) => readRows(column, panel.offsets[i]!, wanted, shift, values));
    } else if (operator.kind === "window") {
      const before = plan(inputs[0]!, shift + parameters[0]!);
      const now = operator === delay ? before : plan(inputs[0]!, shift);
      const fill = operator === delay ? fillDelay : operator === delta ? fillDelta : fillReturns;
      steps.push((_, { rows }) => fill(now, before, values, rows.length));
    } else {
      const from = inputs.map((input) => plan(input, shift));
      steps.push((_, { rows }) => {
        if (operator.kind === "constant") values.fill(parameters[0]!, 0, rows.length);
        else if (operator.kind === "pointwise") operator.run(from, values, 0, rows.length, parameters);
        blankBeforePanel(rows, shift, values);
      });
    }
    return values;
  };
  const output = plan(node, 0);
  return (i, wanted) => {
    for (const step of steps) step(i, wanted);
    return output;
  };
}

function readRows(
  column: Float64Array,
  start: number,
  { rows, areConsecutive }: WantedRows,
  shift: number,
  values: Float64Array,
): void {
  const first = (rows[0] ?? 0) - shift;
  if (areConsecutive && first >= 0) {
    values.set(column.subarray(start + first, start + first + rows.length));
    return;
  }
  for (let k = 0; k < rows.length; k++) {
    const row = rows[k]! - shift;
    values[k] = row < 0 ? Number.NaN : column[start + row]!;
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
function blankBeforePanel(rows: Int32Array, shift: number, values: Float64Array): void {
  for (let k = 0; k < rows.length; k++) if (rows[k]! < shift) values[k] = Number.NaN;
}
