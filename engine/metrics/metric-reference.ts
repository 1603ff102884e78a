import { analyticsReference } from "./reference/analytics.ts";
import { benchmarkReference } from "./reference/benchmark.ts";
import { bookReference } from "./reference/book.ts";
import type { MetricReference } from "./reference/metric-entry.ts";
import { returnReference } from "./reference/returns.ts";
import { riskReference } from "./reference/risk.ts";
import { sharpeReference } from "./reference/sharpe.ts";
import { tableReference } from "./reference/tables.ts";
import { tradeReference } from "./reference/trades.ts";

/** Every metric, table and statistic of validation and attribution, in the order of the reference. */
export const metricReference: readonly MetricReference[] = Object.freeze([
  ...returnReference,
  ...riskReference,
  ...sharpeReference,
  ...benchmarkReference,
  ...tradeReference,
  ...bookReference,
  ...tableReference,
  ...analyticsReference,
]);
