import type { ImportMapping } from "../../contract/import.ts";
import { literal } from "./sql-text.ts";

/** A value of the file as SQL, with the type that DuckDB sees in it. */
export interface Cell {
  readonly sql: string;
  readonly type: string;
  /** Of the market: an instant with a zone falls on one day there and maybe on another in UTC. */
  readonly zone?: string;
}

/** A value read as what it is to be. `isGiven`: the file says something, so that null means it cannot be understood. */
export interface ReadValue {
  readonly sql: string;
  readonly isGiven: string;
}

/**
 * What stands for "no number", after trimming and in capitals. Infinity is none of them: nobody means it, so such a
 * row is kept out. NaN is how many programs write a missing value, and is read as one.
 */
const missingWords = ["", "NA", "N/A", "#N/A", "NAN", "NULL", "NONE", "NIL", "-", "--", "."];
const isText = (cell: Cell): boolean => cell.type === "VARCHAR";
const isFloating = (cell: Cell): boolean => cell.type === "DOUBLE" || cell.type === "FLOAT";
const isInteger = (cell: Cell): boolean => /^U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?$/.test(cell.type);
const isNumeric = (cell: Cell): boolean =>
  isFloating(cell) || isInteger(cell) || cell.type.startsWith("DECIMAL");
export const isZoned = (cell: Cell): boolean => cell.type === "TIMESTAMP WITH TIME ZONE";
export const isLocalInstant = (cell: Cell): boolean => /^TIMESTAMP(_S|_MS|_NS)?$/.test(cell.type);

const asText = (cell: Cell): string => (isText(cell) ? cell.sql : `${cell.sql}::VARCHAR`);
const isMissingText = (text: string): string =>
  `upper(trim(${text})) IN (${missingWords.map(literal).join(", ")})`;

export const readText = (cell: Cell): ReadValue => ({
  sql: `nullif(trim(${asText(cell)}), '')`,
  isGiven: `${cell.sql} IS NOT NULL`,
});

/** Digits that are too many for a double would be read as infinity. */
const finite = (text: string): string =>
  `CASE WHEN isfinite(TRY_CAST(${text} AS DOUBLE)) THEN TRY_CAST(${text} AS DOUBLE) END`;

export const readNumber = (cell: Cell, decimal: "." | ","): ReadValue => {
  if (isFloating(cell)) {
    const sql = `CASE WHEN isfinite(${cell.sql}) THEN ${cell.sql}::DOUBLE END`;
    return { sql, isGiven: `isinf(${cell.sql})` };
  }
  if (isNumeric(cell)) return { sql: `${cell.sql}::DOUBLE`, isGiven: "false" };
  const text = `trim(${asText(cell)})`;
  const group = decimal === "." ? "," : "[. \u00a0]";
  const point = decimal === "." ? "\\." : ",";
  const plain = literal(`[+-]?(\\d+(${point}\\d*)?|${point}\\d+)([eE][+-]?\\d+)?`);
  const grouped = literal(`[+-]?\\d{1,3}(${group}\\d{3})+(${point}\\d*)?`);
  const pointed = (value: string) => (decimal === "." ? value : `replace(${value}, ',', '.')`);
  const ungrouped = `regexp_replace(${text}, ${literal(group)}, '', 'g')`;
  const sql = `CASE WHEN regexp_full_match(${text}, ${plain}) THEN ${finite(pointed(text))}
    WHEN regexp_full_match(${text}, ${grouped}) THEN ${finite(pointed(ungrouped))} END`;
  return { sql, isGiven: `(${cell.sql} IS NOT NULL AND NOT ${isMissingText(asText(cell))})` };
};

/** Year first is read the same way whatever stands between; day or month first never is. */
const yearFirst =
  "\\d{8}(\\.0)?|\\d{4}-\\d{2}-\\d{2}([T ]00:00(:00(\\.0+)?)?Z?)?|\\d{4}[./]\\d{1,2}[./]\\d{1,2}";
const yearLast = "\\d{1,2}[/.-]\\d{1,2}[/.-]\\d{4}";

/** Markets are younger than this, and our calendars end before that: a date outside is a mistake, not a date. */
const isPlausible = (date: string): string => `${date} BETWEEN DATE '1900-01-01' AND DATE '2199-12-31'`;

/**
 * The day that an instant stands for: midnight in UTC is how dates are written, anything else is a moment of a day of
 * the market. (Midnight in Seoul is the day before in UTC, which would make tomorrow's bar known today.) Without a
 * market it is no date.
 */
const dayOf = ({ sql, zone }: Cell): string => {
  const utc = `make_timestamp(epoch_us(${sql}))`;
  const there = zone === undefined ? "NULL::DATE" : `timezone(${literal(zone)}, ${sql})::DATE`;
  return `(CASE WHEN epoch_us(${sql}) % 86400000000 = 0 THEN ${utc}::DATE ELSE ${there} END)`;
};

export const readDate = (cell: Cell, format: ImportMapping["dateFormat"]): ReadValue => {
  const within = (date: string): string => `CASE WHEN ${isPlausible(date)} THEN ${date} END`;
  const isGiven = isText(cell)
    ? `(${cell.sql} IS NOT NULL AND NOT ${isMissingText(cell.sql)})`
    : `${cell.sql} IS NOT NULL`;
  if (cell.type === "DATE") return { sql: within(cell.sql), isGiven };
  if (isZoned(cell)) return { sql: within(dayOf(cell)), isGiven };
  if (isLocalInstant(cell)) return { sql: within(`${cell.sql}::DATE`), isGiven };
  if (format === "epoch-days") {
    const days = `TRY_CAST(${isText(cell) ? `trim(${cell.sql})` : cell.sql} AS INTEGER)`;
    return {
      sql: within(`(DATE '1970-01-01' + CASE WHEN ${days} BETWEEN -99999 AND 99999 THEN ${days} END)`),
      isGiven,
    };
  }
  const text = `trim(${asText(cell)})`;
  const slashed = `regexp_replace(${text}, '[.-]', '/', 'g')`;
  const [shape, date] =
    format === "dd/mm/yyyy" || format === "mm/dd/yyyy"
      ? [yearLast, `try_strptime(${slashed}, '${format === "dd/mm/yyyy" ? "%d/%m/%Y" : "%m/%d/%Y"}')`]
      : [
          yearFirst,
          `try_strptime(regexp_replace(left(${slashed}, 10), '^(\\d{4})(\\d{2})(\\d{2}).*$', '\\1/\\2/\\3'), '%Y/%m/%d')`,
        ];
  return {
    sql: `CASE WHEN regexp_full_match(${text}, ${literal(shape)}) THEN ${within(`${date}::DATE`)} END`,
    isGiven,
  };
};

const zoned = "\\d{4}-\\d{2}-\\d{2}[T ]\\d{2}:\\d{2}(:\\d{2}(\\.\\d+)?)? ?(Z|[+-]\\d{2}(:?\\d{2})?)";

/** An instant, which says its zone: a clock without one could be hours from the truth, on the wrong side of it. */
export const readInstant = (cell: Cell): ReadValue => {
  if (isZoned(cell))
    return { sql: `make_timestamp(epoch_us(${cell.sql}))`, isGiven: `${cell.sql} IS NOT NULL` };
  const text = `trim(${asText(cell)})`;
  // "+0900" is as common as "+09:00".
  const spelled = `regexp_replace(${text}, '([+-]\\d{2})(\\d{2})$', '\\1:\\2')`;
  return {
    sql: `CASE WHEN regexp_full_match(${text}, ${literal(zoned)})
      THEN make_timestamp(epoch_us(TRY_CAST(${spelled} AS TIMESTAMP WITH TIME ZONE))) END`,
    isGiven: `${cell.sql} IS NOT NULL`,
  };
};

const local = "\\d{4}-\\d{2}-\\d{2}[T ]\\d{2}:\\d{2}(:\\d{2}(\\.\\d+)?)?";

/** A clock time of the market, without a zone. */
export const readLocalTime = (cell: Cell): ReadValue => {
  if (isLocalInstant(cell)) return { sql: `${cell.sql}::TIMESTAMP`, isGiven: `${cell.sql} IS NOT NULL` };
  const text = `trim(${asText(cell)})`;
  return {
    sql: `CASE WHEN regexp_full_match(${text}, ${literal(local)}) THEN TRY_CAST(${text} AS TIMESTAMP) END`,
    isGiven: `${cell.sql} IS NOT NULL`,
  };
};

/** Text that a spreadsheet would run as a formula when somebody opens an export of it. */
export const isFormula = (text: string): string => `regexp_matches(${text}, '^\\s*([=@]|[+-]\\D)')`;

/** Text with characters that nobody sees, or that move what is seen: no name of anything. */
export const hasUnseen = (text: string): string =>
  `regexp_matches(${text}, '[\\x{00}-\\x{1f}\\x{7f}-\\x{9f}\\x{200b}\\x{200e}\\x{200f}\\x{2028}-\\x{202e}\\x{2060}-\\x{2069}\\x{feff}\\x{fffd}]')`;
