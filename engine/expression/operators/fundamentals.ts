import { ArgumentError } from "../../argument-error.ts";
import { derivedFields } from "../derived-names.ts";
import { type FundamentalItem, fundamentalName, parseFundamentalName } from "../fundamental-names.ts";
import type { Operator, OperatorReference } from "../operator.ts";

const ALL = {
  group: "fundamental",
  lookBack: "0: the panel's own column",
  source: "docs: newest period known at the instant, then its last revision",
} as const;

/** The part of a factor that names a reported item. */
interface Leaf {
  readonly operator: Operator;
  toString(): string;
}

/** The reported item a factor reads; an ArgumentError when it is anything but a stored field. */
function itemOf(factor: Leaf, operator: string): FundamentalItem {
  const { kind, name } = factor.operator;
  if (kind !== "field" || derivedFields.includes(name))
    throw new ArgumentError(`${operator} needs a reported field such as field.revenue, was ${factor}`);
  return parseFundamentalName(name);
}

/** The stored name of the newest period of a reported field. */
export const latestName = (factor: Leaf): string =>
  fundamentalName({ ...itemOf(factor, "latest"), periodsAgo: 0 });

/** The stored name of a reported field `periods` further back. */
export function periodAgoName(factor: Leaf, periods: number): string {
  const item = itemOf(factor, "periodAgo");
  return fundamentalName({ ...item, periodsAgo: item.periodsAgo + periods });
}

/** The stored name of a reported field over four quarters. */
export const trailingName = (factor: Leaf): string =>
  fundamentalName({ ...itemOf(factor, "ttm"), isTrailing: true });

export const fundamentalReference: readonly OperatorReference[] = [
  {
    ...ALL,
    name: "latest",
    signature: "latest()",
    meaning: "A reported item of the newest period known at the instant.",
    formula: "the stored column `<field>`",
    unit: "that of the field",
    missing: "Missing where no period is known, or the newest one is stale.",
    example: { code: "field.revenue.latest()", output: [260, 260, 260, 260] },
  },
  {
    ...ALL,
    name: "periodAgo",
    signature: "periodAgo(periods)",
    meaning:
      "A reported item of an earlier period, as known at the instant; four quarters ago is a year ago.",
    formula: "the stored column `<field>:-<periods>`",
    unit: "that of the field",
    missing: "Missing where that period is not known, or the newest one is stale.",
    example: { code: "field.revenue.periodAgo(4)", output: [208, 208, 208, 208] },
  },
  {
    ...ALL,
    name: "ttm",
    signature: "ttm()",
    meaning:
      "A reported item over the twelve months that end with the period: four quarters, two halves, or the year itself.",
    formula: "the stored column `<field>:ttm`",
    unit: "that of the field",
    missing: "Missing where one of the four quarters is not known, or the newest one is stale.",
    example: { code: "field.revenue.ttm()", output: [962, 962, 962, 962] },
  },
  {
    ...ALL,
    name: "growth",
    signature: "growth(periods = 4)",
    meaning: "The relative growth of a reported item over a number of periods, as known at the instant.",
    formula: "latest / periodAgo(periods) − 1",
    unit: "none; 0.05 is 5 %",
    missing: "Missing where one of the two is missing or the earlier one is not positive.",
    example: { code: "field.revenue.growth(4)", output: [0.25, 0.25, 0.25, 0.25] },
  },
];
