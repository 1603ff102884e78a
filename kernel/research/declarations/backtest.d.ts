// Backtests and their figures.

interface BacktestOptions {
  /** First session, such as "2014-01-01". */
  readonly from: string;
  /** Last session, such as "2023-12-31". */
  readonly to: string;
  readonly capital: Money;
  /** "institutional", "retail", "none", or your own. */
  readonly costs: string | CostModel;
  /** Values in place of the parameters' defaults. */
  readonly params?: Readonly<Record<string, number>>;
  /** Where the orders of target weights fill; "next-open" when left out. */
  readonly fillAt?: FillPolicy;
  /** The share of a session's volume that all orders of an instrument may take: 0.1 is 10 %. */
  readonly volumeCap?: number;
  /**
   * When NAV falls below `maintenancePercent` of gross exposure, positions are scaled down at the next open until it
   * is `initialPercent` of it, and the strategy is not asked. No test when left out.
   */
  readonly margin?: { readonly maintenancePercent: number; readonly initialPercent: number };
  /** Yearly rate of each currency, in basis points, from which cash earns and loans cost; 0 when left out. */
  readonly referenceRateBps?: Readonly<Record<string, number>>;
  /** "convert" exchanges other currencies at once, and is the default; "hold" keeps a balance in each. */
  readonly foreignCash?: "convert" | "hold";
  /** Which lots a sale takes first, the oldest ("fifo", the default) or the newest. Never changes NAV. */
  readonly lotOrder?: "fifo" | "lifo";
  /** Sessions from a trade to its settlement, by market; the market's own cycle when left out. */
  readonly settlementSessions?: Readonly<Record<string, number>>;
  /** Tax withheld from dividends, in percent, by market; 0 when left out. */
  readonly dividendTaxPercent?: Readonly<Record<string, number>>;
}
/** A finished backtest. Money is in minor units of the run's currency. */
interface BacktestRun {
  readonly strategyName: string;
  readonly parameters: Readonly<Record<string, number>>;
  readonly universe: string;
  readonly snapshotId: string;
  /** Sessions, days since 1970-01-01. */
  readonly dates: Int32Array;
  readonly navMinor: Float64Array;
  readonly cashMinor: Float64Array;
  readonly grossExposure: Float64Array;
  /** All costs paid, by kind. */
  readonly costsMinor: { readonly commission: number; readonly slippage: number; readonly tax: number };
  /** Bars inside which the order of prices, which is unknown, decided a fill; the worse case was taken. */
  readonly ambiguousBars: number;
  /** Decisions at which the margin test scaled positions down. */
  readonly marginCalls: number;
  /** The universe, weighted by capital, rebased to 1. */
  readonly benchmark: Float64Array;
  /** Equal inputs give equal hashes on any machine. */
  readonly orderHash: string;
}
/** Runs a strategy over the past; each decision sees only what was known at its instant. */
declare function backtest(strategy: Strategy, options: BacktestOptions): Promise<BacktestRun>;
/** Shows performance, drawdowns, months, holdings and trades of a run. */
declare function tearSheet(run: BacktestRun, options?: { readonly benchmark?: string }): void;
/** The figures of a run by name; null where the run is too short for one. */
interface RunMetrics {
  /** Growth over the whole run. */
  readonly totalReturn: number | null;
  /** Compound growth a year. */
  readonly cagr: number | null;
  /** Standard deviation of daily returns, a year. */
  readonly volatility: number | null;
  /** Mean daily return over its standard deviation, a year. */
  readonly sharpe: number | null;
  /** Mean daily return over the downside deviation, a year. */
  readonly sortino: number | null;
  /** Root mean square of the losses, a year. */
  readonly downsideDeviation: number | null;
  /** The deepest fall from a peak. */
  readonly maxDrawdown: number | null;
  /** Growth a year over the deepest fall. */
  readonly calmar: number | null;
  /** Gains over losses. */
  readonly omega: number | null;
  /** R² of the straight line through the log of the equity. */
  readonly stability: number | null;
  /** Growth a year that beta does not explain. */
  readonly alpha: number | null;
  /** Sensitivity to the benchmark. */
  readonly beta: number | null;
  /** Mean active return over the tracking error, a year. */
  readonly informationRatio: number | null;
  /** Standard deviation of active returns, a year. */
  readonly trackingError: number | null;
  /** Growth in the benchmark's rising periods, against its own. */
  readonly upCapture: number | null;
  /** Growth in the benchmark's falling periods, against its own. */
  readonly downCapture: number | null;
  /** The share of days that gain. */
  readonly hitRate: number | null;
  /** The probability that the true Sharpe ratio is above 0. */
  readonly psr: number | null;
  /** Skewness of daily returns. */
  readonly skewness: number | null;
  /** Raw kurtosis of daily returns; 3 for a normal sample. */
  readonly kurtosis: number | null;
  /** The size of the best days against that of the worst. */
  readonly tailRatio: number | null;
  /** The return that one day in twenty falls below. */
  readonly valueAtRisk: number | null;
  /** The mean return of the worst twentieth of days. */
  readonly conditionalValueAtRisk: number | null;
  /** The best daily return. */
  readonly bestDay: number | null;
  /** The worst daily return. */
  readonly worstDay: number | null;
  /** Traded value a year, half of it, over mean NAV. */
  readonly turnover: number | null;
  /** Mean gross exposure over NAV. */
  readonly averageExposure: number | null;
  /** The share of days with a position. */
  readonly exposure: number | null;
  /** All costs over mean NAV, in basis points a year. */
  readonly costDrag: number | null;
  /** Fills. */
  readonly trades: number | null;
}
type MetricName = keyof RunMetrics;
/** The figures of a run. */
declare function metrics(run: BacktestRun): RunMetrics;
