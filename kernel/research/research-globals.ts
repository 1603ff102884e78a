/// <reference path="./declarations/factors.d.ts" />
/// <reference path="./declarations/weights.d.ts" />
/// <reference path="./declarations/strategies.d.ts" />
/// <reference path="./declarations/orders.d.ts" />
/// <reference path="./declarations/costs.d.ts" />
/// <reference path="./declarations/backtest.d.ts" />
/// <reference path="./declarations/sweeps.d.ts" />
/// <reference path="./declarations/analytics.d.ts" />
/// <reference path="./declarations/data.d.ts" />
/// <reference path="./declarations/display.d.ts" />

/** The values that `declarations/` promises. What implements them is checked against this. */
export interface ResearchGlobals {
  readonly param: typeof param;
  readonly atClose: typeof atClose;
  readonly indicators: typeof indicators;
  readonly strategy: typeof strategy;
  readonly usd: typeof usd;
  readonly krw: typeof krw;
  readonly gbp: typeof gbp;
  readonly hkd: typeof hkd;
  readonly costModels: typeof costModels;
  readonly backtest: typeof backtest;
  readonly tearSheet: typeof tearSheet;
  readonly metrics: typeof metrics;
  readonly grid: typeof grid;
  readonly randomSearch: typeof randomSearch;
  readonly sweep: typeof sweep;
  readonly sweepMap: typeof sweepMap;
  readonly sweepCrossovers: typeof sweepCrossovers;
  readonly analytics: typeof analytics;
  readonly data: typeof data;
  readonly table: typeof table;
  readonly md: typeof md;
  readonly html: typeof html;
  readonly chart: typeof chart;
}
