import type { AccountSums } from "./return-figures.ts";

/** What an account is stepped over: a part of one instrument's sessions. */
export interface SignalPart {
  /** The signal, row `k` of the part at `first + k`: in while it is neither 0 nor missing. */
  readonly signal: Float64Array;
  readonly first: number;
  /** Opens, closes and membership of the panel, row `k` of the part at `cell + k`. */
  readonly open: Float64Array;
  readonly close: Float64Array;
  readonly members: Uint8Array;
  readonly cell: number;
  readonly rows: number;
  /** What the part's prices are multiplied by, so that a split or a dividend before it is no loss. */
  readonly factor: number;
}

/**
 * All in or all out of one instrument, in fractional shares, for wealth 1 at the start. What a session's decision wants
 * is bought or sold at the next open that there is; closes only mark it. One object serves instrument after instrument:
 * `begin` forgets the last one.
 */
export class SignalAccount implements AccountSums {
  /** Wealth at the last close. */
  wealth = 1;
  sum = 0;
  squares = 0;
  fall = 1;
  /** Whether it had been bought by the first close, so that the way from 1 to there is a return. */
  hasFirstReturn = false;
  /** Sessions with a close; of them those at whose close it was held. */
  sessions = 0;
  heldSessions = 0;
  /** Positions opened. */
  entries = 0;
  /** Whether it is held now. */
  isHeld = false;
  /** Of who buys at the first open after a session and keeps it: what 1 has become at the last close. NaN for none. */
  kept = Number.NaN;
  #keep = 1;
  #shares = 0;
  /** What there is while nothing is held. */
  #cash = 1;
  #keptShares = Number.NaN;
  /** The last close, or the price of a trade since. */
  #last = Number.NaN;
  /** Whether what there is since the last trade has been marked. */
  #isMarked = true;
  #peak = 1;
  #isWanted = false;
  /** Rows at which a part trades, and their opens. */
  #rows = new Int32Array(0);
  #opens = new Float64Array(0);

  /** @param keep what is left of 1 after the cost of a purchase or a sale */
  begin(keep: number): void {
    this.wealth = 1;
    this.sum = 0;
    this.squares = 0;
    this.fall = 1;
    this.hasFirstReturn = false;
    this.sessions = 0;
    this.heldSessions = 0;
    this.entries = 0;
    this.isHeld = false;
    this.kept = Number.NaN;
    this.#keep = keep;
    this.#shares = 0;
    this.#cash = 1;
    this.#keptShares = Number.NaN;
    this.#last = Number.NaN;
    this.#isMarked = true;
    this.#peak = 1;
    this.#isWanted = false;
  }

  /** Plays the sessions of a part, any of which may lack a price or be of no member. */
  step({ signal, first, open, close, members, cell, rows, factor }: SignalPart): void {
    for (let k = 0; k < rows; k++) {
      const o = open[cell + k]! * factor;
      const c = close[cell + k]! * factor;
      if (o > 0) {
        if (this.sessions > 0 && Number.isNaN(this.#keptShares)) this.#keptShares = this.#keep / o;
        if (this.#isWanted !== this.isHeld) this.#trade(o);
      }
      if (c > 0) {
        this.#last = c;
        this.kept = this.#keptShares * c;
        if (this.sessions === 0) this.hasFirstReturn = this.entries > 0;
        this.sessions++;
        if (this.isHeld) this.#hold(close, cell + k, cell + k + 1, factor);
        else if (!this.#isMarked) this.#mark(this.#cash);
      }
      this.#isWanted = members[cell + k] === 1 && holds(signal[first + k]!);
    }
  }

  /**
   * As `step`, of a part with all of its prices and as a member throughout: of a million sessions most are like that.
   * Where it trades is found first, since the opens that it takes lie far apart, and are fetched together.
   */
  stepComplete({ signal, first, open, close, cell, rows, factor }: SignalPart): void {
    if (rows === 0) return;
    // The first of them may be the first of all, after which nothing has been decided yet.
    const bought = this.sessions > 0 ? 0 : 1;
    if (Number.isNaN(this.#keptShares) && bought < rows)
      this.#keptShares = this.#keep / (open[cell + bought]! * factor);
    const last = close[cell + rows - 1]! * factor;
    this.kept = this.#keptShares * last;
    const trades = this.#findTrades(signal, first, rows);
    const tradesAtOnce = trades > 0 && this.#rows[0] === 0;
    if (this.sessions === 0) this.hasFirstReturn = this.entries > 0 || tradesAtOnce;
    this.sessions += rows;
    for (let n = 0; n < trades; n++) this.#opens[n] = open[cell + this.#rows[n]!]! * factor;
    // A sale at an open that no close followed is marked at the first one here, unless it buys again before.
    if (!this.isHeld && !this.#isMarked && !tradesAtOnce) this.#mark(this.#cash);
    let from = 0;
    for (let n = 0; n < trades; n++) {
      const row = this.#rows[n]!;
      if (this.isHeld) this.#hold(close, cell + from, cell + row, factor);
      this.#trade(this.#opens[n]!);
      if (!this.isHeld) this.#mark(this.#cash);
      from = row;
    }
    if (this.isHeld) this.#hold(close, cell + from, cell + rows, factor);
    this.#last = last;
  }

  /** Lists the rows at whose open it is bought or sold, by turns. */
  #findTrades(signal: Float64Array, first: number, rows: number): number {
    if (this.#rows.length <= rows) {
      this.#rows = new Int32Array(rows + 1);
      this.#opens = new Float64Array(rows + 1);
    }
    const found = this.#rows;
    let isWanted = this.#isWanted;
    let count = 0;
    if (isWanted !== this.isHeld) found[count++] = 0;
    // From one change of mind to the next, which is traded a row later.
    for (let k = 0; k < rows; ) {
      if (isWanted) while (k < rows && holds(signal[first + k]!)) k++;
      else while (k < rows && !holds(signal[first + k]!)) k++;
      if (k === rows) break;
      isWanted = !isWanted;
      k++;
      if (k < rows) found[count++] = k;
    }
    this.#isWanted = isWanted;
    return count;
  }

  /** Buys or sells all of it; what a sale brought is marked at the close. */
  #trade(open: number): void {
    this.isHeld = !this.isHeld;
    this.#isMarked = false;
    this.#last = open;
    if (this.isHeld) {
      this.#shares = this.#cash * (this.#keep / open);
      this.entries++;
    } else this.#cash = this.#shares * (open * this.#keep);
  }

  /** Marks what is held at the closes of some cells. */
  #hold(close: Float64Array, from: number, end: number, factor: number): void {
    let { wealth, sum, squares, fall } = this;
    let peak = this.#peak;
    const shares = this.#shares;
    for (let cell = from; cell < end; cell++) {
      const now = shares * (close[cell]! * factor);
      const r = now / wealth - 1;
      sum += r;
      squares += r * r;
      wealth = now;
      if (now > peak) peak = now;
      else if (now < fall * peak) fall = now / peak;
    }
    this.wealth = wealth;
    this.sum = sum;
    this.squares = squares;
    this.fall = fall;
    this.heldSessions += end - from;
    this.#isMarked = true;
    this.#peak = peak;
  }

  /** The listing ends: what is held is paid its last price times 1 + `delistReturn`. True when that is a return. */
  delist(delistReturn: number): boolean {
    this.kept *= 1 + delistReturn;
    if (!this.isHeld) return this.finish();
    this.isHeld = false;
    this.#mark(this.#shares * this.#last * (1 + delistReturn));
    return true;
  }

  /** No session is left: a trade that no close has followed counts at its own price. True when that is a return. */
  finish(): boolean {
    if (this.#isMarked) return false;
    // Shares times their price would be off by a rounding, and no return at all become one.
    this.#mark(this.isHeld ? this.#cash * this.#keep : this.#cash);
    return true;
  }

  /** The return from the last mark to this one. */
  #mark(now: number): void {
    const r = now / this.wealth - 1;
    this.sum += r;
    this.squares += r * r;
    this.wealth = now;
    this.#isMarked = true;
    if (now > this.#peak) this.#peak = now;
    else if (now < this.fall * this.#peak) this.fall = now / this.#peak;
  }
}

/** Neither 0 nor missing. */
function holds(value: number): boolean {
  return value > 0 || value < 0;
}
