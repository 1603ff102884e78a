import type { Book } from "../accounting/book.ts";
import { minorPerUnit } from "../accounting/money.ts";
import { fractionBeside, wholeShares } from "../accounting/whole-shares.ts";
import type { BacktestConfig } from "../contract/backtest.ts";
import type { Panel } from "../contract/panel.ts";
import { invariant } from "../invariant.ts";
import { payRowOf } from "./action-rows.ts";
import type { FxRates } from "./fx-rates.ts";
import { MarketRows } from "./market-rows.ts";
import type { Marks } from "./marks.ts";
import { indexPanel } from "./panel-index.ts";

/** What happens to the shares of an instrument from the first ex-date on that is told of late. */
const ENTRY = { lateCash: 0, dividend: 1, split: 2, lateSplit: 3, delivered: 4, paid: 5 } as const;

/**
 * One of these, as three numbers. Of a late action: which one; of a dividend or a split that is known: its cash per share
 * or its ratio; beside it the shares in the book then. Of what was booked late: the shares; or the cash in the
 * instrument's currency, and beside it 1 for what a holder is paid and −1 for what a short owes.
 */
interface JournalEntry {
  readonly kind: (typeof ENTRY)[keyof typeof ENTRY];
  readonly value: number;
  readonly beside: number;
}

/** What waits to be known, as plain data, and how much of each market's has been played. */
export interface SavedLateActions {
  readonly exDates: readonly number[];
  readonly known: readonly number[];
  readonly isBooked: Uint8Array;
  /** By instrument. */
  readonly journals: readonly (readonly [number, readonly JournalEntry[]])[];
}

/** Less than this of a minor unit of money is rounding. */
const LEAST_MINOR = 1e-6;

interface LateActionsSetting {
  readonly panel: Panel;
  readonly config: BacktestConfig;
  readonly fx: FxRates;
  readonly book: Book;
  readonly marks: Marks;
}

/** What is due of a late action, as far as is known when it is told. */
interface Due {
  /** Shares held before its ex-date. */
  readonly held: number;
  /** Shares to be delivered now; exact, so perhaps not whole. */
  readonly shares: number;
  /**
   * What these shares, and those of actions told before, would have been paid meanwhile beside its own cash: as a
   * holder, who is taxed, and as a short.
   */
  readonly long: number;
  readonly short: number;
}

/**
 * Splits and cash that were due since an ex-date and become known later. At the ex-date it is noted, for the account
 * alone, what was held; what has been due since then is booked once it is known. In between the position stands at its
 * price without it, since nobody knew. What is due of one is what the book would hold beyond what it does hold, had all
 * that is known by then been known in time: the instrument's journal is played again for it, without those that are not
 * known yet, which come to what they are due in their turn.
 */
export class LateActions {
  readonly #setting: LateActionsSetting;
  readonly #exDates: readonly MarketRows<number>[];
  readonly #known: readonly MarketRows<number>[];
  /** By late action: whether it is known and booked. */
  readonly #isBooked: Uint8Array;
  /** By instrument, from the first ex-date on of which something is still to be told. */
  readonly #journals = new Map<number, JournalEntry[]>();

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
    this.#isBooked = new Uint8Array(instrument.length);
  }

  save(): SavedLateActions {
    return {
      exDates: this.#exDates.map(({ taken }) => taken),
      known: this.#known.map(({ taken }) => taken),
      isBooked: this.#isBooked.slice(),
      journals: Array.from(this.#journals, ([instrument, entries]) => [instrument, [...entries]] as const),
    };
  }

  restore(saved: SavedLateActions): void {
    for (const [market, taken] of saved.exDates.entries()) this.#exDates[market]!.restore(taken);
    for (const [market, taken] of saved.known.entries()) this.#known[market]!.restore(taken);
    this.#isBooked.set(saved.isBooked);
    this.#journals.clear();
    for (const [instrument, entries] of saved.journals) this.#journals.set(instrument, [...entries]);
  }

  /** The next session of a market that is such an ex-date, or on which something becomes known. */
  nextRow(market: number): number {
    return Math.min(this.#exDates[market]!.nextRow, this.#known[market]!.nextRow);
  }

  /** At an open, before what is known goes ex: notes what is held for what is not known yet. */
  noteHoldings(market: number, row: number): number[] {
    const noted: number[] = [];
    const exDates = this.#exDates[market]!;
    for (let k = exDates.take(row); k !== null; k = exDates.take(row)) {
      this.#noteHeld(ENTRY.lateCash, k);
      noted.push(k);
    }
    return noted;
  }

  /** At the same open, after it: the shares that came out of what is known. */
  noteOwed(noted: readonly number[]): void {
    for (const k of noted) this.#noteHeld(ENTRY.lateSplit, k);
  }

  /** A dividend that is known. */
  payDividend(instrument: number, cash: number): void {
    this.#note(instrument, ENTRY.dividend, cash);
  }

  /** A split that is known. */
  split(instrument: number, ratio: number): void {
    this.#note(instrument, ENTRY.split, ratio);
  }

  /** Once a row is known: books what it tells of, and returns the instruments that received something. */
  book(at: number, market: number, row: number): number[] {
    const { instrument } = this.#setting.panel.lateActions ?? {};
    const known = this.#known[market]!;
    const instruments: number[] = [];
    for (let k = known.take(row); k !== null; k = known.take(row)) {
      const i = instrument![k]!;
      const journal = this.#journals.get(i);
      invariant(journal !== undefined, "what is told late went ex before");
      this.#bookOne(at, k, row, journal);
      instruments.push(i);
      const isPending = journal.some(
        ({ kind, value }) => kind === ENTRY.lateSplit && this.#isBooked[value] === 0,
      );
      if (!isPending) this.#journals.delete(i);
    }
    return instruments;
  }

  #noteHeld(kind: typeof ENTRY.lateCash | typeof ENTRY.lateSplit, k: number): void {
    const i = this.#setting.panel.lateActions!.instrument[k]!;
    if (!this.#journals.has(i)) this.#journals.set(i, []);
    this.#note(i, kind, k);
  }

  #note(instrument: number, kind: JournalEntry["kind"], value: number): void {
    const beside = this.#setting.book.shares[instrument]!;
    this.#journals.get(instrument)?.push({ kind, value, beside });
  }

  #bookOne(at: number, k: number, row: number, journal: JournalEntry[]): void {
    const { panel, config, fx, book, marks } = this.#setting;
    const { instrument, ratio, cash, payDate } = panel.lateActions!;
    const i = instrument[k]!;
    const { market } = panel.instruments[i]!;
    const { mic, currency, sessionDates } = panel.markets[market]!;
    const rate = fx.intoBase(market, at);
    const withheld = config.dividendTaxPercent?.[mic] ?? 0;
    this.#isBooked[k] = 1;
    const due = this.#dueOf(k, journal);
    let { long, short } = due;
    if (cash[k] !== 0) {
      // A session that has opened by now pays no more.
      const payRow = payRowOf(sessionDates, payDate[k]!, Math.max(row, marks.openedRowOf(market)));
      book.payDividend(at, i, cash[k]!, rate, withheld, payRow, due.held);
    }
    // What is left of amounts that cancel out is no money.
    for (const [side, amount] of [
      [1, long],
      [-1, short],
    ] as const)
      if (Math.abs(amount) * minorPerUnit(currency) >= LEAST_MINOR)
        book.payDividend(at, i, amount * side, rate, withheld, null, side);
    const whole = wholeShares(due.shares);
    if (whole !== 0 || fractionBeside(whole, due.shares) !== 0)
      book.deliver(at, i, due.shares, ratio[k]!, marks.at(i), rate);
    if (due.held > 0) long += due.held * cash[k]!;
    else short += due.held * cash[k]!;
    journal.push({ kind: ENTRY.delivered, value: due.shares, beside: 0 });
    journal.push(
      { kind: ENTRY.paid, value: long, beside: 1 },
      { kind: ENTRY.paid, value: short, beside: -1 },
    );
  }

  /** Plays a journal again for one that has just become known. */
  #dueOf(of: number, journal: readonly JournalEntry[]): Due {
    const { ratio, cash } = this.#setting.panel.lateActions!;
    // Beyond what the book held at the time.
    let shares = 0;
    let held = 0;
    let long = 0;
    let short = 0;
    for (const { kind, value, beside } of journal) {
      const due = beside + shares;
      if (kind === ENTRY.dividend) {
        long += (Math.max(due, 0) - Math.max(beside, 0)) * value;
        short += (Math.min(due, 0) - Math.min(beside, 0)) * value;
      } else if (kind === ENTRY.split) shares *= value;
      else if (kind === ENTRY.delivered) shares -= value;
      else if (kind === ENTRY.paid) {
        if (beside > 0) long -= value;
        else short -= value;
      } else if (this.#isBooked[value] === 0) continue;
      else if (kind === ENTRY.lateSplit) shares = shares * ratio[value]! + beside * (ratio[value]! - 1);
      else if (value === of) held = due;
      else {
        long += Math.max(due, 0) * cash[value]!;
        short += Math.min(due, 0) * cash[value]!;
      }
    }
    return { held, shares, long, short };
  }
}
