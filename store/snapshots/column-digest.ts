import type { DuckDBVector } from "@duckdb/node-api";
import type { ColumnType } from "../contract/tables.ts";
import { isValid, rawBytes, textRuns, validityOf } from "./raw-vector.ts";

/** Enough for many chunks: a hash that is fed in large pieces is not slowed down by the calls. */
const BUFFER_BYTES = 1 << 18;

/** Takes the first `length` bytes of a full buffer, and gives one to fill next. */
type TakeBytes = (buffer: ArrayBuffer, length: number) => ArrayBuffer;

const widths: Readonly<Record<Exclude<ColumnType, "text">, number>> = {
  integer: 4,
  double: 8,
  date: 4,
  instant: 8,
  boolean: 1,
};

/**
 * The bytes of one column that its digest, a SHA-256, is made of, fed chunk by chunk; how the rows fall into chunks makes no difference. Canonical bytes, all
 * little-endian:
 *
 * - text and integers, which repeat: maximal runs of equal values, each as its length (u32) and its value; a text as
 *   the length of its UTF-8 (i32, -1 for null) and the UTF-8.
 * - the others: the values themselves as they lie in memory, without the nulls, so -0 is not 0 and each NaN is its
 *   bits; then, after all values, the maximal runs of present and missing ones (u32 each, present first).
 */
export class ColumnDigest {
  readonly #type: ColumnType;
  readonly #take: TakeBytes;
  #buffer: Buffer<ArrayBuffer> = Buffer.from(new ArrayBuffer(BUFFER_BYTES));
  #filled = 0;

  #runLength = 0;
  #runText: string | null = null;
  #runInteger: number | null = null;
  #isRunPresent = true;
  readonly #presence: number[] = [];

  readonly #isRunsOnly: boolean;

  /** `isRunsOnly`: of texts without nulls, a null in the vectors stands for the text of the row before. */
  constructor(type: ColumnType, take: TakeBytes, isRunsOnly = false) {
    this.#type = type;
    this.#take = take;
    this.#isRunsOnly = isRunsOnly;
  }

  /** As if that many rows with this value had been added. Doubles, dates and instants have no constant but null. */
  addConstant(value: string | number | null, rowCount: number): void {
    if (rowCount === 0) return;
    if (this.#type === "text") this.#addTextRun(value as string | null, rowCount);
    else if (this.#type === "integer") this.#addIntegerRun(value as number | null, rowCount);
    else if (value === null) this.#countPresence(false, rowCount);
    else throw new Error(`A constant ${this.#type} is read like any other.`);
  }

  add(vector: DuckDBVector, rowCount: number): void {
    if (this.#type === "text") this.#addTexts(vector, rowCount);
    else if (this.#type === "integer") this.#addIntegers(vector, rowCount);
    else this.#addValues(vector, rowCount, widths[this.#type]);
  }

  /** When every row was added: hands on what was not handed on yet. */
  finish(): void {
    if (this.#type === "text") this.#endTextRun();
    else if (this.#type === "integer") this.#endIntegerRun();
    else {
      if (this.#runLength > 0) this.#presence.push(this.#runLength);
      for (const run of this.#presence) this.#writeInt32(run);
    }
    this.#flush();
  }

  #addTexts(vector: DuckDBVector, rowCount: number): void {
    textRuns(vector, rowCount, (text, length) => {
      if (text === null && this.#isRunsOnly) this.#runLength += length;
      else this.#addTextRun(text, length);
    });
  }

  #addTextRun(text: string | null, length: number): void {
    if (this.#runLength > 0 && text === this.#runText) {
      this.#runLength += length;
      return;
    }
    this.#endTextRun();
    this.#runText = text;
    this.#runLength = length;
  }

  #endTextRun(): void {
    if (this.#runLength === 0) return;
    this.#writeInt32(this.#runLength);
    if (this.#runText === null) {
      this.#writeInt32(-1);
      return;
    }
    const bytes = Buffer.from(this.#runText, "utf8");
    this.#writeInt32(bytes.length);
    this.#writeBytes(bytes);
  }

  #addIntegers(vector: DuckDBVector, rowCount: number): void {
    const { items } = vector as unknown as { readonly items: Int32Array };
    const validity = validityOf(vector);
    for (let row = 0; row < rowCount; row++)
      this.#addIntegerRun(isValid(validity, row) ? items[row]! : null, 1);
  }

  #addIntegerRun(value: number | null, length: number): void {
    if (this.#runLength > 0 && value === this.#runInteger) {
      this.#runLength += length;
      return;
    }
    this.#endIntegerRun();
    this.#runInteger = value;
    this.#runLength = length;
  }

  #endIntegerRun(): void {
    if (this.#runLength === 0) return;
    this.#writeInt32(this.#runLength);
    this.#writeInt32(this.#runInteger === null ? 0 : 1);
    this.#writeInt32(this.#runInteger ?? 0);
  }

  #addValues(vector: DuckDBVector, rowCount: number, width: number): void {
    const bytes = rawBytes(vector, rowCount * width);
    const validity = validityOf(vector);
    if (validity === null) {
      this.#countPresence(true, rowCount);
      this.#writeBytes(bytes);
      return;
    }
    let start = 0;
    while (start < rowCount) {
      const isPresent = isValid(validity, start);
      let end = start + 1;
      while (end < rowCount && isValid(validity, end) === isPresent) end++;
      this.#countPresence(isPresent, end - start);
      if (isPresent) this.#writeBytes(bytes.subarray(start * width, end * width));
      start = end;
    }
  }

  #countPresence(isPresent: boolean, rows: number): void {
    if (isPresent !== this.#isRunPresent) {
      this.#presence.push(this.#runLength);
      this.#isRunPresent = isPresent;
      this.#runLength = 0;
    }
    this.#runLength += rows;
  }

  #writeInt32(value: number): void {
    if (this.#filled + 4 > BUFFER_BYTES) this.#flush();
    this.#buffer.writeInt32LE(value | 0, this.#filled);
    this.#filled += 4;
  }

  #writeBytes(bytes: Uint8Array): void {
    for (let from = 0; from < bytes.length; ) {
      if (this.#filled === BUFFER_BYTES) this.#flush();
      const piece = bytes.subarray(from, from + BUFFER_BYTES - this.#filled);
      this.#buffer.set(piece, this.#filled);
      this.#filled += piece.length;
      from += piece.length;
    }
  }

  #flush(): void {
    if (this.#filled === 0) return;
    this.#buffer = Buffer.from(this.#take(this.#buffer.buffer, this.#filled));
    this.#filled = 0;
  }
}
