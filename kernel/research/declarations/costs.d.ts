// Money, and what trading and holding cost.

/** An amount of one currency, in whole minor units. */
interface Money {
  readonly currency: string;
  readonly minor: number;
}
/** US dollars. */
declare function usd(amount: number): Money;
/** Korean won. */
declare function krw(amount: number): Money;
/** Pounds sterling. */
declare function gbp(amount: number): Money;
/** Hong Kong dollars. */
declare function hkd(amount: number): Money;

/**
 * Commission of one fill: perOrder + perShare·|shares| + bps/10,000·value, not below `minimum` and not above
 * `maximum`. Amounts are in units of the instrument's currency; what is left out is 0, `maximum` without limit.
 */
interface CommissionRate {
  readonly perOrder?: number;
  readonly perShare?: number;
  readonly bps?: number;
  readonly minimum?: number;
  readonly maximum?: number;
}
/** A tax on the traded value, on trade dates from `from` up to, not including, `to`: days since 1970-01-01. */
interface TaxRow {
  readonly mic: string;
  readonly side: "buy" | "sell";
  readonly bps: number;
  /** Null: since ever. */
  readonly from: number | null;
  /** Null: until further notice. */
  readonly to: number | null;
  /** The public rule. */
  readonly source: string;
}
/**
 * What trading moves the price by, booked as a cost beside the fill. `fixed` is an amount per share, `bps` of the
 * value, `half-spread` half of `spread` per share, `volume-share` impact·(share of the session's volume)²·value with
 * at most `cap` of the volume taken, `square-root` coefficient·σ·√(share of the volume)·value. Without a volume the
 * last two charge `fallbackBps`.
 */
type SlippageRule =
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
interface FinancingRates {
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
/** Everything trading and holding cost. */
interface CostModel {
  readonly name: string;
  /** For markets that `commissionByMarket` does not name. */
  readonly commission: CommissionRate;
  /** By market, such as XLON. */
  readonly commissionByMarket?: Readonly<Record<string, CommissionRate>>;
  readonly taxes: readonly TaxRow[];
  /** Ids of instruments no tax is charged for. */
  readonly taxExempt?: readonly string[];
  readonly slippage: SlippageRule;
  readonly financing: FinancingRates;
}
/**
 * Ready cost models, with the markets' dated taxes; a start for your own:
 * `{ ...costModels.retail, name: "my broker", slippage: { kind: "half-spread", spread: 0.02 } }`.
 */
declare const costModels: Readonly<Record<"institutional" | "retail" | "none", CostModel>>;
