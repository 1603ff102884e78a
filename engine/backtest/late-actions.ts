import type { Book } from "../accounting/book.ts";
import { minorPerUnit } from "../accounting/money.ts";
import { fractionBeside, wholeShares } from "../accounting/whole-shares.ts";
import type { BacktestConfig } from "../contract/backtest.ts";
import type { Panel } from "../contract/panel.ts";
import { payRowOf } from "./action-rows.ts";
import type { FxRates } from "./fx-rates.ts";
import { MarketRows } from "./market-rows.ts";
import type { Marks } from "./marks.ts";
import { indexPanel } from "./panel-index.ts";

/** What happens to the shares of an instrument from the first ex-date on that is told of late. */
const ENTRY = { lateCash: 0, dividend: 1, split: 2, lateSplit: 3, booked: 4 } as const;

/**
 * One of these, as three numbers. Of a late action: which one, and the shares in the book then. Of a dividend or a split
 * that is known: its cash per share or its ratio. Of what was booked late: the shares, and the cash in the instrument's
 * currency.
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
  /** What these shares, and those of actions told before, would have been paid meanwhile beside its own cash. */
  readonly cash: number;
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
    this.#journals.get(instrument)?.push({ kind: ENTRY.dividend, value: cash, beside: 0 });
  }

  /** A split that is known. */
  split(instrument: number, ratio: number): void {
    this.#journals.get(instrument)?.push({ kind: ENTRY.split, value: ratio, beside: 0 });
  }

  /** Once a row is known: books what it tells of, and returns the instruments that received something. */
  book(at: number, market: number, row: number): number[] {
    const { instrument } = this.#setting.panel.lateActions ?? {};
    const known = this.#known[market]!;
    const instruments: number[] = [];
    for (let k = known.take(row); k !== null; k = known.take(row)) {
      const i = instrument![k]!;
      const journal = this.#journals.get(i);
      // Its ex-date may lie before the run.
      if (!journal?.some(({ kind, value }) => kind === ENTRY.lateSplit && value === k)) continue;
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
    const { panel, book } = this.#setting;
    const i = panel.lateActions!.instrument[k]!;
    const journal = this.#journals.get(i) ?? [];
    this.#journals.set(i, journal);
    journal.push({ kind, value: k, beside: book.shares[i]! });
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
    if (cash[k] !== 0) {
      const payRow = payRowOf(sessionDates, payDate[k]!, row);
      book.payDividend(at, i, cash[k]!, rate, withheld, payRow, due.held);
    }
    // What is left of amounts that cancel out is no money.
    if (Math.abs(due.cash) * minorPerUnit(currency) >= LEAST_MINOR)
      book.payDividend(at, i, Math.abs(due.cash), rate, withheld, null, Math.sign(due.cash));
    const whole = wholeShares(due.shares);
    if (whole !== 0 || fractionBeside(whole, due.shares) !== 0)
      book.deliver(at, i, due.shares, ratio[k]!, marks.at(i), rate);
    journal.push({ kind: ENTRY.booked, value: due.shares, beside: due.held * cash[k]! + due.cash });
  }

  /** Plays a journal again for one that has just become known. */
  #dueOf(of: number, journal: readonly JournalEntry[]): Due {
    const { ratio, cash } = this.#setting.panel.lateActions!;
    // Beyond what the book held at the time.
    let shares = 0;
    let paid = 0;
    let held = 0;
    for (const { kind, value, beside } of journal)
      if (kind === ENTRY.dividend) paid += shares * value;
      else if (kind === ENTRY.split) shares *= value;
      else if (kind === ENTRY.booked) {
        shares -= value;
        paid -= beside;
      } else if (this.#isBooked[value] === 1) {
        if (kind === ENTRY.lateSplit) shares = shares * ratio[value]! + beside * (ratio[value]! - 1);
        else if (value === of) held = beside + shares;
        else paid += (beside + shares) * cash[value]!;
      }
    return { held, shares, cash: paid };
  }
}
