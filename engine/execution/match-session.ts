import { ArgumentError } from "../argument-error.ts";
import type { FillBuffer } from "./fill-buffer.ts";
import { MarketView } from "./market-view.ts";
import type { OrderBook } from "./order-book.ts";
import {
  AFTER_CLOSE,
  CLOSING,
  ENTRY,
  INTRABAR,
  isStopType,
  LIMIT,
  LOSS,
  momentOf,
  ONE_OF_SEVERAL,
  OPENING,
  PROFIT,
  STOP_LIMIT,
  TRAILING,
  UNTIL,
  WAITING,
  WITHDRAWN,
  WORKING,
} from "./order-codes.ts";
import {
  intrabarOf,
  isVwapOrder,
  limitOf,
  limitPriceWithin,
  priceInAuction,
  stopLimitPriceWithin,
  stopOf,
  stopPriceWithin,
  touchesLimit,
} from "./order-price.ts";
import type { SessionBar } from "./session-bar.ts";
import { followPrice } from "./trailing-stop.ts";

/** Which phases one call plays; add them up. */
export const PLAY_OPENING = 1;
export const PLAY_INTRABAR = 2;
export const PLAY_CLOSING = 4;
export const PLAY_AFTER_CLOSE = 8;
export const PLAY_SESSION = PLAY_OPENING | PLAY_INTRABAR | PLAY_CLOSING;

/**
 * Matches open orders against sessions. Within a phase stops go first, then the others, each in order of submission;
 * all orders of an instrument share one allowance, `volumeCap`·volume of the session. What a bar does not tell is
 * decided against the order: a stop before a target, an exit's stop after its entry. A trailing stop is measured by
 * the best price before the bar. Each bar in which this made a difference counts in `book.ambiguousBars`.
 */
export class SessionMatcher {
  readonly #book: OrderBook;
  readonly #fills: FillBuffer;
  readonly #volumeCap: number;
  readonly #market = new MarketView();
  #instrument = 0;
  /** Shares that may still fill in this session. */
  #allowance = 0;
  #hasFreshExits = false;
  #isAmbiguous = false;

  /** `volumeCap` is a share of a session's volume, above 0; Infinity for no cap. */
  constructor(book: OrderBook, fills: FillBuffer, volumeCap: number) {
    if (!(volumeCap > 0))
      throw new ArgumentError(`the volume cap must be above 0, or Infinity for none, was ${volumeCap}`);
    this.#book = book;
    this.#fills = fills;
    this.#volumeCap = volumeCap;
  }

  /**
   * Plays phases of one session for one instrument; fills are appended to the buffer. A session may be played in
   * several calls, in the order of its phases; `book.expire` ends it. `session` numbers the market's sessions.
   */
  match(instrument: number, session: number, bar: SessionBar, phases: number): void {
    const book = this.#book;
    if (book.columns.head[instrument] === -1) return;
    if (!this.#market.read(session, bar, this.#volumeCap !== Number.POSITIVE_INFINITY)) return;
    this.#instrument = instrument;
    if (book.volumeSession[instrument] !== session) {
      book.volumeSession[instrument] = session;
      book.volumeUsed[instrument] = 0;
    }
    this.#allowance =
      this.#volumeCap === Number.POSITIVE_INFINITY
        ? this.#volumeCap
        : Math.floor(this.#volumeCap * bar.volume) - book.volumeUsed[instrument]!;
    if (phases & PLAY_OPENING) this.#playAuction(this.#market.open, OPENING);
    if (phases & PLAY_INTRABAR) this.#playIntrabar();
    if (phases & PLAY_CLOSING) this.#playAuction(this.#market.close, CLOSING);
    if (phases & PLAY_AFTER_CLOSE) this.#playAuction(this.#market.close, AFTER_CLOSE);
    book.sweep(instrument);
  }

  #playAuction(price: number, phase: number): void {
    if (Number.isNaN(price)) return;
    const { columns } = this.#book;
    const moment = momentOf(this.#market.session, phase);
    for (let pass = 0; pass < 2; pass++)
      for (let slot = columns.head[this.#instrument]!; slot !== -1; slot = columns.next[slot]!) {
        if (isStopType(columns.type[slot]!) !== (pass === 0) || !this.#isReady(slot, moment)) continue;
        const at = priceInAuction(columns, slot, this.#market, price, phase);
        if (!Number.isNaN(at)) this.#fill(slot, at, phase);
      }
  }

  #playIntrabar(): void {
    const { columns } = this.#book;
    const moment = intrabarOf(this.#market);
    this.#hasFreshExits = false;
    this.#isAmbiguous = false;
    for (let slot = columns.head[this.#instrument]!; slot !== -1; slot = columns.next[slot]!)
      if (isStopType(columns.type[slot]!) && this.#isReady(slot, moment) && !this.#isFresh(slot))
        this.#playStop(slot, moment);
    for (let slot = columns.head[this.#instrument]!; slot !== -1; slot = columns.next[slot]!)
      if (this.#isReady(slot, moment) && !this.#isFresh(slot)) this.#playPlain(slot, moment);
    if (this.#hasFreshExits) this.#playFreshExits(moment);
    for (let slot = columns.head[this.#instrument]!; slot !== -1; slot = columns.next[slot]!)
      if (columns.type[slot] === TRAILING && this.#isReady(slot, moment)) this.#trail(slot);
      else if (columns.state[slot] === WITHDRAWN && this.#couldFill(slot)) this.#isAmbiguous = true;
    if (this.#isAmbiguous) this.#book.ambiguousBars++;
  }

  /** Whether an order that was taken back while this bar came about may have filled in it before. */
  #couldFill(slot: number): boolean {
    const { columns } = this.#book;
    const market = this.#market;
    if (columns.timeInForce[slot] === UNTIL && columns.until[slot]! < market.date) return false;
    if (columns.shares[slot]! > 0 ? market.isLockedUp : market.isLockedDown) return false;
    if (this.#allowance < market.lot) return false;
    const type = columns.type[slot]!;
    if (type === LIMIT) return !Number.isNaN(limitPriceWithin(columns, slot, market));
    if (!isStopType(type)) return isVwapOrder(columns, slot) && !Number.isNaN(market.vwap);
    // What was triggered before fills inside the bar only where it has a limit to come to.
    if (columns.triggeredAt[slot]! >= 0)
      return type === STOP_LIMIT && !Number.isNaN(limitPriceWithin(columns, slot, market));
    const isReached = !Number.isNaN(stopPriceWithin(columns, slot, market));
    return isReached && (type !== STOP_LIMIT || touchesLimit(columns, slot, market));
  }

  #playStop(slot: number, moment: number): void {
    const { columns } = this.#book;
    if (columns.triggeredAt[slot]! >= 0) return;
    const trigger = stopPriceWithin(columns, slot, this.#market);
    if (Number.isNaN(trigger)) return;
    columns.triggeredAt[slot] = moment;
    const isLimited = columns.type[slot] === STOP_LIMIT;
    const at = isLimited ? stopLimitPriceWithin(columns, slot, this.#market, trigger) : trigger;
    if (!Number.isNaN(at)) this.#fill(slot, at, INTRABAR);
    else if (touchesLimit(columns, slot, this.#market)) this.#isAmbiguous = true;
  }

  #playPlain(slot: number, moment: number): void {
    const { columns } = this.#book;
    const type = columns.type[slot]!;
    const triggered = columns.triggeredAt[slot]!;
    let at = Number.NaN;
    if (isVwapOrder(columns, slot)) at = this.#market.vwap;
    else if (type === LIMIT || (type === STOP_LIMIT && triggered >= 0 && triggered < moment))
      at = limitPriceWithin(columns, slot, this.#market);
    if (!Number.isNaN(at)) this.#fill(slot, at, INTRABAR);
  }

  /**
   * Exits whose entry filled inside this bar, at a moment the bar does not tell: the stop is taken to be reached after
   * it by the worst price of the bar, the target only when the close proves it.
   */
  #playFreshExits(moment: number): void {
    const { columns } = this.#book;
    const market = this.#market;
    for (let slot = columns.head[this.#instrument]!; slot !== -1; slot = columns.next[slot]!) {
      if (columns.role[slot] !== LOSS || !this.#isReady(slot, moment) || !this.#isFresh(slot)) continue;
      const stop = stopOf(columns, slot, market);
      const isBuy = columns.shares[slot]! > 0;
      if (isBuy ? market.high < stop : market.low > stop) continue;
      columns.triggeredAt[slot] = moment;
      this.#isAmbiguous = true;
      const entry = columns.entryPrice[slot]!;
      this.#fill(slot, isBuy ? Math.max(stop, entry) : Math.min(stop, entry), INTRABAR);
    }
    for (let slot = columns.head[this.#instrument]!; slot !== -1; slot = columns.next[slot]!) {
      if (columns.role[slot] !== PROFIT || !this.#isReady(slot, moment) || !this.#isFresh(slot)) continue;
      if (!touchesLimit(columns, slot, market)) continue;
      const limit = limitOf(columns, slot, market);
      const entry = columns.entryPrice[slot]!;
      const isBuy = columns.shares[slot]! > 0;
      if (isBuy ? market.close <= limit : market.close >= limit)
        this.#fill(slot, isBuy ? Math.min(limit, entry) : Math.max(limit, entry), INTRABAR);
      else this.#isAmbiguous = true;
    }
  }

  /** A trailing stop that was not reached follows the bar; where the bar spans its new level, it may have been. */
  #trail(slot: number): void {
    const { columns } = this.#book;
    const market = this.#market;
    if (columns.triggeredAt[slot]! >= 0) return;
    const isBuy = columns.shares[slot]! > 0;
    // Only the close is sure to come after an entry that filled inside the bar.
    const best = this.#isFresh(slot) ? market.close : isBuy ? market.low : market.high;
    if (!Number.isNaN(best)) followPrice(columns, slot, best);
    const stop = stopOf(columns, slot, market);
    if (isBuy ? market.high >= stop : market.low <= stop) this.#isAmbiguous = true;
  }

  #isReady(slot: number, moment: number): boolean {
    const { columns } = this.#book;
    return (
      columns.state[slot] === WORKING &&
      columns.activeFrom[slot]! <= moment &&
      columns.blockedUntil[slot]! <= moment &&
      (columns.timeInForce[slot] !== UNTIL || columns.until[slot]! >= this.#market.date)
    );
  }

  #isFresh(slot: number): boolean {
    return this.#book.columns.freshSession[slot] === this.#market.session;
  }

  #fill(slot: number, price: number, phase: number): void {
    const { columns } = this.#book;
    const open = columns.shares[slot]!;
    if (open > 0 ? this.#market.isLockedUp : this.#market.isLockedDown) return;
    const most = Math.min(Math.abs(open), this.#allowance);
    const size = most - (most % this.#market.lot);
    if (!(size > 0)) return;
    this.#allowance -= size;
    this.#book.volumeUsed[this.#instrument]! += size;
    const shares = open > 0 ? size : -size;
    columns.shares[slot] = open - shares;
    this.#fills.push(columns.id[slot]!, this.#instrument, shares, price, phase);
    const role = columns.role[slot];
    if (role === ONE_OF_SEVERAL) this.#endOthers(slot, phase);
    else if (role === ENTRY) this.#wakeExits(slot, shares, price, phase);
    else if (role === PROFIT || role === LOSS) this.#reduceOther(slot, shares, phase);
    if (columns.shares[slot] === 0) this.#book.end(slot, "filled");
  }

  #endOthers(filled: number, phase: number): void {
    const { columns } = this.#book;
    const group = columns.group[filled]!;
    for (let slot = columns.head[this.#instrument]!; slot !== -1; slot = columns.next[slot]!) {
      if (slot === filled || columns.group[slot] !== group || columns.state[slot] !== WORKING) continue;
      this.#noteTouched(filled, slot, phase);
      this.#book.end(slot, "group");
    }
  }

  /** A stop filled inside a bar that touched the target too. */
  #noteTouched(filled: number, other: number, phase: number): void {
    const { columns } = this.#book;
    if (phase !== INTRABAR || !isStopType(columns.type[filled]!) || columns.type[other] !== LIMIT) return;
    if (touchesLimit(columns, other, this.#market)) this.#isAmbiguous = true;
  }

  #wakeExits(entry: number, shares: number, price: number, phase: number): void {
    const { columns } = this.#book;
    const { session } = this.#market;
    // A volume-weighted price takes the whole session to come about.
    const isWithin = phase === INTRABAR && !isVwapOrder(columns, entry);
    const from = phase === OPENING || isWithin ? momentOf(session, INTRABAR) : momentOf(session + 1, OPENING);
    for (let slot = columns.next[entry]!; slot !== -1; slot = columns.next[slot]!) {
      if (columns.group[slot] !== columns.group[entry]) continue;
      columns.shares[slot]! -= shares;
      if (columns.state[slot] !== WAITING) continue;
      columns.state[slot] = WORKING;
      columns.activeFrom[slot] = from;
      columns.entryPrice[slot] = price;
      if (columns.type[slot] === TRAILING) columns.best[slot] = price;
      if (isWithin) columns.freshSession[slot] = session;
      this.#hasFreshExits ||= isWithin;
    }
  }

  #reduceOther(filled: number, shares: number, phase: number): void {
    const { columns } = this.#book;
    const group = columns.group[filled]!;
    const isDone = columns.shares[filled] === 0;
    for (let slot = columns.head[this.#instrument]!; slot !== -1; slot = columns.next[slot]!) {
      if (slot === filled || columns.group[slot] !== group || columns.state[slot] !== WORKING) continue;
      this.#noteTouched(filled, slot, phase);
      if (isDone) this.#book.end(slot, "group");
      else if (columns.role[slot] !== ENTRY) {
        columns.shares[slot]! -= shares;
        columns.blockedUntil[slot] = momentOf(this.#market.session + 1, OPENING);
      }
    }
  }
}
