import type { SessionDate } from "./time.ts";

/**
 * Commission of one fill: perOrder + perShare·|shares| + bps/10,000·value, not below `minimum` and not above
 * `maximum`. Amounts are in units (not minor units) of the instrument's currency. What is left out is 0, `maximum`
 * without limit. An order that fills over several sessions is charged as one order in each of them.
 */
export interface CommissionRate {
  readonly perOrder?: number;
  readonly perShare?: number;
  readonly bps?: number;
  readonly minimum?: number;
  readonly maximum?: number;
}

/** A tax, duty or levy on the traded value, in force on trade dates from `from` up to, not including, `to`. */
export interface TaxRow {
  readonly mic: string;
  readonly side: "buy" | "sell";
  readonly bps: number;
  /** Null: since ever. */
  readonly from: SessionDate | null;
  /** Null: until further notice. */
  readonly to: SessionDate | null;
  /** The public rule. */
  readonly source: string;
}

/**
 * What trading moves the price by. It is booked as a cost beside the fill, never inside its price: so a fill stays
 * within its bar, and attribution can tell the price from the cost exactly. With s = |shares|/volume of the session:
 *
 * - `fixed`: amount·|shares|, in units of the instrument's currency.
 * - `bps`: bps/10,000·value.
 * - `half-spread`: spread/2·|shares|, `spread` in units per share.
 * - `volume-share`: impact·min(s, cap)²·value; `cap` is also the share of a session's volume that may be taken.
 * - `square-root`: coefficient·σ·√s·value, σ the daily volatility of returns.
 *
 * The last two need a volume (and σ); where these are missing or the volume is 0, `fallbackBps` of value is charged.
 * @source volume-share: Quantopian, Zipline, VolumeShareSlippage. square-root: Almgren, Thum, Hauptmann and Li (2005),
 * "Direct estimation of equity market impact", in the square-root form.
 */
export type SlippageRule =
  | { readonly kind: "none" }
  | { readonly kind: "fixed"; readonly amount: number }
  | { readonly kind: "bps"; readonly bps: number }
  | { readonly kind: "half-spread"; readonly spread: number }
  | {
      readonly kind: "volume-share";
      readonly impact: number;
      readonly cap: number;
      readonly fallbackBps: number;
    }
  | { readonly kind: "square-root"; readonly coefficient: number; readonly fallbackBps: number };

/** Yearly rates in basis points; a day's share of each is 1/`dayCount`. */
export interface FinancingRates {
  /** Fee on the value of a short position. */
  readonly borrowBps: number;
  /** By instrument id, in place of `borrowBps`. */
  readonly borrowBpsByInstrument?: Readonly<Record<string, number>>;
  /** Added to the reference rate on negative cash. */
  readonly marginSpreadBps: number;
  /** Taken off the reference rate on positive cash, which never earns less than 0. */
  readonly cashSpreadBps: number;
  readonly dayCount: 360 | 365;
}

/** Everything trading and holding cost, as plain data. */
export interface CostModel {
  readonly name: string;
  /** For markets that `commissionByMarket` does not name. */
  readonly commission: CommissionRate;
  /** By market (MIC): minimums and amounts per share differ by currency. */
  readonly commissionByMarket?: Readonly<Record<string, CommissionRate>>;
  readonly taxes: readonly TaxRow[];
  /** Ids of instruments no tax is charged for: funds, foreign companies, listings under a relief. */
  readonly taxExempt?: readonly string[];
  readonly slippage: SlippageRule;
  readonly financing: FinancingRates;
}
