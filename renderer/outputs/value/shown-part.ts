import type { InspectedPart } from "../../../kernel/contract/inspected-value.ts";
import { formatNumber } from "../../format/number-format.ts";

/** Whole numbers with fewer digits are read at a glance, and may be years. */
const GROUPED_FROM = 10_000;

/** Digits as code has them, with their thousands apart; those that are no exact whole number stay. */
const grouped = (digits: string, from = 0): string => {
  const value = Number(digits);
  return Number.isSafeInteger(value) && Math.abs(value) >= from && String(value) === digits
    ? formatNumber(value, { digits: 0 })
    : digits;
};

/** A part's line as it stands on the screen: a whole number by itself, and a count of something, have their thousands apart. */
export const previewShown = ({ type, kind, preview }: Omit<InspectedPart, "label">): string =>
  type === "number" && kind === undefined
    ? grouped(preview, GROUPED_FROM)
    : preview.replace(/^\d+(?= \p{L})/u, (count) => grouped(count));

/** The name of a part's type; null where its line says it. */
export const typeShown = ({ type, preview }: Omit<InspectedPart, "label">): string | null =>
  preview === type || preview === `↻ ${type}` || preview.startsWith(`${type} {`)
    ? null
    : type.replace(/\((\d+)\)$/, (_, count: string) => `(${grouped(count)})`);
