import { ArgumentError, requireWhole } from "../argument-error.ts";

/** A reported item as a column of the panel: which field, summed over twelve months or not, how many periods back. */
export interface FundamentalItem {
  readonly field: string;
  /** The twelve months that end with the period (trailing) in place of the period's own value. */
  readonly isTrailing: boolean;
  /** 0 the newest period known at the instant, 1 the period before it, and so on. */
  readonly periodsAgo: number;
}

/** Ten years of quarters. */
const MOST_PERIODS = 40;

/**
 * The stored name of a reported item: `<field>` is the newest period known at the row's instant (R4), `:ttm` behind
 * it the twelve months that end with the period, and `:-k` the period k before the newest one, each as it was known
 * at the row's instant. So `revenue`, `revenue:-4`, `revenue:ttm` and `revenue:ttm:-4`. Periods are those the item is
 * reported for, by their type: quarters, halves or years are counted on the calendar, so that one that was not
 * reported leaves a gap; a balance or a trailing figure is counted as reported. Twelve months are four quarters, two
 * halves, one year, or a trailing figure itself; a balance has none.
 * A panel serves these names as columns; a cell is missing where one of the periods it needs is not known or was
 * withdrawn, and where the newest one is stale (R7).
 * Throws an ArgumentError for a number of periods that is not a whole one from 0 to 40.
 */
export function fundamentalName({ field, isTrailing, periodsAgo }: FundamentalItem): string {
  requireWhole("periods ago", periodsAgo, 0, MOST_PERIODS);
  return `${field}${isTrailing ? ":ttm" : ""}${periodsAgo > 0 ? `:-${periodsAgo}` : ""}`;
}

/** The item a stored name stands for: the inverse of `fundamentalName`. Throws for a name that is none. */
export function parseFundamentalName(name: string): FundamentalItem {
  const parts = /^([^:]+)(:ttm)?(?::-([1-9]\d*))?$/.exec(name);
  if (!parts) throw new ArgumentError(`"${name}" is not the name of a reported item`, "unknown-field");
  return { field: parts[1]!, isTrailing: parts[2] !== undefined, periodsAgo: Number(parts[3] ?? 0) };
}

/** The stored field that a name of a panel's column is about: "revenue" for "revenue:ttm:-4". */
export const reportedField = (name: string): string =>
  name.includes(":") ? parseFundamentalName(name).field : name;

/** A field as one writes it in an expression: `field.revenue.ttm().periodAgo(4)` for "revenue:ttm:-4". */
export function writtenField(name: string): string {
  if (!name.includes(":")) return `field.${name}`;
  const { field, isTrailing, periodsAgo } = parseFundamentalName(name);
  return `field.${field}${isTrailing ? ".ttm()" : ""}${periodsAgo > 0 ? `.periodAgo(${periodsAgo})` : ""}`;
}

/** What a name means, as an error says it: "revenue over four quarters, 4 periods ago". */
export function describeFundamental({ field, isTrailing, periodsAgo }: FundamentalItem): string {
  const over = isTrailing ? " over four quarters" : "";
  return periodsAgo === 0 ? `${field}${over}` : `${field}${over}, ${periodsAgo} periods ago`;
}
