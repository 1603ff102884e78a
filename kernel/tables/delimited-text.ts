import type { CellValue } from "../contract/table-view.ts";
import type { ColumnType } from "./table-data.ts";

const MS_PER_DAY = 86_400_000;

/**
 * Text that a spreadsheet would run as a formula is led by an apostrophe, so that a file exported from someone
 * else's notebook is safe to open. Numbers are not touched.
 */
const withoutFormula = (text: string): string => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text);

export type Field = string | number | boolean | null;

const plainField = (field: Field): string => {
  if (field === null || (typeof field === "number" && Number.isNaN(field))) return "";
  return typeof field === "string" ? withoutFormula(field) : String(field);
};

/** Rows as CSV (RFC 4180): quoted where needed, CRLF, numbers at full precision, missing values empty. */
export const toCsv = (rows: Iterable<readonly Field[]>): string => {
  const quote = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  let text = "";
  for (const row of rows) text += `${row.map((field) => quote(plainField(field))).join(",")}\r\n`;
  return text;
};

/** Rows as tab-separated text for the clipboard; tabs and line ends inside a field become spaces. */
export const toTsv = (rows: Iterable<readonly Field[]>): string => {
  const lines: string[] = [];
  for (const row of rows)
    lines.push(row.map((field) => plainField(field).replace(/[\t\r\n]+/g, " ")).join("\t"));
  return lines.join("\n");
};

/** A value as a file has it: dates and instants in ISO 8601, numbers with every digit. */
export const exportField = (value: CellValue, type: ColumnType): Field => {
  if (typeof value !== "number" || !Number.isFinite(value)) return typeof value === "number" ? null : value;
  if (type === "date") return new Date(value * MS_PER_DAY).toISOString().slice(0, 10);
  if (type === "instant") return new Date(Math.floor(value / 1000)).toISOString();
  return value;
};
