import { type WireResult, wireError } from "../../wire/contract.ts";

/** The line and column, from 1, of a character offset of a text. */
export const placeAt = (sql: string, offset: number): { readonly line: number; readonly column: number } => {
  const before = sql.slice(0, offset).split("\n");
  return { line: before.length, column: before.at(-1)!.length + 1 };
};

/** DuckDB counts bytes of UTF-8, and writes 2^64 − 1 where it knows no place. */
export const offsetOfByte = (sql: string, position: unknown): number | null => {
  const bytes = Buffer.from(sql);
  const at = typeof position === "string" || typeof position === "number" ? Number(position) : Number.NaN;
  return at >= 0 && at <= bytes.length ? bytes.subarray(0, at).toString().length : null;
};

const details = (sql: string, position: unknown) => {
  const offset = offsetOfByte(sql, position);
  return offset === null ? undefined : placeAt(sql, offset);
};

export const refusal = (
  code: "sql-error" | "not-allowed",
  message: string,
  sql: string,
  position: unknown,
): WireResult<never> => wireError(code, message, details(sql, position));

interface DuckError {
  readonly exception_type?: string;
  readonly exception_message?: string;
  readonly position?: string;
}
const readError = (text: string): DuckError => {
  try {
    return JSON.parse(text.slice(text.indexOf("{"))) as DuckError;
  } catch {
    return { exception_message: text };
  }
};

/** What DuckDB threw, as a sentence. The name of the attached store never appears in one. */
export const explainError = (error: unknown, sql: string, storeName: string): WireResult<never> => {
  const text = error instanceof Error ? error.message : String(error);
  const { exception_type, exception_message, position } = readError(text);
  if (exception_type === "Out of Memory" || /out of memory/i.test(exception_type ?? text))
    return wireError(
      "out-of-memory",
      "The query needs more memory than a SQL cell may use (1 GB). Select fewer columns or rows, or group them.",
    );
  if (exception_type === "INTERRUPT" || /interrupt/i.test(exception_type ?? text))
    return wireError("cancelled", "The query was stopped.");
  const message = (exception_message ?? text)
    .replaceAll(`${storeName}.main.`, "")
    .replaceAll(storeName, "the store")
    .slice(0, 2000);
  return wireError("sql-error", message.charAt(0).toUpperCase() + message.slice(1), details(sql, position));
};
