import type { Panel } from "../contract/panel.ts";
import type { Factor } from "./factor.ts";
import { type Block, type FieldRows, fieldRowsOf, MOST_CELLS, type WantedRows } from "./field-rows.ts";
import { finite } from "./finite.ts";
import type { Operator } from "./operator.ts";
import { delay, delta, returns } from "./operators/lags.ts";
import { runPointwise, type SeriesProgram, type SeriesStep } from "./series-program.ts";

/**
 * Whether the time-series part of an expression is made of fields, lags and single values only. A value of it
 * then depends on a few rows, so that at a decision each of them is read, and no other row is computed.
 */
export function isLagged({ steps }: SeriesProgram): boolean {
  return steps.every(({ node: { operator } }) => {
    if (operator.kind === "window") return operator === delay || operator === delta || operator === returns;
    return true;
  });
}

/** A part of a lagged series: writes its values at `count` decisions from the k-th on, a row of all instruments each. */
interface LaggedStep {
  run(k: number, count: number): void;
}

/** A field as some steps read it. */
interface ReadField {
  readonly name: string;
  readonly shift: number;
}

/**
 * Reads lagged series decision by decision, all instruments at once, with the bits of the whole panel's evaluation: NaN
 * before the panel's first row, or where the value is missing. Its steps are classes, not functions made for each
 * reader: what is compiled for a function is thrown away with it, and a sweep makes thousands of readers.
 */
export class LaggedSeries {
  readonly #steps: LaggedStep[] = [];
  readonly #planned = new Map<string, Float64Array>();
  readonly #fields: ReadField[] = [];
  readonly #world: LaggedWorld;
  readonly #fieldRows: FieldRows;
  /** So many decisions' rows are asked for together. */
  readonly #together: number;
  #preparedFrom = 0;
  #preparedTo = 0;
  #seen = 0;

  /**
   * @param rows the newest row known, by market and decision
   * @param capacity the most decisions of one call
   */
  constructor(program: SeriesProgram, panel: Panel, rows: readonly Int32Array[], capacity: number) {
    const size = panel.instruments.length;
    this.#fieldRows = fieldRowsOf(panel);
    this.#world = { panel, rows, capacity, size };
    for (const { node, isKept } of program.steps) if (isKept) this.#plan(node, 0);
    const cells = Math.max(1, this.#fields.length * size);
    this.#together = Math.max(capacity, Math.floor(MOST_CELLS / cells));
  }

  /** What `read` writes of a kept node: always the same array. */
  valuesOf(node: Factor): Float64Array {
    return this.#planned.get(keyOf(node, 0))!;
  }

  /** Writes the values at `count` decisions from the k-th on. */
  read(k: number, count: number): void {
    const isThere =
      k >= this.#preparedFrom && k + count <= this.#preparedTo && this.#fieldRows.cleared === this.#seen;
    if (!isThere) this.#prepare(k);
    for (const step of this.#steps) step.run(k, count);
  }

  #prepare(k: number): void {
    const { rows } = this.#world;
    this.#preparedFrom = k;
    this.#preparedTo = Math.min(k + this.#together, rows[0]!.length);
    const wanted: WantedRows[] = [];
    for (const { name, shift } of this.#fields)
      for (let market = 0; market < rows.length; market++)
        wanted.push({
          field: name,
          market,
          rows: rowsBefore(rows[market]!, this.#preparedFrom, this.#preparedTo, shift),
        });
    this.#fieldRows.prepare(wanted);
    this.#seen = this.#fieldRows.cleared;
  }

  #plan(part: Factor, shift: number): Float64Array {
    const key = keyOf(part, shift);
    const known = this.#planned.get(key);
    if (known) return known;
    const { capacity, size } = this.#world;
    const values = new Float64Array(capacity * size);
    this.#planned.set(key, values);
    this.#steps.push(this.#stepOf(part, shift, values));
    return values;
  }

  #stepOf(part: Factor, shift: number, values: Float64Array): LaggedStep {
    const { operator, parameters, inputs } = part;
    const world = this.#world;
    if (operator.kind === "field") {
      this.#fields.push({ name: operator.name, shift });
      const blocks = world.rows.map((_, market) => this.#fieldRows.block(operator.name, market));
      return new FieldStep(blocks, world, shift, values);
    }
    if (operator.kind !== "window") {
      const from = inputs.map((input) => this.#plan(input, shift));
      return new PointwiseStep(part, from, world, shift, values);
    }
    const before = this.#plan(inputs[0]!, shift + parameters[0]!);
    const now = operator === delay ? before : this.#plan(inputs[0]!, shift);
    return new LagStep(operator, now, before, world.size, values);
  }
}

const keyOf = (part: Factor, shift: number) => `${part.key}@${shift}`;

interface LaggedWorld {
  readonly panel: Panel;
  readonly rows: readonly Int32Array[];
  readonly capacity: number;
  readonly size: number;
}

class FieldStep implements LaggedStep {
  readonly #blocks: readonly Block[];
  readonly #world: LaggedWorld;
  readonly #shift: number;
  readonly #values: Float64Array;

  constructor(blocks: readonly Block[], world: LaggedWorld, shift: number, values: Float64Array) {
    this.#blocks = blocks;
    this.#world = world;
    this.#shift = shift;
    this.#values = values;
  }

  run(k: number, count: number): void {
    const { rows, size } = this.#world;
    for (let market = 0; market < rows.length; market++)
      this.#blocks[market]!.copy(rows[market]!, k, count, this.#shift, this.#values, size);
  }
}

class LagStep implements LaggedStep {
  readonly #operator: Operator;
  readonly #now: Float64Array;
  readonly #before: Float64Array;
  readonly #size: number;
  readonly #values: Float64Array;

  constructor(
    operator: Operator,
    now: Float64Array,
    before: Float64Array,
    size: number,
    values: Float64Array,
  ) {
    this.#operator = operator;
    this.#now = now;
    this.#before = before;
    this.#size = size;
    this.#values = values;
  }

  run(_: number, count: number): void {
    const fill = this.#operator === delay ? fillDelay : this.#operator === delta ? fillDelta : fillReturns;
    fill(this.#now, this.#before, this.#values, count * this.#size);
  }
}

class PointwiseStep implements LaggedStep {
  readonly #step: Pick<SeriesStep, "node">;
  readonly #inputs: readonly Float64Array[];
  readonly #world: LaggedWorld;
  readonly #shift: number;
  readonly #values: Float64Array;

  constructor(
    node: Factor,
    inputs: readonly Float64Array[],
    world: LaggedWorld,
    shift: number,
    values: Float64Array,
  ) {
    this.#step = { node };
    this.#inputs = inputs;
    this.#world = world;
    this.#shift = shift;
    this.#values = values;
  }

  run(k: number, count: number): void {
    const { panel, rows, size } = this.#world;
    runPointwise(this.#step, this.#inputs, this.#values, 0, count * size);
    for (let market = 0; market < rows.length; market++)
      if (rows[market]![k]! < this.#shift)
        blankBeforePanel(panel, market, rows[market]!, k, count, this.#shift, this.#values);
  }
}

/** Some entries of a list of rows, each so many rows before. */
function rowsBefore(rows: Int32Array, from: number, to: number, shift: number): Int32Array {
  const before = new Int32Array(to - from);
  for (let k = from; k < to; k++) before[k - from] = rows[k]! - shift;
  return before;
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
function blankBeforePanel(
  { instruments }: Panel,
  market: number,
  rows: Int32Array,
  from: number,
  count: number,
  shift: number,
  values: Float64Array,
): void {
  const size = instruments.length;
  for (let k = 0; k < count && rows[from + k]! < shift; k++)
    for (let i = 0; i < size; i++) if (instruments[i]!.market === market) values[k * size + i] = Number.NaN;
}
