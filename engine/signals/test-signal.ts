import { ArgumentError, requireWithin } from "../argument-error.ts";
import { checkAccountPanel } from "../backtest/check-account-input.ts";
import { delistReturnOf, noDelistReturn } from "../backtest/delisting-return.ts";
import { areSessionsApart } from "../backtest/sessions-apart.ts";
import type { Panel } from "../contract/panel.ts";
import type { SessionDate } from "../contract/time.ts";
import { derivedFactors } from "../expression/derived-factors.ts";
import { storedColumn } from "../expression/derived-field.ts";
import { requireFields } from "../expression/evaluate-factor.ts";
import type { Factor } from "../expression/factor.ts";
import { countUpTo } from "../expression/known-rows.ts";
import { checkPanel } from "../expression/panel-checks.ts";
import { type ComputedTile, runTiles } from "../expression/run-tiles.ts";
import { sampleFactor } from "../expression/sample-factor.ts";
import { seriesProgram } from "../expression/series-program.ts";
import { completeFrom } from "./complete-rows.ts";
import { createReturnFigures, type ReturnFigures, writeFigures } from "./return-figures.ts";
import { SignalAccount } from "./signal-account.ts";

export interface SignalTest {
  /** With opens and closes, and what the signal reads; warm-up sessions in front. */
  readonly panel: Panel;
  /** In while its value is neither 0 nor missing and the instrument is a member; a comparison is 1 or 0. */
  readonly signal: Factor;
  /** The first and the last session that count, of each market; all of them when left out. */
  readonly from?: SessionDate;
  readonly to?: SessionDate;
  /** Cost of each purchase and each sale, in basis points of its value. 0 when left out. */
  readonly feeBps?: number;
  /** 252 when left out. */
  readonly periodsPerYear?: number;
}

/**
 * One entry per instrument, in the panel's order, each an account of its own in the instrument's currency. NaN where
 * an instrument has fewer than three sessions with a close.
 */
export interface SignalResults extends ReturnFigures {
  readonly iids: readonly string[];
  /**
   * Total return of who buys at the first open after a session, pays the fee, and keeps it. NaN where the listing ends
   * and nobody says at what.
   */
  readonly holdReturn: Float64Array;
  /** The share of the sessions at whose close the instrument was held, 0 to 1. */
  readonly exposure: Float64Array;
  /** Positions opened; one that is still open at the end counts. */
  readonly trades: Int32Array;
  /** Sessions with a close. */
  readonly sessions: Int32Array;
}

const FEWEST_SESSIONS = 3;

/**
 * Tests a signal on each instrument of a panel by itself: all capital, in fractional shares, is in it from the open
 * after a decision at which the signal is neither 0 nor missing, and in cash, which earns nothing, from the open after
 * one at which it is. Splits, dividends and spin-offs count as in `totalReturn`, what is told of them late does not; a
 * listing that ends pays its `delistReturn`, or its last close where it ends in a merger. What is held at the end is
 * marked at the last close, or at the open at which it was bought where that is newer. The same bits on any machine. It keeps no book: no lots, no taxes, no settlement, no exchange
 * rates.
 *
 * Throws an ArgumentError: "unknown-field", "bad-panel" for prices or sessions that cannot be, for decisions that come
 * after the next open, and for a position whose listing ends without a `delistReturn`, "empty-range" where no session
 * counts, "bad-argument" for a setting.
 *
 * @example testSignal({ panel, signal: field.close.mean(20).greaterThan(field.close.mean(50)), feeBps: 5 }).sharpe
 */
export function testSignal(test: SignalTest): SignalResults {
  const { panel, signal } = test;
  checkPanel(panel);
  checkAccountPanel(panel);
  requireWithin("feeBps", test.feeBps ?? 0, 0, 9_999);
  requireWithin("periodsPerYear", test.periodsPerYear ?? 252, 1, 1e6);
  if (signal.axis === "constant") throw new ArgumentError("signal must read at least one field");
  for (const market of panel.markets)
    if (!areSessionsApart(market))
      throw new ArgumentError(
        `a session of ${market.mic} opens before the one before it is decided: a signal is traded at the next open; decide earlier`,
        "bad-panel",
        { mic: market.mic },
      );
  const accounts = new SignalAccounts(test);
  if (signal.axis === "time-series") {
    const program = seriesProgram(signal);
    requireFields(program, panel);
    runTiles(program, panel, (tile) => accounts.takeTile(tile, signal));
  } else accounts.takeColumn(acrossInstruments(signal, panel));
  return accounts.results;
}

/** The cells of a factor that compares instruments: each session's value at its own market's decision. */
function acrossInstruments(signal: Factor, panel: Panel): Float64Array {
  const { instruments, offsets, markets } = panel;
  const cells = new Float64Array(offsets[instruments.length]!);
  for (const [m, { decisionAt }] of markets.entries()) {
    const samples = sampleFactor(signal, panel, decisionAt);
    for (let row = 0; row < decisionAt.length; row++) {
      const values = samples.at(row);
      for (let i = 0; i < instruments.length; i++)
        if (instruments[i]!.market === m) cells[offsets[i]! + row] = values[i]!;
    }
  }
  return cells;
}

/** Plays the accounts of a panel, instrument by instrument, and keeps what each came to. */
class SignalAccounts {
  readonly results: SignalResults;
  readonly #panel: Panel;
  readonly #open: Float64Array;
  readonly #close: Float64Array;
  /** By market: the first row that counts, and the one behind the last. */
  readonly #first: Int32Array;
  readonly #end: Int32Array;
  readonly #keep: number;
  readonly #periodsPerYear: number;
  readonly #completeFrom: Int32Array;
  readonly #account = new SignalAccount();

  constructor({ panel, from, to, feeBps = 0, periodsPerYear = 252 }: SignalTest) {
    const count = panel.instruments.length;
    this.results = {
      iids: panel.instruments.map(({ iid }) => iid),
      ...createReturnFigures(count),
      holdReturn: new Float64Array(count).fill(Number.NaN),
      exposure: new Float64Array(count).fill(Number.NaN),
      trades: new Int32Array(count),
      sessions: new Int32Array(count),
    };
    this.#panel = panel;
    this.#open = storedColumn(panel, "open");
    this.#close = storedColumn(panel, "close");
    this.#first = Int32Array.from(panel.markets, ({ sessionDates }) =>
      from === undefined ? 0 : countUpTo(sessionDates, from - 1),
    );
    this.#end = Int32Array.from(panel.markets, ({ sessionDates }) =>
      to === undefined ? sessionDates.length : countUpTo(sessionDates, to),
    );
    if (this.#first.every((first, market) => first >= this.#end[market]!))
      throw new ArgumentError("no market has a session in the panel between from and to", "empty-range");
    this.#keep = 1 - feeBps / 10_000;
    this.#periodsPerYear = periodsPerYear;
    this.#completeFrom = completeFrom(panel);
  }

  /** All rows of some instruments, or the next rows of one. */
  takeTile(tile: ComputedTile, signal: Factor): void {
    const values = tile.valuesOf(signal);
    const { offsets, instruments } = this.#panel;
    for (let k = 0; k < tile.series; k++) {
      const i = tile.first + k;
      if (tile.from === 0) this.#account.begin(this.#keep);
      this.#step(i, tile.from, tile.from + tile.rows, values, k * tile.rows - tile.from);
      const rows = offsets[i + 1]! - offsets[i]!;
      if (tile.from + tile.rows === rows) this.#finish(i, instruments[i]!.market);
    }
  }

  /** All rows of all instruments. */
  takeColumn(cells: Float64Array): void {
    const { offsets, instruments } = this.#panel;
    for (let i = 0; i < instruments.length; i++) {
      this.#account.begin(this.#keep);
      this.#step(i, 0, offsets[i + 1]! - offsets[i]!, cells, offsets[i]!);
      this.#finish(i, instruments[i]!.market);
    }
  }

  /** Rows `from` to `end` − 1 of an instrument, row 0 of whose signal would stand at `start`. */
  #step(i: number, from: number, end: number, signal: Float64Array, start: number): void {
    const panel = this.#panel;
    const { market, delistedRow } = panel.instruments[i]!;
    const { starts, rows, factors } = derivedFactors(panel, "totalReturn");
    const cell = panel.offsets[i]!;
    const last = Math.min(end, this.#end[market]!, delistedRow < 0 ? end : delistedRow);
    let change = starts[i]!;
    for (let row = Math.max(from, this.#first[market]!); row < last; ) {
      while (change + 1 < starts[i + 1]! && rows[change + 1]! <= row) change++;
      let next = change + 1 < starts[i + 1]! ? Math.min(rows[change + 1]!, last) : last;
      const isComplete = row >= this.#completeFrom[i]!;
      if (!isComplete) next = Math.min(next, this.#completeFrom[i]!);
      const part = {
        signal,
        first: start + row,
        open: this.#open,
        close: this.#close,
        members: panel.members,
        cell: cell + row,
        rows: next - row,
        factor: factors[change]!,
      };
      if (isComplete) this.#account.stepComplete(part);
      else this.#account.step(part);
      row = next;
    }
  }

  #finish(i: number, market: number): void {
    const account = this.#account;
    const { delistedRow } = this.#panel.instruments[i]!;
    const { results } = this;
    const isDelisted = delistedRow >= this.#first[market]! && delistedRow < this.#end[market]!;
    const hasLastReturn = isDelisted ? account.delist(this.#delistReturnOf(i)) : account.finish();
    const returns = account.sessions - 1 + Number(account.hasFirstReturn) + Number(hasLastReturn);
    results.trades[i] = account.entries;
    results.sessions[i] = account.sessions;
    if (account.sessions < FEWEST_SESSIONS) return;
    writeFigures(results, i, account, returns, this.#periodsPerYear);
    results.holdReturn[i] = account.kept - 1;
    results.exposure[i] = account.heldSessions / account.sessions;
  }

  #delistReturnOf(i: number): number {
    const delistReturn = delistReturnOf(this.#panel, i);
    if (Number.isNaN(delistReturn) && this.#account.isHeld)
      throw noDelistReturn(this.#panel.instruments[i]!.iid);
    return delistReturn;
  }
}
