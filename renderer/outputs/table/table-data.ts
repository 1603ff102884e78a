import type { CellValue } from "../../../kernel/contract/table-view.ts";
import type { ColumnType } from "../../../kernel/tables/table-data.ts";
import { formatInstant, formatSessionDate } from "../../format/date-format.ts";
import type { Locale } from "../../format/locale.ts";
import { formatNumber, formatPercent, formatPlain, NO_VALUE } from "../../format/number-format.ts";

/** Numbers, percentages, dates and instants sit right, so that digits line up. */
export const isRightAligned = (type: ColumnType): boolean => type !== "text" && type !== "boolean";

/** A year is written without a separator: 2024. The column says that it has years, for 2,024 trades look the same. */
const isYear = (name: string): boolean => /(?<!per[ _]?)year$|[연년]도$/i.test(name);

/** The words of a cell. */
export const formatCell = (
  value: CellValue,
  { name, type }: { readonly name: string; readonly type: ColumnType },
  locale: Locale,
  words: { readonly yes: string; readonly no: string },
): string => {
  if (value === null) return NO_VALUE;
  if (typeof value === "boolean") return value ? words.yes : words.no;
  if (typeof value === "string") return value;
  switch (type) {
    case "integer":
      return isYear(name) ? String(value) : formatNumber(value, { digits: 0 });
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

const CHARACTER = 6.6;
const PADDING = 22;

/** Whole-pixel widths from the heads and the words of some rows, by column, between 56 and 320. */
export const columnWidths = (
  columns: readonly { readonly name: string; readonly words: readonly string[] }[],
): number[] =>
  columns.map(({ name, words }) => {
    // Hangul is about twice as wide as a Latin letter.
    const width = (text: string): number => {
      let units = 0;
      for (const character of text) units += character.charCodeAt(0) >= 0x1100 ? 1.8 : 1;
      return units;
    };
    const widest = words.reduce((most, word) => Math.max(most, width(word)), width(name) + 2);
    return Math.round(Math.min(320, Math.max(56, widest * CHARACTER + PADDING)));
  });
