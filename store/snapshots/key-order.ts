import type { DuckDBVector } from "@duckdb/node-api";
import type { ColumnType } from "../contract/tables.ts";
import { textRuns } from "./raw-vector.ts";

export interface KeyColumn {
  readonly type: ColumnType;
}

type KeyValue = string | number | bigint;

/** Bytes, as the database orders texts, not UTF-16 units. */
const compareTexts = (a: string, b: string): number =>
  a === b ? 0 : Buffer.compare(Buffer.from(a, "utf8"), Buffer.from(b, "utf8"));

/**
 * Watches rows pass and tells whether they came in the order of their key. Keys hold no nulls; a null text stands for
 * that of the row before.
 */
export class KeyOrder {
  readonly #key: readonly number[];
  readonly #columns: readonly KeyColumn[];
  #last: KeyValue[] | undefined;
  #isKept = true;
  hasDuplicates = false;

  /** `key`: positions among the columns; a column of the key that is the same in all rows may be left out. */
  constructor(key: readonly number[], columns: readonly KeyColumn[]) {
    this.#key = key;
    this.#columns = columns;
  }

  /** False once a row came before one that is greater. */
  follow(vectors: readonly DuckDBVector[], rowCount: number): boolean {
    // Each row against the one before: 0 while the key columns looked at so far are equal.
    const order = new Int8Array(rowCount);
    const lastValues: KeyValue[] = [];
    this.#key.forEach((column, position) => {
      const before = this.#last?.[position];
      const vector = vectors[column]!;
      lastValues.push(
        this.#columns[column]!.type === "text"
          ? orderTexts(vector, rowCount, before as string | undefined, order)
          : orderNumbers(vector, rowCount, before as number | undefined, order),
      );
    });
    // The very first row has none before it.
    for (let row = this.#last === undefined ? 1 : 0; row < rowCount; row++) {
      if (order[row] === 0) this.hasDuplicates = true;
      else if (order[row]! < 0) this.#isKept = false;
    }
    this.#last = lastValues;
    return this.#isKept;
  }
}

const orderTexts = (
  vector: DuckDBVector,
  rowCount: number,
  before: string | undefined,
  order: Int8Array,
): string => {
  let last = before;
  textRuns(vector, rowCount, (text, _length, first) => {
    if (text === null) return;
    if (last !== undefined && order[first] === 0) order[first] = Math.sign(compareTexts(text, last));
    last = text;
  });
  return last!;
};

const orderNumbers = (
  vector: DuckDBVector,
  rowCount: number,
  before: number | bigint | undefined,
  order: Int8Array,
): number | bigint => {
  const { items } = vector as unknown as { readonly items: Int32Array | BigInt64Array };
  if (before !== undefined && order[0] === 0) order[0] = items[0]! > before ? 1 : items[0]! < before ? -1 : 0;
  if (items instanceof BigInt64Array) orderInstants(items, rowCount, order);
  else
    for (let row = 1; row < rowCount; row++)
      if (order[row] === 0) order[row] = Math.sign(items[row]! - items[row - 1]!);
  return items[rowCount - 1]!;
};

/** BigInts are slow to compare, so only where it matters. */
const orderInstants = (items: BigInt64Array, rowCount: number, order: Int8Array): void => {
  for (let row = 1; row < rowCount; row++) {
    if (order[row] !== 0) continue;
    const [a, b] = [items[row - 1]!, items[row]!];
    order[row] = b > a ? 1 : b < a ? -1 : 0;
  }
};
