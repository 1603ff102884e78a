import type { Panel } from "../contract/panel.ts";
import { invariant } from "../invariant.ts";
import { DerivedReader, storedColumn } from "./derived-field.ts";
import { derivedFields } from "./derived-names.ts";

/** Cells that are kept of a panel: 8 MB. */
export const MOST_CELLS = 1 << 20;

/** Copying a few cells costs less than asking for it. */
const FEW = 64;

const NOTHING = new Float64Array(0);

/** Rows of one field, on one market's axis. */
export interface WantedRows {
  readonly field: string;
  readonly market: number;
  /** In any order, and more than once where that is so; a row below 0 is none. */
  readonly rows: Int32Array;
}

/** Panels are never changed, and a sweep, or whoever tries one thing after the other, runs again and again on one. */
const kept = new WeakMap<Panel, FieldRows>();

export function fieldRowsOf(panel: Panel): FieldRows {
  let rows = kept.get(panel);
  if (!rows) {
    rows = new FieldRows(panel);
    kept.set(panel, rows);
  }
  return rows;
}

/**
 * Rows of a panel's fields, each with the cells of a market's instruments side by side: what a decision reads, and what
 * lies a series apart in the panel. Rows that were read once stay, since the next run often reads the same ones: with
 * another weight, other costs, or the same lag. When there are more than `MOST_CELLS`, all go but those that are wanted.
 */
export class FieldRows {
  readonly #panel: Panel;
  readonly #instrumentsOf: readonly Int32Array[];
  readonly #blocks = new Map<string, readonly Block[]>();
  #cells = 0;
  /** How often rows went: who has had some prepared before that has to do so again. */
  cleared = 0;

  constructor(panel: Panel) {
    this.#panel = panel;
    this.#instrumentsOf = panel.markets.map((_, market) =>
      Int32Array.from(panel.instruments.keys()).filter((i) => panel.instruments[i]!.market === market),
    );
  }

  /** Reads what is not there yet, in one walk through the panel. Throws an ArgumentError "unknown-field". */
  prepare(wanted: readonly WantedRows[]): void {
    const lacking = wanted.reduce(
      (sum, { field, market, rows }) => sum + this.block(field, market).lack(rows),
      0,
    );
    if (this.#cells + lacking > MOST_CELLS) {
      this.cleared++;
      for (const blocks of this.#blocks.values()) for (const block of blocks) block.clear();
    }
    for (const { field, market, rows } of wanted) this.block(field, market).want(rows);
    this.#cells = 0;
    for (const blocks of this.#blocks.values())
      for (const block of blocks) {
        block.fill();
        this.#cells += block.cells;
      }
  }

  /** The rows of a field on a market's axis. */
  block(field: string, market: number): Block {
    let blocks = this.#blocks.get(field);
    if (!blocks) {
      const panel = this.#panel;
      const read = derivedFields.includes(field) ? derivedReader(panel, field) : storedReader(panel, field);
      blocks = this.#instrumentsOf.map(
        (instruments, m) => new Block(read, instruments, panel.markets[m]!.sessionDates.length),
      );
      this.#blocks.set(field, blocks);
    }
    return blocks[market]!;
  }
}

/** Writes some rows of instrument i, ascending, to every `step`-th place from `to` on. */
type ReadRows = (i: number, rows: Int32Array, output: Float64Array, to: number, step: number) => void;

/** The rows of one field that are kept, of one market's instruments. */
export class Block {
  readonly #read: ReadRows;
  readonly #instruments: Int32Array;
  /** Whether they are numbered one after the other. */
  readonly #isRange: boolean;
  /** Where each row is kept, counted in rows; −1 where it is not. */
  readonly #placeOf: Int32Array;
  #kept = 0;
  #values = NOTHING;
  #wanted: number[] = [];

  constructor(read: ReadRows, instruments: Int32Array, sessions: number) {
    this.#read = read;
    this.#instruments = instruments;
    this.#isRange = instruments.every((i, k) => i === instruments[0]! + k);
    this.#placeOf = new Int32Array(sessions).fill(-1);
  }

  get cells(): number {
    return this.#kept * this.#instruments.length;
  }

  /** How many cells of some rows are not there, at most. */
  lack(rows: Int32Array): number {
    let count = 0;
    for (let k = 0; k < rows.length; k++) if (rows[k]! >= 0 && this.#placeOf[rows[k]!] === -1) count++;
    return count * this.#instruments.length;
  }

  clear(): void {
    this.#placeOf.fill(-1);
    this.#kept = 0;
  }

  /** Makes place for what is not there; `fill` reads it. */
  want(rows: Int32Array): void {
    for (let k = 0; k < rows.length; k++) {
      const row = rows[k]!;
      if (row < 0 || this.#placeOf[row] !== -1) continue;
      this.#placeOf[row] = this.#kept + this.#wanted.length;
      this.#wanted.push(row);
    }
  }

  /** Reads what is wanted. Where nothing is, and nothing is kept, the memory is given back. */
  fill(): void {
    if (this.#wanted.length === 0) {
      if (this.#kept === 0) this.#values = NOTHING;
      return;
    }
    const rows = Int32Array.from(this.#wanted).sort();
    this.#wanted = [];
    const size = this.#instruments.length;
    const first = this.#kept * size;
    const length = first + rows.length * size;
    if (length > this.#values.length) {
      const larger = new Float64Array(Math.max(length, Math.min(2 * first, MOST_CELLS)));
      larger.set(this.#values.subarray(0, first));
      this.#values = larger;
    }
    for (let k = 0; k < rows.length; k++) this.#placeOf[rows[k]!] = this.#kept++;
    for (let j = 0; j < size; j++) this.#read(this.#instruments[j]!, rows, this.#values, first + j, size);
  }

  /**
   * Copies rows `from` to `from + count` − 1 of a list, less `shift`, to rows of `width` cells, one per instrument of the
   * panel: NaN where that is before the panel. They must have been prepared.
   */
  copy(
    rows: Int32Array,
    from: number,
    count: number,
    shift: number,
    output: Float64Array,
    width: number,
  ): void {
    const instruments = this.#instruments;
    const size = instruments.length;
    if (size === 0) return;
    const values = this.#values;
    for (let k = 0; k < count; k++) {
      const row = rows[from + k]! - shift;
      const to = k * width;
      const start = row < 0 ? 0 : this.#placeOf[row]! * size;
      invariant(start >= 0, "rows are prepared before they are copied");
      if (row < 0) for (let j = 0; j < size; j++) output[to + instruments[j]!] = Number.NaN;
      else if (!this.#isRange)
        for (let j = 0; j < size; j++) output[to + instruments[j]!] = values[start + j]!;
      else if (size > FEW) output.set(values.subarray(start, start + size), to + instruments[0]!);
      else for (let j = 0, at = to + instruments[0]!; j < size; j++) output[at + j] = values[start + j]!;
    }
  }
}

function storedReader(panel: Panel, field: string): ReadRows {
  const column = storedColumn(panel, field);
  const { offsets } = panel;
  return (i, rows, output, to, step) => readCells(column, offsets[i]!, rows, output, to, step);
}

function derivedReader(panel: Panel, field: string): ReadRows {
  const reader = new DerivedReader(panel, field);
  return (i, rows, output, to, step) => reader.read(i, rows, output, to, step);
}

function readCells(
  column: Float64Array,
  start: number,
  rows: Int32Array,
  output: Float64Array,
  to: number,
  step: number,
): void {
  for (let k = 0, at = to; k < rows.length; k++, at += step) output[at] = column[start + rows[k]!]!;
}
