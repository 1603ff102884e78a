import type { HeatMap } from "../../kernel/contract/display.ts";
import { formatMultiple, formatNumber, formatPercent } from "./number-format.ts";

/** The strongest tint, in percent, at which numerals keep their contrast. */
export const HEAT_TINT_MAX = 58;

/** A value of the map as it stands in its place; a missing one is blank. */
export const formatHeat = (value: number, unit: HeatMap["unit"]): string => {
  if (!Number.isFinite(value)) return "";
  if (unit === "percent") return formatPercent(value, { digits: 1 });
  if (unit === "multiple") return formatMultiple(value);
  return formatNumber(value, { digits: Math.abs(value) < 1_000 ? 2 : 0 });
};

/**
 * The strength of each place's tint, in percent: none for the lowest value, the strongest at which numerals keep their
 * contrast for the highest. All alike, or missing, have none.
 */
export const heatTints = (values: Float64Array): number[] => {
  const present = values.filter(Number.isFinite);
  const low = present.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
  const high = present.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  return Array.from(values, (value) =>
    Number.isFinite(value) && high > low
      ? Math.round(((value - low) / (high - low)) * HEAT_TINT_MAX * 10) / 10
      : 0,
  );
};

/** One row of the map: its label and its values. */
export const heatMapRow = ({ x, values }: HeatMap, row: number): Float64Array =>
  values.subarray(row * x.values.length, (row + 1) * x.values.length);
