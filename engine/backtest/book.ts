import type { CostModel } from "../contract/backtest.ts";
import type { UtcMicros } from "../contract/time.ts";
import { carryAcross } from "./action-rows.ts";
import { roundMinor } from "./money.ts";

/** Why cash or shares moved. */
export type PostingKind = "fill" | "dividend" | "split" | "delisting";

/** One movement: `cashMinor` into the account, `shares` into the position. */
export interface Posting {
  readonly at: UtcMicros;
  readonly kind: PostingKind;
  readonly instrument: number;
  readonly shares: number;
  readonly cashMinor: number;
  /** In the instrument's currency: the price or cash per share that was applied; the ratio for a split. */
  readonly price: number;
  /** Traded value and costs, for a fill; otherwise 0. */
  readonly valueMinor: number;
  readonly costMinor: number;
}

/**
 * Cash, positions, marks and open orders. Only this class changes them, and each change is one posting, rounded
 * once to whole minor units of the run's currency; so cash = capital + Σ postings, exactly.
 *
 * Negative cash is allowed (a buy may open above the price it was sized at) and neither earns nor costs anything.
 */
export class Book {
  readonly postings: Posting[] = [];
  readonly shares: Float64Array;
  /**
   * The newest price known, a close or the price of a fill, in the instrument's currency; carried across splits and
   * ex-dates until the next one.
   */
  readonly marks: Float64Array;
  /** Signed shares waiting for the next open of the instrument's market. */
  readonly orders: Float64Array;
  readonly paid = { commission: 0, slippage: 0, tax: 0 };
  cashMinor: number;
  readonly #minor: number;
  readonly #costs: CostModel;

  constructor(instruments: number, capitalMinor: number, minorPerUnit: number, costs: CostModel) {
    this.shares = new Float64Array(instruments);
    this.marks = new Float64Array(instruments).fill(Number.NaN);
    this.orders = new Float64Array(instruments);
    this.cashMinor = capitalMinor;
    this.#minor = minorPerUnit;
    this.#costs = costs;
  }

  /** Fills the open order at a price. Costs: commission, slippage and the market's tax, each on the traded value. */
  fill(at: UtcMicros, instrument: number, mic: string, price: number, fx: number): Posting {
    const shares = this.orders[instrument]!;
    this.orders[instrument] = 0;
    this.marks[instrument] = price;
    const valueMinor = roundMinor(Math.abs(shares) * price * fx * this.#minor);
    const costs = this.#costs;
    const commission = roundMinor((valueMinor * costs.commissionBps) / 10_000);
    const slippage = roundMinor((valueMinor * costs.slippageBps) / 10_000);
    const taxes = shares > 0 ? costs.buyTaxBps : costs.sellTaxBps;
    const tax = roundMinor((valueMinor * (Object.hasOwn(taxes, mic) ? taxes[mic]! : 0)) / 10_000);
    this.paid.commission += commission;
    this.paid.slippage += slippage;
    this.paid.tax += tax;
    const costMinor = commission + slippage + tax;
    const cashMinor = (shares > 0 ? -valueMinor : valueMinor) - costMinor;
    return this.#post({ at, kind: "fill", instrument, shares, cashMinor, price, valueMinor, costMinor });
  }

  /** Credits a dividend to those who held before the ex-date (a short position pays it). No tax is withheld. */
  payDividend(at: UtcMicros, instrument: number, cashPerShare: number, fx: number): void {
    const held = this.shares[instrument]!;
    this.marks[instrument] = carryAcross(this.marks[instrument]!, { cash: cashPerShare, ratio: 1 });
    if (held === 0) return;
    const cashMinor = roundMinor(held * cashPerShare * fx * this.#minor);
    this.#post({ ...NOTHING, at, kind: "dividend", instrument, cashMinor, price: cashPerShare });
  }

  /**
   * Multiplies the position and the open order. A fraction of a share is paid out at the ex-date's open, or at
   * the carried mark when there is none; a fraction of an order is dropped.
   */
  split(at: UtcMicros, instrument: number, ratio: number, open: number, fx: number): void {
    this.marks[instrument] = carryAcross(this.marks[instrument]!, { cash: 0, ratio });
    this.orders[instrument] = wholeShares(this.orders[instrument]! * ratio);
    const held = this.shares[instrument]!;
    if (held === 0) return;
    const exact = held * ratio;
    const whole = wholeShares(exact);
    const price = Number.isNaN(open) ? this.marks[instrument]! : open;
    const cashMinor =
      Math.abs(exact - whole) < 1e-6 ? 0 : roundMinor((exact - whole) * price * fx * this.#minor);
    this.#post({ ...NOTHING, at, kind: "split", instrument, shares: whole - held, cashMinor, price: ratio });
  }

  /** Ends a position at its last mark times one plus the delisting return. */
  delist(at: UtcMicros, instrument: number, delistReturn: number, fx: number): void {
    this.orders[instrument] = 0;
    const held = this.shares[instrument]!;
    const price = this.marks[instrument]! * (1 + delistReturn);
    this.marks[instrument] = Number.NaN;
    if (held === 0) return;
    const cashMinor = roundMinor(held * price * fx * this.#minor);
    this.#post({ ...NOTHING, at, kind: "delisting", instrument, shares: -held, cashMinor, price });
  }

  /** The position's value in minor units of the run's currency, rounded; 0 when nothing is held. */
  valueMinor(instrument: number, fx: number): number {
    const held = this.shares[instrument]!;
    return held === 0 ? 0 : roundMinor(held * this.marks[instrument]! * fx * this.#minor);
  }

  #post(posting: Posting): Posting {
    this.shares[posting.instrument]! += posting.shares;
    this.cashMinor += posting.cashMinor;
    this.postings.push(posting);
    return posting;
  }
}

const NOTHING = { shares: 0, cashMinor: 0, price: 0, valueMinor: 0, costMinor: 0 };

/** Towards zero, but a ratio such as 1/3 must not turn 9.999999999 shares into 9. */
function wholeShares(exact: number): number {
  const nearest = Math.round(exact);
  const whole = Math.abs(exact - nearest) < 1e-6 ? nearest : Math.trunc(exact);
  return whole === 0 ? 0 : whole;
}
