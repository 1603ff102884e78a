import type { MetricReference } from "./metric-entry.ts";

const LEVELS = "Levels are above 0; a missing one is passed over.";

/** Series and tables that a tear sheet is made of. */
export const tableReference: readonly MetricReference[] = [
  {
    name: "simpleReturns",
    group: "table and series",
    signature: "simpleReturns(levels)",
    meaning: "Simple returns of a series of levels, one fewer than the levels.",
    formula: "x(t)/x(t−1) − 1",
    unit: "share; 0.01 is 1 %",
    conventions: "A return next to a missing level is missing.",
    undefinedWhen: "an ArgumentError for a level of 0 or below, which has no return after it",
    cell: "analytics.returns(run)",
    example: { code: "simpleReturns(Float64Array.of(100, 110, 99))", output: "[0.1, -0.1]" },
  },
  {
    name: "percentile",
    group: "table and series",
    signature: "percentile(values, share)",
    meaning: "The value below which a share of all values lies.",
    formula: "the value at position share·(n − 1) of the sorted values, linear between neighbours",
    unit: "that of the values",
    conventions: "No value is missing, and there is at least one; 0 ≤ share ≤ 1.",
    undefinedWhen: "never",
    cell: 'swept.quantiles("sharpe", [0.05, 0.5])',
    example: { code: "percentile(Float64Array.of(4, 1, 3, 2), 0.5)", output: "2.5" },
  },
  {
    name: "drawdownSeries",
    group: "table and series",
    signature: "drawdownSeries(levels)",
    meaning: "How far each level is below the running peak.",
    formula: "x(t)/max_{s ≤ t} x(s) − 1",
    unit: "share, at most 0",
    conventions: "A missing level is missing in the result and leaves the peak as it was.",
    undefinedWhen: "never",
    example: { code: "drawdownSeries(Float64Array.of(100, 80, 120))", output: "[0, -0.2, 0]" },
  },
  {
    name: "drawdownTable",
    group: "table and series",
    signature: "drawdownTable(dates, levels, count = 10)",
    meaning:
      "The deepest drawdowns, deepest first: peak, trough, recovery (null while it goes on), depth, sessions.",
    formula: "depth = level at the trough / level at the peak − 1",
    unit: "dates in days since 1970-01-01, depth as a share, sessions from the peak to the recovery or the end",
    conventions: `${LEVELS} Ties in order of time.`,
    undefinedWhen: "an ArgumentError for unequal lengths or a level that is not above 0",
    cell: "tearSheet(run)",
    example: {
      code: "drawdownTable(Int32Array.of(1, 2, 3), Float64Array.of(100, 80, 120))[0].depth",
      output: "-0.2",
    },
  },
  {
    name: "monthlyReturns",
    group: "table and series",
    signature: "monthlyReturns(dates, levels)",
    meaning: "Returns by calendar month, one row a year, ascending, with the year's total.",
    formula: "last level in the month / last level before it − 1",
    unit: "share",
    conventions: `${LEVELS} The first entry is the starting point; a month without a level has none (NaN).`,
    undefinedWhen: "an ArgumentError for unequal lengths or a level that is not above 0",
    cell: "tearSheet(run)",
    example: {
      code: "monthlyReturns(Int32Array.of(0, 30, 31), Float64Array.of(100, 110, 121))[0].total",
      output: "0.21",
    },
  },
  {
    name: "rollingMetric",
    group: "table and series",
    signature: "rollingMetric(series, window, metric)",
    meaning: "Any metric over each window of so many periods, at the period the window ends with.",
    formula: "metric(x(t−n+1) … x(t))",
    unit: "that of the metric",
    conventions:
      "`series` are those the metric takes, of equal length. Windows in which it is undefined are left out and counted.",
    undefinedWhen:
      "`bad-argument` for a window that is not a whole number above 0 or series of unequal lengths, `too-few-observations` when they are shorter than it, and as the metric when no window has a value",
    example: {
      code: "rollingMetric([Float64Array.of(0.01, -0.02, 0.03)], 2, (r) => totalReturn(r))",
      output: "{at: [1, 2], value: [-0.0102, 0.0094], undefinedWindows: 0}",
    },
  },
  {
    name: "summariseRun",
    group: "table and series",
    signature: "summariseRun(run, { periodsPerYear = 252, riskFree = 0, minimumReturn = 0, cutoff = 0.05 })",
    meaning: "All figures and series of a tear sheet, net of costs.",
    formula: "each figure by its own function, of the simple returns of the NAV",
    unit: "that of each figure",
    conventions: "Returns in the conventions are per period.",
    undefinedWhen: "a figure without a value is null, with its code as the reason; never 0 or infinity",
    cell: "metrics(run)",
    example: { code: "summariseRun(run).equity", output: "[1, 1.01, 0.99]" },
  },
];
