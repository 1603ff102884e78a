import type { ColumnSource, ImportMapping } from "../../../contract/import.ts";
import type { ColumnReader } from "../read-columns.ts";
import type { ParsedColumn, RowCheck } from "../target-plan.ts";

interface BarSources {
  readonly open: ColumnSource;
  readonly high: ColumnSource;
  readonly low: ColumnSource;
  readonly close: ColumnSource;
  readonly volume: ColumnSource;
  readonly turnover: ColumnSource | null;
}

export const barValues = ["open", "high", "low", "close", "volume", "turnover"] as const;
export const barOutput: Readonly<Record<string, string>> = {
  ...Object.fromEntries(barValues.map((name) => [name, `f.${name}`])),
  currency: "n.currency",
  // A day without trades is marked, so that nobody takes its price for a trade.
  flags: "CASE WHEN f.volume = 0 THEN 2 ELSE 0 END",
};

export const readBar = (
  reader: ColumnReader,
  mapping: ImportMapping,
  columns: BarSources,
): ParsedColumn[] => [
  ...barValues.map((name) => reader.number(name, columns[name])),
  reader.text("given_currency", mapping.currency),
];

/** Where the low is above zero and the others lie between it and the high, all four are positive and in order. */
const isWithin = ["open BETWEEN low AND high", "close BETWEEN low AND high"];

/** What must hold of any bar, of a day or of a minute. */
export const barChecks: readonly RowCheck[] = [
  {
    name: "half-bar",
    column: null,
    reason: "The bar lacks its open, high, low, close or volume.",
    isFault: "open IS NULL OR high IS NULL OR low IS NULL OR close IS NULL OR volume IS NULL",
    passes: ["low > 0", ...isWithin, "volume >= 0"],
  },
  {
    name: "non-positive-price",
    column: null,
    reason: "A price is not positive.",
    isFault: "open <= 0 OR high <= 0 OR low <= 0 OR close <= 0",
    passes: ["low > 0", ...isWithin],
  },
  {
    name: "negative-volume",
    column: null,
    reason: "The volume or the turnover is negative.",
    isFault: "volume < 0 OR turnover < 0",
    passes: ["volume >= 0", "turnover IS NULL OR turnover >= 0"],
  },
  {
    name: "high-low",
    column: null,
    reason: "The high is below, or the low above, the open or the close.",
    isFault: "high < open OR high < close OR low > open OR low > close OR high < low",
    passes: isWithin,
  },
  {
    name: "foreign-currency",
    column: null,
    reason: "The bar is in another currency than its instrument is quoted in.",
    isFault: "given_currency IS NOT NULL AND given_currency <> currency",
    passes: ["given_currency IS NULL OR given_currency = currency"],
  },
];
