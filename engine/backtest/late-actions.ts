import type { Book } from "../accounting/book.ts";
import type { BacktestConfig } from "../contract/backtest.ts";
import type { Panel } from "../contract/panel.ts";
import { payRowOf } from "./action-rows.ts";
import type { FxRates } from "./fx-rates.ts";
import { MarketRows } from "./market-rows.ts";
import type { Marks } from "./marks.ts";
import { indexPanel } from "./panel-index.ts";

/** What waits to be known, as plain data, and how much of each market's has been played. */
export interface SavedLateActions {
  readonly exDates: readonly number[];
  readonly known: readonly number[];
  readonly held: Float64Array;
  readonly owedShares: Float64Array;
  readonly owedCash: Float64Array;
}

interface LateActionsSetting {
  readonly panel: Panel;
  readonly config: BacktestConfig;
  readonly fx: FxRates;
  readonly book: Book;
  readonly marks: Marks;
}

/**
 * Splits and cash that were due since an ex-date and become known later. At the ex-date it is noted, for the account
 * alone, what was held; what has been due since then is booked once it is known. In between what is owed takes part in
 * the splits and dividends that are known, and the position stands at its price without it, since nobody knew.
 */
export class LateActions {
  readonly #setting: LateActionsSetting;
  readonly #exDates: readonly MarketRows<number>[];
  readonly #known: readonly MarketRows<number>[];
  /** By late action: the shares held before its ex-date; NaN before that and once it is booked. */
  readonly #held: Float64Array;
  readonly #owedShares: Float64Array;
  /** What the shares that are owed have been paid meanwhile, in the instrument's currency. */
  readonly #owedCash: Float64Array;
  /** The late actions of instruments that have any. */
  readonly #ofInstrument = new Map<number, number[]>();

  constructor(setting: LateActionsSetting) {
    const { panel } = setting;
    const { instrument = new Int32Array(0), exRow, row } = panel.lateActions ?? {};
    const { rank } = indexPanel(panel);
    this.#setting = setting;
    const rowsOf = (rows: Int32Array | undefined) =>
      panel.markets.map(
        (_, market) =>
          new MarketRows(
            Array.from(instrument.keys())
              .filter((k) => panel.instruments[instrument[k]!]!.market === market)
              .sort((a, b) => rank[instrument[a]!]! - rank[instrument[b]!]! || a - b)
              .map((k) => ({ row: rows![k]!, value: k }))
              // Stable: what shares a row stays in the order of the instruments.
              .sort((a, b) => a.row - b.row),
          ),
      );
    this.#exDates = rowsOf(exRow);
    this.#known = rowsOf(row);
    this.#held = new Float64Array(instrument.length).fill(Number.NaN);
    this.#owedShares = new Float64Array(instrument.length);
    this.#owedCash = new Float64Array(instrument.length);
    for (const [k, i] of instrument.entries())
      this.#ofInstrument.set(i, [...(this.#ofInstrument.get(i) ?? []), k]);
  }

  save(): SavedLateActions {
    return {
      exDates: this.#exDates.map(({ taken }) => taken),
      known: this.#known.map(({ taken }) => taken),
      held: this.#held.slice(),
      owedShares: this.#owedShares.slice(),
      owedCash: this.#owedCash.slice(),
    };
  }

  restore(saved: SavedLateActions): void {
    for (const [market, taken] of saved.exDates.entries()) this.#exDates[market]!.restore(taken);
    for (const [market, taken] of saved.known.entries()) this.#known[market]!.restore(taken);
    this.#held.set(saved.held);
    this.#owedShares.set(saved.owedShares);
    this.#owedCash.set(saved.owedCash);
  }

  /** The next session of a market that is such an ex-date, or on which something becomes known. */
  nextRow(market: number): number {
    return Math.min(this.#exDates[market]!.nextRow, this.#known[market]!.nextRow);
  }

  /** At an open, before what is known goes ex: what is held, and what is owed, counts for what is not known yet. */
  noteHoldings(market: number, row: number): number[] {
    const { instrument } = this.#setting.panel.lateActions ?? {};
    const noted: number[] = [];
    const exDates = this.#exDates[market]!;
    for (let k = exDates.take(row); k !== null; k = exDates.take(row)) {
      this.#held[k] = this.#sharesDue(instrument![k]!);
      noted.push(k);
    }
    return noted;
  }

  /** At the same open, after it: the shares that came out of what is known. */
  noteOwed(noted: readonly number[]): void {
    const { instrument, ratio } = this.#setting.panel.lateActions ?? {};
    // Of several of one ex-date each counts what those before it owe.
    for (const k of noted) this.#owedShares[k] = this.#sharesDue(instrument![k]!) * (ratio![k]! - 1);
  }

  /** A dividend that is known, for the shares that are owed. */
  payDividend(instrument: number, cash: number): void {
    for (const k of this.#ofInstrument.get(instrument) ?? [])
      this.#owedCash[k]! += this.#owedShares[k]! * cash;
  }

  /** A split that is known, of the shares that are owed. */
  split(instrument: number, ratio: number): void {
    for (const k of this.#ofInstrument.get(instrument) ?? []) this.#owedShares[k]! *= ratio;
  }

  /** Once a row is known: books what it tells of, and returns the instruments that received something. */
  book(at: number, market: number, row: number): number[] {
    const known = this.#known[market]!;
    const instruments: number[] = [];
    for (let k = known.take(row); k !== null; k = known.take(row)) {
      if (!Number.isNaN(this.#held[k]!)) instruments.push(this.#bookOne(at, k, row));
      this.#held[k] = Number.NaN;
      this.#owedShares[k] = 0;
      this.#owedCash[k] = 0;
    }
    return instruments;
  }

  #bookOne(at: number, k: number, row: number): number {
    const { panel, config, fx, book, marks } = this.#setting;
    const { instrument, ratio, cash, payDate } = panel.lateActions!;
    const i = instrument[k]!;
    const { market } = panel.instruments[i]!;
    const { mic, sessionDates } = panel.markets[market]!;
    const rate = fx.intoBase(market, at);
    const withheld = config.dividendTaxPercent?.[mic] ?? 0;
    const owedCash = this.#owedCash[k]!;
    if (cash[k] !== 0) {
      const payRow = payRowOf(sessionDates, payDate[k]!, row);
      book.payDividend(at, i, cash[k]!, rate, withheld, payRow, this.#held[k]!);
    }
    if (owedCash !== 0)
      book.payDividend(at, i, Math.abs(owedCash), rate, withheld, null, Math.sign(owedCash));
    if (this.#owedShares[k] !== 0) book.deliver(at, i, this.#owedShares[k]!, ratio[k]!, marks.at(i), rate);
    return i;
  }

  /** What would be held if everything were known. */
  #sharesDue(instrument: number): number {
    let shares = this.#setting.book.shares[instrument]!;
    for (const k of this.#ofInstrument.get(instrument) ?? []) shares += this.#owedShares[k]!;
    return shares;
  }
}
