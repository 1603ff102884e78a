import type { TearSheet } from "../../../kernel/contract/display.ts";
import type { Field } from "../../../kernel/tables/delimited-text.ts";
import { formatNumber } from "../../format/number-format.ts";

/** A month outside the run is blank; a return stands in percent with one decimal. */
export const formatMonthReturn = (fraction: number): string =>
  Number.isFinite(fraction) ? formatNumber(fraction * 100, { digits: 1 }) : "";

/** The table of monthly returns for a file, at full precision. */
export const monthlyRows = function* (monthly: TearSheet["monthly"]): Generator<readonly Field[]> {
  yield ["year", ...Array.from({ length: 12 }, (_, month) => String(month + 1).padStart(2, "0")), "total"];
  for (const { year, months, total } of monthly)
    yield [year, ...Array.from({ length: 12 }, (_, month) => months[month] ?? null), total];
};
