import type { MetricReference } from "./metric-entry.ts";

const POSITIONS =
  "`values` are sessions × positions in row-major order, in minor units of one currency, shorts negative, none missing; `nav` has one entry per session in the same unit.";

/** What was held and traded, and what it cost. */
export const bookReference: readonly MetricReference[] = [
  {
    name: "turnover",
    group: "book and costs",
    signature: "turnover(tradedMinor, navMinor, periods, periodsPerYear = 252)",
    meaning: "How often the whole book is replaced in a year.",
    formula: "Σ|traded value| / 2 ÷ mean NAV, times A/n",
    unit: "multiple a year",
    conventions: "Values in minor units of one currency; `periods` (n) is the number of returns.",
    undefinedWhen:
      "`too-few-observations` below one period or without a NAV, `ruin` when the mean NAV is not positive",
    tearSheet: { key: "turnover", format: "multiple" },
    cell: "metrics(run).turnover",
    example: {
      code: "turnover(Float64Array.of(500, -500), Float64Array.of(1000, 1000), 6, 12)",
      output: "1",
    },
  },
  {
    name: "costDrag",
    group: "book and costs",
    signature: "metrics(run).costDrag",
    meaning: "What commission, slippage and taxes took in a year.",
    formula: "all costs / mean NAV·A/n·10,000",
    unit: "basis points a year",
    conventions: "Costs as booked by the account; n is the number of returns, A 252.",
    undefinedWhen: "`too-few-observations` without a return",
    tearSheet: { key: "costDrag", format: "basis-points" },
    cell: "metrics(run).costDrag",
    example: {
      code: 'summariseRun(run).metrics.find(({ key }) => key === "costDrag").value',
      output: "6300",
    },
  },
  {
    name: "trades",
    group: "book and costs",
    signature: "metrics(run).trades",
    meaning: "Fills of the run: an order that fills in three sessions counts three times.",
    formula: "the number of fills",
    unit: "count",
    conventions: "Of all instruments and both sides.",
    undefinedWhen: "never",
    tearSheet: { key: "trades", format: "integer" },
    cell: "metrics(run).trades",
    example: { code: 'summariseRun(run).metrics.find(({ key }) => key === "trades").value', output: "2" },
  },
  {
    name: "exposure",
    group: "book and costs",
    signature: "exposure(grossLeverage)",
    meaning: "The share of sessions in which anything was held.",
    formula: "#{gross > 0} / n",
    unit: "share, 0 to 1",
    conventions: "`grossLeverage` has one entry per session; missing ones are dropped.",
    undefinedWhen: "`too-few-observations` without a session",
    tearSheet: { key: "exposure", format: "percent" },
    cell: "metrics(run).exposure",
    example: { code: "exposure(Float64Array.of(1, 0.5, 0))", output: "0.666667" },
  },
  {
    name: "averageExposure",
    group: "book and costs",
    signature: "averageExposure(grossLeverage)",
    meaning: "The mean gross exposure over NAV.",
    formula: "mean of gross leverage",
    unit: "share of NAV; 0.8 is 80 %",
    conventions: "`grossLeverage` has one entry per session; missing ones are dropped.",
    undefinedWhen: "`too-few-observations` without a session",
    tearSheet: { key: "averageExposure", format: "percent" },
    cell: "metrics(run).averageExposure",
    example: { code: "averageExposure(Float64Array.of(1, 0.5, 0))", output: "0.5" },
  },
  {
    name: "grossLeverage",
    group: "book and costs",
    signature: "grossLeverage(values, nav)",
    meaning: "All positions, long and short, over NAV, of each session.",
    formula: "Σ|position value| / NAV",
    unit: "multiple of NAV; 1.5 is 150 %",
    conventions: POSITIONS,
    undefinedWhen:
      "`bad-argument` when the shapes do not agree or a value is not finite, `ruin` when a NAV is not above 0",
    example: {
      code: "grossLeverage(Float64Array.of(60, -30, 0, 0), Float64Array.of(100, 90))",
      output: "[0.9, 0]",
    },
  },
  {
    name: "netLeverage",
    group: "book and costs",
    signature: "netLeverage(values, nav)",
    meaning: "Longs less shorts over NAV, of each session; 0 is market neutral in money.",
    formula: "Σ position value / NAV",
    unit: "multiple of NAV",
    conventions: POSITIONS,
    undefinedWhen:
      "`bad-argument` when the shapes do not agree or a value is not finite, `ruin` when a NAV is not above 0",
    example: {
      code: "netLeverage(Float64Array.of(60, -30, 0, 0), Float64Array.of(100, 90))",
      output: "[0.3, 0]",
    },
  },
  {
    name: "herfindahl",
    group: "book and costs",
    signature: "herfindahl(weights)",
    meaning:
      "Concentration: 1/n for n equal positions, 1 for a single one. Its inverse is the effective number of positions.",
    formula: "Σ(|x| / Σ|x|)²",
    unit: "none, 0 to 1",
    conventions:
      "`weights` are weights or values of positions at one time, shorts negative; missing ones are dropped.",
    undefinedWhen: "`too-few-observations` when nothing is held",
    source: 'Herfindahl (1950), "Concentration in the steel industry"; Hirschman (1945).',
    example: { code: "herfindahl(Float64Array.of(0.5, 0.25, -0.25))", output: "0.375" },
  },
];
