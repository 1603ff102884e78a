import { createHash } from "node:crypto";
import type { TableRows } from "../../store/contract/tables.ts";

/** SHA-256, hex, over a table's name, its column names and the bytes of its columns, little-endian. */
export const digestTable = (rows: TableRows): string => {
  const hash = createHash("sha256").update(`${rows.table} ${rows.rowCount}\n`);
  for (const [name, column] of Object.entries(rows.columns)) {
    hash.update(`${name}\n`);
    if (ArrayBuffer.isView(column))
      hash.update(new Uint8Array(column.buffer, column.byteOffset, column.byteLength));
    else hash.update(JSON.stringify(column));
  }
  return hash.digest("hex");
};

/** One digest of a table that came in parts. */
export const combineDigests = (digests: readonly string[]): string =>
  createHash("sha256").update(digests.join("\n")).digest("hex");
