/// <reference path="./research-api.d.ts" />

/** The values that `research-api.d.ts` promises. What implements them is checked against this. */
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
  readonly data: typeof data;
  readonly table: typeof table;
  readonly md: typeof md;
  readonly chart: typeof chart;
}
