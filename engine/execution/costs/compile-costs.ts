import type { Charges } from "../../accounting/book.ts";
import { roundMinor } from "../../accounting/money.ts";
import type { CommissionRate, CostModel, SlippageRule } from "../../contract/costs.ts";
import type { SessionDate } from "../../contract/time.ts";
import { checkCosts } from "./check-costs.ts";

/** The tax rows of one market and side. */
interface DatedRates {
  readonly from: Float64Array;
  readonly to: Float64Array;
  readonly bps: Float64Array;
}

/**
 * A cost model made ready for many fills. `markets` are MICs, and `charge` takes an index into them; `instruments` are
 * ids, and indices into them find exemptions and borrow rates. Throws an ArgumentError for a rate out of range.
 */
export class CompiledCosts {
  /** The share of a session's volume that may be taken: the slippage rule's cap, Infinity when it has none. */
  readonly volumeCap: number;
  /** Yearly fee on a short position's value, in basis points, by instrument. */
  readonly borrowBps: Float64Array;
  readonly #buyTaxes: readonly DatedRates[];
  readonly #sellTaxes: readonly DatedRates[];
  readonly #commissions: readonly Required<CommissionRate>[];
  readonly #slippage: SlippageRule;
  readonly #isExempt: Uint8Array;

  constructor(model: CostModel, markets: readonly string[], instruments: readonly string[] = []) {
    checkCosts(model);
    const exempt = new Set(model.taxExempt);
    const { borrowBps, borrowBpsByInstrument: own = {} } = model.financing;
    this.volumeCap = model.slippage.kind === "volume-share" ? model.slippage.cap : Number.POSITIVE_INFINITY;
    this.borrowBps = new Float64Array(instruments.length).fill(borrowBps);
    this.#isExempt = new Uint8Array(instruments.length);
    const isAnyOwn = exempt.size > 0 || Object.keys(own).length > 0;
    for (let i = 0; isAnyOwn && i < instruments.length; i++) {
      const iid = instruments[i]!;
      if (Object.hasOwn(own, iid)) this.borrowBps[i] = own[iid]!;
      if (exempt.has(iid)) this.#isExempt[i] = 1;
    }
    this.#buyTaxes = markets.map((mic) => datedRates(model, mic, "buy"));
    this.#sellTaxes = markets.map((mic) => datedRates(model, mic, "sell"));
    const byMarket = model.commissionByMarket ?? {};
    this.#commissions = markets.map((mic) =>
      complete(Object.hasOwn(byMarket, mic) ? byMarket[mic]! : model.commission),
    );
    this.#slippage = model.slippage;
  }

  /**
   * Writes commission, slippage and tax of one fill to `out`, in whole minor units of the instrument's currency, each
   * rounded once, halves away from 0; never negative. Allocates nothing.
   *
   * `date` trade date; `shares` signed; `price` per share in units of currency; `minorPerUnit` 100 or 1; `volume` of
   * the session in shares and `dailyVolatility` of returns, NaN when missing; `instrument` −1 for none.
   */
  charge(
    market: number,
    date: SessionDate,
    shares: number,
    price: number,
    minorPerUnit: number,
    volume: number,
    dailyVolatility: number,
    out: Charges,
    instrument = -1,
  ): void {
    const size = Math.abs(shares);
    const value = size * price;
    const rate = this.#commissions[market]!;
    const commission = rate.perOrder + rate.perShare * size + (value * rate.bps) / 10_000;
    out.commission = roundMinor(Math.min(Math.max(commission, rate.minimum), rate.maximum) * minorPerUnit);
    out.slippage = roundMinor(
      slippageOf(this.#slippage, size, value, volume, dailyVolatility) * minorPerUnit,
    );
    const isExempt = instrument >= 0 && this.#isExempt[instrument] === 1;
    const taxes = (shares > 0 ? this.#buyTaxes : this.#sellTaxes)[market]!;
    out.tax = isExempt ? 0 : roundMinor(((value * taxBps(taxes, date)) / 10_000) * minorPerUnit);
  }
}

/** Compiles a model for markets and, where exemptions or borrow rates are wanted, instruments. */
export const compileCosts = (
  model: CostModel,
  markets: readonly string[],
  instruments: readonly string[] = [],
) => new CompiledCosts(model, markets, instruments);

function datedRates({ taxes }: CostModel, mic: string, side: "buy" | "sell"): DatedRates {
  const [from, to, bps]: [number[], number[], number[]] = [[], [], []];
  for (const row of taxes) {
    if (row.mic !== mic || row.side !== side) continue;
    from.push(row.from ?? Number.NEGATIVE_INFINITY);
    to.push(row.to ?? Number.POSITIVE_INFINITY);
    bps.push(row.bps);
  }
  return { from: Float64Array.from(from), to: Float64Array.from(to), bps: Float64Array.from(bps) };
}

/** The sum of the rates in force: a market may have several levies at once. */
function taxBps({ from, to, bps }: DatedRates, date: SessionDate): number {
  let sum = 0;
  for (let k = 0; k < bps.length; k++) if (date >= from[k]! && date < to[k]!) sum += bps[k]!;
  return sum;
}

function complete(rate: CommissionRate): Required<CommissionRate> {
  const { perOrder = 0, perShare = 0, bps = 0, minimum = 0, maximum = Number.POSITIVE_INFINITY } = rate;
  return { perOrder, perShare, bps, minimum, maximum };
}

/** In units of currency; the formulas are those of `SlippageRule`. */
function slippageOf(
  rule: SlippageRule,
  size: number,
  value: number,
  volume: number,
  volatility: number,
): number {
  switch (rule.kind) {
    case "none":
      return 0;
    case "fixed":
      return rule.amount * size;
    case "bps":
      return (value * rule.bps) / 10_000;
    case "half-spread":
      return (rule.spread / 2) * size;
    case "volume-share": {
      if (!(volume > 0)) return (value * rule.fallbackBps) / 10_000;
      const share = Math.min(size / volume, rule.cap);
      return value * (rule.impact * (share * share));
    }
    case "square-root":
      if (!(volume > 0 && volatility >= 0)) return (value * rule.fallbackBps) / 10_000;
      return value * (rule.coefficient * volatility * Math.sqrt(size / volume));
  }
}
