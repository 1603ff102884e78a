import type { TableDisplay } from "../../../kernel/contract/display.ts";
import { formatInstant, formatSessionDate, isoSessionDate } from "../../format/date-format.ts";
import type { Locale } from "../../format/locale.ts";
import { formatNumber, formatPercent, formatPlain, NO_VALUE } from "../../format/number-format.ts";
import type { Field } from "../delimited-text.ts";

export type ColumnType = TableDisplay["columns"][number]["type"];
export type CellValue = string | number | boolean | null;

/** One column, read value by value. Dates are days since 1970-01-01, instants UTC microseconds. */
export interface TableColumn {
  readonly name: string;
  readonly type: ColumnType;
  readonly at: (row: number) => CellValue;
}

export interface TableData {
  readonly rowCount: number;
  readonly columns: readonly TableColumn[];
}

/** Numbers, percentages, dates and instants sit right, so that digits line up. */
export const isRightAligned = (type: ColumnType): boolean => type !== "text" && type !== "boolean";

/** The words of a cell. */
export const formatCell = (
  value: CellValue,
  type: ColumnType,
  locale: Locale,
  words: { readonly yes: string; readonly no: string },
): string => {
  if (value === null) return NO_VALUE;
  if (typeof value === "boolean") return value ? words.yes : words.no;
  if (typeof value === "string") return value;
  switch (type) {
    case "integer":
      return formatNumber(value, { digits: 0 });
    case "percent":
      return formatPercent(value, { digits: 2 });
    case "date":
      return formatSessionDate(value, locale);
    case "instant":
      return formatInstant(value);
    case "boolean":
      return value ? words.yes : words.no;
    case "number":
    case "text":
      return formatPlain(value);
  }
};

const exportField = (value: CellValue, type: ColumnType): Field => {
  if (typeof value !== "number" || !Number.isFinite(value)) return typeof value === "number" ? null : value;
  if (type === "date") return isoSessionDate(value);
  if (type === "instant") return new Date(Math.floor(value / 1000)).toISOString();
  return value;
};

/** The table as rows for a file or the clipboard, in the given order: a head, numbers at full precision. */
export const tableRows = function* (
  data: TableData,
  order: ArrayLike<number> | null,
): Generator<readonly Field[]> {
  yield data.columns.map(({ name }) => name);
  for (let position = 0; position < data.rowCount; position++) {
    const row = order?.[position] ?? position;
    yield data.columns.map(({ at, type }) => exportField(at(row), type));
  }
};

const CHARACTER = 6.6;
const PADDING = 22;
const SAMPLE_ROWS = 200;

/** Whole-pixel widths from the head and the first rows, between 56 and 320. */
export const columnWidths = (data: TableData, show: (column: TableColumn, row: number) => string): number[] =>
  data.columns.map((column) => {
    // Hangul is about twice as wide as a Latin letter.
    const width = (text: string): number => {
      let units = 0;
      for (const character of text) units += character.charCodeAt(0) >= 0x1100 ? 1.8 : 1;
      return units;
    };
    let widest = width(column.name) + 2;
    for (let row = 0; row < Math.min(data.rowCount, SAMPLE_ROWS); row++)
      widest = Math.max(widest, width(show(column, row)));
    return Math.round(Math.min(320, Math.max(56, widest * CHARACTER + PADDING)));
  });
