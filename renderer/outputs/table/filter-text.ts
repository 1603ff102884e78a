import type { TableFilter } from "../../../kernel/contract/table-view.ts";
import type { ColumnType } from "../../../kernel/tables/table-data.ts";

const MS_PER_DAY = 86_400_000;
const DAY = /^(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?$/;

/** First and last moment of what a text such as 2024, 2024-03 or 2024-03-05 names, in days. */
const readDays = (text: string): { readonly first: number; readonly last: number } | null => {
  const match = DAY.exec(text);
  if (!match) return null;
  const [year, month, day] = [Number(match[1]), match[2] && Number(match[2]), match[3] && Number(match[3])];
  const first = Date.UTC(year, month ? month - 1 : 0, day || 1);
  const end = day ? first + MS_PER_DAY : month ? Date.UTC(year, month, 1) : Date.UTC(year + 1, 0, 1);
  return { first: first / MS_PER_DAY, last: end / MS_PER_DAY - 1 };
};

/** What a number in a filter means in the units of the column; both ends of it. */
const readEnd = (
  text: string,
  type: ColumnType,
): { readonly first: number; readonly last: number } | null => {
  if (type === "date") return readDays(text);
  if (type === "instant") {
    const days = readDays(text);
    return days && { first: days.first * MS_PER_DAY * 1000, last: (days.last + 1) * MS_PER_DAY * 1000 - 1 };
  }
  const plain = text.replaceAll(",", "").replace("−", "-").replace(/%$/, "");
  const number = plain === "" ? Number.NaN : Number(plain);
  if (Number.isNaN(number)) return null;
  // A percentage is typed as it is shown; a share of one is what lies in the table.
  const value = type === "percent" ? number / 100 : number;
  return { first: value, last: value };
};

/**
 * What was typed above a column, as a filter: words to be contained; of figures and dates a value, a bound (`>5`,
 * `<=2024-03`) or a range (`5..10`, `2023..2024`). Null: no filter. "invalid": not understood.
 */
export const readFilter = (
  text: string,
  column: number,
  type: ColumnType,
): TableFilter | null | "invalid" => {
  const wanted = text.trim();
  if (wanted === "") return null;
  if (type === "text") return { kind: "contains", column, text: wanted.slice(0, 200) };
  if (type === "boolean")
    return wanted === "true" || wanted === "false"
      ? { kind: "is", column, value: wanted === "true" }
      : "invalid";
  const range = { kind: "range", column, min: null, max: null, isMinOpen: false, isMaxOpen: false } as const;
  const bound = /^(>=?|<=?|≥|≤|=)\s*(.+)$/.exec(wanted);
  if (bound) {
    const end = readEnd(bound[2]!.trim(), type);
    if (!end) return "invalid";
    const sign = bound[1]!;
    if (sign === "=") return { ...range, min: end.first, max: end.last };
    if (sign === ">") return { ...range, min: end.last, isMinOpen: true };
    if (sign === "<") return { ...range, max: end.first, isMaxOpen: true };
    return sign === ">=" || sign === "≥" ? { ...range, min: end.first } : { ...range, max: end.last };
  }
  const [from, to, ...rest] = wanted.split("..").map((part) => part.trim());
  if (rest.length > 0) return "invalid";
  if (to === undefined) {
    const end = readEnd(from!, type);
    return end ? { ...range, min: end.first, max: end.last } : "invalid";
  }
  const min = from === "" ? null : readEnd(from!, type);
  const max = to === "" ? null : readEnd(to, type);
  const isBroken = (from !== "" && min === null) || (to !== "" && max === null);
  return isBroken ? "invalid" : { ...range, min: min?.first ?? null, max: max?.last ?? null };
};
