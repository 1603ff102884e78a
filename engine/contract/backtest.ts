import type { CostModel } from "./costs.ts";
import type { FillPolicy } from "./orders.ts";
import type { SessionDate, UtcMicros } from "./time.ts";

/** How often a strategy decides: on each session of the decision market, or on the last one of a week or month. */
export type RebalanceRule = "daily" | "weekly" | "month-end";

/** The decision instant: the close of `mic` plus a delay, on each rebalance session. */
export interface DecisionRule {
  readonly mic: string;
  readonly delayMinutes: number;
}

export interface BacktestConfig {
  readonly from: SessionDate;
  readonly to: SessionDate;
  /** Capital in minor units (cents, won, pence) of `currency`. An integer. */
  readonly capitalMinor: number;
  readonly currency: string;
  readonly costs: CostModel;
  /**
   * What happens to money in other currencies: "convert", the default, exchanges it with each trade and payment at the
   * last rate known then; "hold" keeps a balance in each currency, below zero as a loan.
   */
  readonly foreignCash?: "convert" | "hold";
  /** Which lots a sale takes first, the oldest ("fifo", the default) or the newest. Moves gains in time, never NAV. */
  readonly lotOrder?: "fifo" | "lifo";
  /**
   * Where the orders of target weights fill; the next open when left out. "same-bar-close" is unsafe: without it here an
   * event strategy's orders cannot ask for it either.
   */
  readonly fillAt?: FillPolicy;
  /** The share of a session's volume that all orders of an instrument may take; that of the costs when left out. */
  readonly volumeCap?: number;
  /**
   * When NAV falls below `maintenancePercent` of gross exposure, positions are scaled down at the next open until NAV is
   * `initialPercent` of it, and the strategy is not asked. No test when left out.
   */
  readonly margin?: { readonly maintenancePercent: number; readonly initialPercent: number };
  /** Yearly reference rate of each currency, in basis points, from which cash earns and loans cost; 0 when left out. */
  readonly referenceRateBps?: Readonly<Record<string, number>>;
  /** Sessions from a trade to its settlement, by market; the market's own cycle when left out. */
  readonly settlementSessions?: Readonly<Record<string, number>>;
  /** Tax withheld from dividends received, in percent, by market; 0 when left out. */
  readonly dividendTaxPercent?: Readonly<Record<string, number>>;
}

/** A finished backtest. Money is in integer minor units of `currency`. */
export interface BacktestRun {
  readonly strategyName: string;
  readonly parameters: Readonly<Record<string, number>>;
  readonly universe: string;
  readonly snapshotId: string;
  readonly config: BacktestConfig;
  readonly decision: DecisionRule;
  readonly rebalance: RebalanceRule;
  /** Sessions of the decision market, first to last; entry 0 is the starting point with NAV = capital. */
  readonly dates: Int32Array;
  /** The instant at which each NAV was struck: the decision instant of that session. */
  readonly instants: Float64Array;
  readonly navMinor: Float64Array;
  /** All money beside the positions: cash settled and unsettled, dividends and interest due. */
  readonly cashMinor: Float64Array;
  /** Gross exposure (sum of |position value|) over NAV at each date. */
  readonly grossExposure: Float64Array;
  readonly fills: Fills;
  readonly rebalances: Rebalances;
  readonly profits: Profits;
  /** All costs paid, by kind. */
  readonly costsMinor: { readonly commission: number; readonly slippage: number; readonly tax: number };
  /** Bars on which the order of prices inside the bar, which is unknown, decided a fill; the worse case was taken. */
  readonly ambiguousBars: number;
  /** Strikes at which the margin test scaled positions down. */
  readonly marginCalls: number;
  /** Capital-weighted benchmark of the universe, rebased to 1 at date 0: total return in `currency`, no costs. */
  readonly benchmark: Float64Array;
  /** SHA-256, hex, chained over the integer order log. Equal inputs give equal hashes on any machine. */
  readonly orderHash: string;
}

/** One entry per fill, in execution order. */
export interface Fills {
  readonly at: Float64Array;
  /** Index into `instruments`. */
  readonly instrument: Int32Array;
  /** Signed whole shares. */
  readonly shares: Float64Array;
  /** In the instrument's currency. */
  readonly price: Float64Array;
  /** Traded value and costs in minor units of the run's currency; positive. */
  readonly valueMinor: Float64Array;
  readonly costMinor: Float64Array;
  readonly instruments: readonly RunInstrument[];
}

/** An instrument of a run's panel. */
export interface RunInstrument {
  readonly iid: string;
  readonly name: string;
  readonly mic: string;
  readonly currency: string;
  /** As the panel knows it at its end. */
  readonly sector: string;
}

/**
 * What each instrument earned in each calendar month of the run, in minor units of its currency. What is left of the
 * change in NAV is interest, fees for borrowed shares and exchange differences of money due.
 */
export interface Profits {
  /** The entry of `navMinor` with which each period ends; the first begins at entry 0. */
  readonly end: Int32Array;
  /** Items of all periods, one after the other: those of period p stand at [firstItem[p], firstItem[p + 1]). */
  readonly firstItem: Int32Array;
  /** Index into `Fills.instruments`. */
  readonly instrument: Int32Array;
  /** Changes of worth, trades, dividends and payouts, less the costs of trading; never 0. */
  readonly profitMinor: Float64Array;
  /** Costs of trading, one entry per period; positive. */
  readonly commissionMinor: Float64Array;
  readonly slippageMinor: Float64Array;
  readonly taxMinor: Float64Array;
}

/** One entry per decision. */
export interface Rebalances {
  readonly decidedAt: Float64Array;
  readonly date: Int32Array;
  /** Number of names with a non-zero target weight. */
  readonly names: Int32Array;
  /**
   * Target weights other than 0 of all decisions, one after the other: those of decision k stand at
   * [firstTarget[k], firstTarget[k + 1]).
   */
  readonly firstTarget: Int32Array;
  /** Index into `Fills.instruments`. */
  readonly instrument: Int32Array;
  /** Shares of NAV. */
  readonly weight: Float64Array;
}

export type { CostModel, SessionDate, UtcMicros };
