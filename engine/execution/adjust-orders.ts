import { wholeShares } from "../accounting/whole-shares.ts";
import { requireWithin } from "../argument-error.ts";
import type { OrderBook } from "./order-book.ts";
import { DAY, ENDED, LIMIT, STOP, STOP_LIMIT, TRAILING, WAITING } from "./order-codes.ts";

/**
 * Carries an instrument's open orders across a split of `ratio` new shares per old one: shares × ratio towards zero
 * in whole shares, prices and trails ÷ ratio. An order of which no whole share is left ends.
 */
export function splitOrders(book: OrderBook, instrument: number, ratio: number): void {
  requireWithin("split ratio", ratio, Number.MIN_VALUE, Number.MAX_VALUE);
  const { columns } = book;
  for (let slot = columns.head[instrument]!; slot !== -1; slot = columns.next[slot]!) {
    if (columns.state[slot] === ENDED) continue;
    const shares = wholeShares(columns.shares[slot]! * ratio);
    if (shares === 0 && columns.state[slot] !== WAITING) {
      book.end(slot, "split");
      continue;
    }
    columns.shares[slot] = shares;
    columns.limit[slot] = columns.limit[slot]! / ratio;
    columns.stop[slot] = columns.stop[slot]! / ratio;
    columns.best[slot] = columns.best[slot]! / ratio;
    columns.trailAmount[slot] = columns.trailAmount[slot]! / ratio;
  }
  book.sweep(instrument);
}

/**
 * Carries an instrument's open orders across an ex-date. Those that outlast a day and lie below the price for a reason
 * the dividend takes away (limits to buy; stops, stop-limits and trailing stops to sell) come down by the cash per
 * share, unless they were placed as "do not reduce" or have been triggered. One that would come down to 0 ends.
 * Rounding to ticks is left to the match.
 * @source FINRA Rule 5330, "Adjustment of Orders", for which orders are reduced and which are not.
 */
export function reduceOrders(book: OrderBook, instrument: number, cashPerShare: number): void {
  requireWithin("cash per share", cashPerShare, 0, Number.MAX_VALUE);
  const { columns } = book;
  for (let slot = columns.head[instrument]!; slot !== -1; slot = columns.next[slot]!) {
    if (columns.timeInForce[slot] === DAY || columns.doNotReduce[slot] === 1) continue;
    if (columns.triggeredAt[slot]! >= 0) continue;
    const type = columns.type[slot]!;
    const isBuy = columns.state[slot] === WAITING ? isExitBuy(book, slot) : columns.shares[slot]! > 0;
    if (isBuy ? type !== LIMIT : type !== STOP && type !== STOP_LIMIT && type !== TRAILING) continue;
    columns.limit[slot] = columns.limit[slot]! - cashPerShare;
    columns.stop[slot] = columns.stop[slot]! - cashPerShare;
    columns.best[slot] = columns.best[slot]! - cashPerShare;
    // Comparisons with NaN are false: only prices the order has are looked at.
    if (columns.limit[slot]! <= 0 || columns.stop[slot]! <= 0 || columns.best[slot]! <= 0)
      book.end(slot, "dividend");
  }
  book.sweep(instrument);
}

/** An exit that waits has no shares yet; its entry, earlier in the list, says which side it will be on. */
function isExitBuy({ columns }: OrderBook, exit: number): boolean {
  for (let slot = columns.head[columns.instrument[exit]!]!; slot !== -1; slot = columns.next[slot]!)
    if (columns.id[slot] === columns.group[exit]) return columns.shares[slot]! < 0;
  return false;
}
