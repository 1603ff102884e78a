/** How many months a figure covers, as its period type says; 0 for a balance, or for what no type of ours names. */
export type PeriodLength = 0 | 3 | 6 | 12 | typeof TRAILING;

/** Twelve months that end with each report, however often one reports. */
export const TRAILING = -12;

/** Period types as files and vendors write them, in lower case. */
const lengths: readonly (readonly [PeriodLength, readonly string[]])[] = [
  [3, ["q", "q1", "q2", "q3", "q4", "3m", "quarter", "quarterly"]],
  [6, ["h", "h1", "h2", "s1", "s2", "6m", "half", "half-year", "semi-annual"]],
  [12, ["fy", "y", "a", "12m", "year", "annual", "yearly"]],
  [TRAILING, ["ttm", "ltm"]],
];

const byType = new Map(lengths.flatMap(([length, types]) => types.map((type) => [type, length] as const)));

export const periodLengthOf = (periodType: string): PeriodLength =>
  byType.get(periodType.trim().toLowerCase()) ?? 0;

/** The same in SQL, over the column `period_type`. */
export const periodLengthSql = `(CASE lower(trim(period_type)) ${[...byType]
  .map(([type, length]) => `WHEN '${type}' THEN ${length}`)
  .join(" ")} ELSE 0 END)::INTEGER`;

/** The same day so many months earlier, or the last one of its month. Days are counted from 1970-01-01. */
export const monthsBefore = (day: number, months: number): number => {
  const date = new Date(day * 86_400_000);
  const year = date.getUTCFullYear();
  const month = date.getUTCMonth() - months;
  const lastOfMonth = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return Date.UTC(year, month, Math.min(date.getUTCDate(), lastOfMonth)) / 86_400_000;
};
