import type { DuckDBVector } from "@duckdb/node-api";

/** The memory of a vector of fixed-width values. What lies where a null is may be anything. */
export const rawBytes = (vector: DuckDBVector, byteLength: number): Uint8Array => {
  const { items } = vector as unknown as { readonly items?: ArrayBufferView };
  const view = items ?? (vector as unknown as { readonly dataView: DataView }).dataView;
  return new Uint8Array(view.buffer, view.byteOffset, byteLength);
};

/** One bit per row, set where there is a value; null when there are no nulls. */
export const validityOf = (vector: DuckDBVector): Uint8Array | null => {
  const { data } = (vector as unknown as { readonly validity: { readonly data: BigUint64Array | null } })
    .validity;
  return data === null ? null : new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
};

export const isValid = (validity: Uint8Array | null, row: number): boolean =>
  validity === null || (validity[row >> 3]! & (1 << (row & 7))) !== 0;

/**
 * Calls back for each run of equal texts. A text is decoded once per run: equal rows are found by their 16 bytes,
 * which hold a short text itself and the address of a long one. Runs that lie at two addresses come as two.
 */
export const textRuns = (
  vector: DuckDBVector,
  rowCount: number,
  onRun: (text: string | null, length: number, firstRow: number) => void,
): void => {
  const { dataView } = vector as unknown as { readonly dataView: DataView };
  // Texts are aligned to 8 bytes in memory, like all vectors.
  const words = new Int32Array(dataView.buffer, dataView.byteOffset, rowCount * 4);
  const validity = validityOf(vector);
  let start = 0;
  for (let row = 1; row <= rowCount; row++) {
    if (row < rowCount && isSame(words, validity, start, row)) continue;
    onRun(isValid(validity, start) ? (vector.getItem(start) as string) : null, row - start, start);
    start = row;
  }
};

const isSame = (words: Int32Array, validity: Uint8Array | null, a: number, b: number): boolean => {
  const isPresent = isValid(validity, a);
  if (isPresent !== isValid(validity, b)) return false;
  return (
    !isPresent ||
    (words[a * 4] === words[b * 4] &&
      words[a * 4 + 1] === words[b * 4 + 1] &&
      words[a * 4 + 2] === words[b * 4 + 2] &&
      words[a * 4 + 3] === words[b * 4 + 3])
  );
};
