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

/**
 * The values of a lagged series at given cells, with the bits of the whole panel's evaluation: NaN where the cell is
 * −1, or the value is missing.
 * @param firsts the first cell of each cell's instrument
 */
export function laggedSeriesAt(
  node: Factor,
  panel: Panel,
  cells: Int32Array,
  firsts: Int32Array,
): Float64Array {
  const done = new Map<string, Float64Array>();
  const valuesAt = (part: Factor, shift: number): Float64Array => {
    const key = `${part.key}@${shift}`;
    const known = done.get(key);
    if (known) return known;
    const values = new Float64Array(cells.length);
    const { operator, parameters, inputs } = part;
    if (operator.kind === "field")
      values.set(readCells(storedColumn(panel, operator.name), cells, firsts, shift));
    else if (operator.kind === "constant") values.fill(parameters[0]!);
    else if (operator.kind === "pointwise")
      operator.run(
        inputs.map((input) => valuesAt(input, shift)),
        values,
        0,
        values.length,
        parameters,
      );
    else {
      const n = parameters[0]!;
      const before = valuesAt(inputs[0]!, shift + n);
      const now = operator === delay ? before : valuesAt(inputs[0]!, shift);
      for (let i = 0; i < values.length; i++)
        values[i] = finite(
          operator === delay
            ? before[i]!
            : operator === delta
              ? now[i]! - before[i]!
              : now[i]! / before[i]! - 1,
        );
    }
    // A row before the panel has no value, whatever an operator makes of missing ones.
    for (let i = 0; i < values.length; i++) if (cells[i]! - shift < firsts[i]!) values[i] = Number.NaN;
    done.set(key, values);
    return values;
  };
  return valuesAt(node, 0);
}

function readCells(column: Float64Array, cells: Int32Array, firsts: Int32Array, shift: number): Float64Array {
  const values = new Float64Array(cells.length);
  for (let i = 0; i < cells.length; i++) {
    const cell = cells[i]! - shift;
    values[i] = cell < firsts[i]! ? Number.NaN : column[cell]!;
  }
  return values;
}
