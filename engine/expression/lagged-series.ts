import type { Panel } from "../contract/panel.ts";
import { DerivedReader, storedColumn } from "./derived-field.ts";
import { derivedFields } from "./derived-names.ts";
import type { Factor } from "./factor.ts";
import { finite } from "./finite.ts";
import type { Operator } from "./operator.ts";
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

/** A part of a lagged series: fills its values for some rows of instrument i. */
interface LaggedStep {
  run(i: number, wanted: WantedRows): void;
}

/**
 * Reads a lagged series at any rows, with the bits of the whole panel's evaluation: NaN where the row is −1, or the
 * value is missing. It and its steps are classes, not functions made for each reader: what is compiled for a function
 * is thrown away with it, and a sweep makes thousands of readers.
 */
export class LaggedReader {
  readonly #steps: LaggedStep[] = [];
  readonly #planned = new Map<string, Float64Array>();
  readonly #panel: Panel;
  readonly #capacity: number;
  readonly #output: Float64Array;
  /** The panel's own column, where the series is one. */
  readonly stored: Float64Array | null;

  /** @param capacity the most rows of one call */
  constructor(node: Factor, panel: Panel, capacity: number) {
    this.#panel = panel;
    this.#capacity = capacity;
    this.#output = this.#plan(node, 0);
    const { kind, name } = node.operator;
    this.stored = kind === "field" && !derivedFields.includes(name) ? storedColumn(panel, name) : null;
  }

  /** The series of instrument i at some of its rows; overwritten by the next call. */
  read(i: number, wanted: WantedRows): Float64Array {
    for (const step of this.#steps) step.run(i, wanted);
    return this.#output;
  }

  #plan(part: Factor, shift: number): Float64Array {
    const key = `${part.key}@${shift}`;
    const known = this.#planned.get(key);
    if (known) return known;
    const values = new Float64Array(this.#capacity);
    this.#planned.set(key, values);
    this.#steps.push(this.#stepOf(part, shift, values));
    return values;
  }

  #stepOf({ operator, parameters, inputs }: Factor, shift: number, values: Float64Array): LaggedStep {
    const panel = this.#panel;
    if (operator.kind === "field")
      return derivedFields.includes(operator.name)
        ? new DerivedStep(new DerivedReader(panel, operator.name), shift, values)
        : new FieldStep(storedColumn(panel, operator.name), panel.offsets, shift, values);
    if (operator.kind !== "window") {
      const from = inputs.map((input) => this.#plan(input, shift));
      return new PointwiseStep(operator, parameters, from, shift, values);
    }
    const before = this.#plan(inputs[0]!, shift + parameters[0]!);
    const now = operator === delay ? before : this.#plan(inputs[0]!, shift);
    return new LagStep(operator, now, before, values);
  }
}

class DerivedStep implements LaggedStep {
  readonly #reader: DerivedReader;
  readonly #shift: number;
  readonly #values: Float64Array;

  constructor(reader: DerivedReader, shift: number, values: Float64Array) {
    this.#reader = reader;
    this.#shift = shift;
    this.#values = values;
  }

  run(i: number, { rows }: WantedRows): void {
    this.#reader.read(i, rows, this.#shift, this.#values);
  }
}

class FieldStep implements LaggedStep {
  readonly #column: Float64Array;
  readonly #offsets: Int32Array;
  readonly #shift: number;
  readonly #values: Float64Array;

  constructor(column: Float64Array, offsets: Int32Array, shift: number, values: Float64Array) {
    this.#column = column;
    this.#offsets = offsets;
    this.#shift = shift;
    this.#values = values;
  }

  run(i: number, wanted: WantedRows): void {
    readRows(this.#column, this.#offsets[i]!, wanted, this.#shift, this.#values);
  }
}

class LagStep implements LaggedStep {
  readonly #operator: Operator;
  readonly #now: Float64Array;
  readonly #before: Float64Array;
  readonly #values: Float64Array;

  constructor(operator: Operator, now: Float64Array, before: Float64Array, values: Float64Array) {
    this.#operator = operator;
    this.#now = now;
    this.#before = before;
    this.#values = values;
  }

  run(_: number, { rows }: WantedRows): void {
    const fill = this.#operator === delay ? fillDelay : this.#operator === delta ? fillDelta : fillReturns;
    fill(this.#now, this.#before, this.#values, rows.length);
  }
}

class PointwiseStep implements LaggedStep {
  readonly #operator: Operator;
  readonly #parameters: readonly number[];
  readonly #inputs: readonly Float64Array[];
  readonly #shift: number;
  readonly #values: Float64Array;

  constructor(
    operator: Operator,
    parameters: readonly number[],
    inputs: readonly Float64Array[],
    shift: number,
    values: Float64Array,
  ) {
    this.#operator = operator;
    this.#parameters = parameters;
    this.#inputs = inputs;
    this.#shift = shift;
    this.#values = values;
  }

  run(_: number, { rows }: WantedRows): void {
    const operator = this.#operator;
    if (operator.kind === "constant") this.#values.fill(this.#parameters[0]!, 0, rows.length);
    else if (operator.kind === "pointwise")
      operator.run(this.#inputs, this.#values, 0, rows.length, this.#parameters);
    blankBeforePanel(rows, this.#shift, this.#values);
  }
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
