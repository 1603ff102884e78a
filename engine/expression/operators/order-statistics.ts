import type { WindowOperator } from "../operator.ts";
import { fillSorted, initialSorted, PERCENTILE, RANK } from "../sorted-window.ts";

const ALL = {
  group: "window",
  missing: "Missing with fewer present sessions than minimumPresent; missing sessions are left out.",
  lookBack: "n − 1, n ≥ 1",
} as const;
const MANY = {
  kind: "window",
  arity: 1,
  smallest: 1,
  lookBack: ([n]: readonly number[]) => n! - 1,
  initialState: ([n]: readonly number[]) => initialSorted(n!),
} as const;

/** The middle of the sessions t−n+1 … t, the mean of the two middle ones of an even number. Unit: unchanged. */
export const median: WindowOperator = {
  ...MANY,
  name: "median",
  run: ([input], output, start, end, firstSession, [n, least], state) =>
    fillSorted(PERCENTILE, 0.5, input!, output, start, end, firstSession, n!, least!, state),
  reference: {
    ...ALL,
    name: "median",
    signature: "median(n, minimumPresent = n)",
    meaning: "The median of the last n sessions.",
    formula: "the 50th percentile",
    unit: "unchanged",
    example: { code: "field.close.median(5)", output: [103, 104, 105, 105] },
  },
};

/** The p-th percentile of the sessions t−n+1 … t by linear interpolation, p in percent. Unit: unchanged. */
export const quantile: WindowOperator = {
  ...MANY,
  name: "quantile",
  run: ([input], output, start, end, firstSession, [n, least, percent], state) =>
    fillSorted(PERCENTILE, percent! / 100, input!, output, start, end, firstSession, n!, least!, state),
  reference: {
    ...ALL,
    name: "quantile",
    signature: "quantile(n, percent, minimumPresent = n)",
    meaning: "A percentile of the last n sessions, by linear interpolation.",
    formula: "x₍ₖ₎ + (x₍ₖ₊₁₎ − x₍ₖ₎)·frac, position p/100·(n − 1)",
    unit: "unchanged",
    source: "Hyndman & Fan (1996), sample quantiles in statistical packages, definition 7",
    example: { code: "field.close.quantile(5, 25)", output: [103, 103, 104, 104] },
  },
};

/** (r − 1) / (n − 1), r the ascending rank of x(t) in the sessions t−n+1 … t; ties share their mean. No unit. */
export const timeSeriesRank: WindowOperator = {
  ...MANY,
  name: "timeSeriesRank",
  run: ([input], output, start, end, firstSession, [n, least], state) =>
    fillSorted(RANK, 0, input!, output, start, end, firstSession, n!, least!, state),
  reference: {
    ...ALL,
    name: "timeSeriesRank",
    signature: "timeSeriesRank(n, minimumPresent = n)",
    meaning:
      "The rank of the value among the last n sessions: 0 the lowest, 1 the highest, ties share their mean.",
    formula: "(r − 1) / (n − 1)",
    unit: "none, from 0 to 1",
    missing: "Missing where the value is missing and with fewer present sessions than minimumPresent.",
    example: { code: "field.close.timeSeriesRank(5)", output: [0.375, 1, 0.625, 1] },
  },
};
