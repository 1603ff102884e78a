import type { MetricReference } from "./metric-entry.ts";

const PROFITS = "`profits` is money per trade, all in one currency; missing ones are dropped.";

/** What trades brought. */
export const tradeReference: readonly MetricReference[] = [
  {
    name: "payoff",
    group: "trades",
    signature: "payoff(profits)",
    meaning: "The mean gain over the mean loss.",
    formula: "mean{x > 0} / |mean{x < 0}|",
    unit: "none",
    conventions: `${PROFITS} Returns per period may stand in their place.`,
    undefinedWhen: "`too-few-observations` without both a gain and a loss",
    source: 'Kaufman (2013), "Trading systems and methods", payoff ratio.',
    example: { code: "payoff(Float64Array.of(120, -60, 30))", output: "1.25" },
  },
  {
    name: "profitFactor",
    group: "trades",
    signature: "profitFactor(profits)",
    meaning: "Gross profit over gross loss, in money and never in percent; 0 when nothing was gained.",
    formula: "Σ max(x, 0) / Σ max(−x, 0)",
    unit: "none",
    conventions: PROFITS,
    undefinedWhen: "`too-few-observations` without a trade, `zero-variance` when nothing was lost",
    source: 'Kaufman (2013), "Trading systems and methods", profit factor.',
    example: { code: "profitFactor(Float64Array.of(120, -60, 30))", output: "2.5" },
  },
  {
    name: "expectancy",
    group: "trades",
    signature: "expectancy(profits)",
    meaning: "The mean profit of a trade.",
    formula: "Σx / n = p·(mean gain) − q·(mean loss)",
    unit: "that of the profits",
    conventions: PROFITS,
    undefinedWhen: "`too-few-observations` without a trade",
    source: 'Tharp (1998), "Trade your way to financial freedom", expectancy.',
    example: { code: "expectancy(Float64Array.of(120, -60, 30))", output: "30" },
  },
];
