import { finite } from "../finite.ts";
import type { CrossSectionOperator } from "../operator.ts";
import { meanOf, percentileOfSorted, sortedPresent } from "../present-values.ts";

const ALL = {
  group: "cross-section",
  missing: "Missing where the value is missing or the instrument is not a member.",
  lookBack: "0",
} as const;

/**
 * (x − mean) / std of the members present at the instant, std with n − 1. No unit.
 * Missing stays missing; all are missing when fewer than two are present or none differs.
 */
export const crossZscore: CrossSectionOperator = {
  kind: "cross-section",
  name: "crossZscore",
  run: ([values], output) => {
    const sorted = sortedPresent(values!);
    const mean = meanOf(sorted);
    let squares = 0;
    for (const x of sorted) squares += (x - mean) * (x - mean);
    const varies = sorted.length > 1 && sorted[0] !== sorted[sorted.length - 1];
    const std = varies ? Math.sqrt(squares / (sorted.length - 1)) : Number.NaN;
    for (let i = 0; i < output.length; i++) output[i] = finite((values![i]! - mean) / std);
  },
  reference: {
    ...ALL,
    name: "crossZscore",
    signature: "crossZscore()",
    meaning: "How many standard deviations the value lies above the mean of the members at the instant.",
    formula: "(x − mean) / std, std with n − 1",
    unit: "none",
    missing: `${ALL.missing} All are missing when fewer than two are present or none differs.`,
    example: {
      code: "field.close.crossZscore()",
      output: [1.24557, -0.0395417, -0.805663, 0.72658, -1.12694],
    },
  },
};

/** x − mean of the members present at the instant. Unit: unchanged. Missing stays missing. */
export const demean: CrossSectionOperator = {
  kind: "cross-section",
  name: "demean",
  run: ([values], output) => {
    const mean = meanOf(sortedPresent(values!));
    for (let i = 0; i < output.length; i++) output[i] = finite(values![i]! - mean);
  },
  reference: {
    ...ALL,
    name: "demean",
    signature: "demean()",
    meaning: "The value less the mean of the members at the instant.",
    formula: "x − mean",
    unit: "unchanged",
    example: { code: "field.close.demean()", output: [50.4, -1.6, -32.6, 29.4, -45.6] },
  },
};

/**
 * Values below the p-th or above the (100 − p)-th percentile of the members present at the instant are moved to
 * it; p in percent, percentiles by linear interpolation. Unit: unchanged. Missing stays missing.
 */
export const winsorize: CrossSectionOperator = {
  kind: "cross-section",
  name: "winsorize",
  run: ([values], output, [percent]) => {
    const sorted = sortedPresent(values!);
    const low = percentileOfSorted(sorted, percent! / 100);
    const high = percentileOfSorted(sorted, 1 - percent! / 100);
    for (let i = 0; i < output.length; i++) output[i] = finite(Math.min(Math.max(values![i]!, low), high));
  },
  reference: {
    ...ALL,
    name: "winsorize",
    signature: "winsorize(percent)",
    meaning: "The value, moved to the nearer percentile where it lies outside percent and 100 − percent.",
    formula: "min(max(x, P(percent)), P(100 − percent)), percentiles by linear interpolation",
    unit: "unchanged",
    source: "Tukey (1962), The Future of Data Analysis, section 19",
    example: { code: "field.close.winsorize(25)", output: [86, 55, 24, 86, 24] },
  },
};

/** x · total / Σ |x|: the absolute values of the members sum to `total`. All are missing when they sum to 0. */
export const scale: CrossSectionOperator = {
  kind: "cross-section",
  name: "scale",
  run: ([values], output, [total]) => {
    const sizes = sortedPresent(values!).map(Math.abs).sort();
    let sum = 0;
    for (const size of sizes) sum += size;
    for (let i = 0; i < output.length; i++) output[i] = finite((values![i]! / sum) * total!);
  },
  reference: {
    ...ALL,
    name: "scale",
    signature: "scale(total = 1)",
    meaning: "The value as a share of the sum of all absolute values of the members at the instant.",
    formula: "total · x / Σ |x|",
    unit: "that of total",
    missing: `${ALL.missing} All are missing when the sum is zero.`,
    example: {
      code: "field.close.demean().scale()",
      output: [0.315789, -0.0100251, -0.204261, 0.184211, -0.285714],
    },
  },
};
