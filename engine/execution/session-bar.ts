import type { SessionDate } from "../contract/time.ts";
import type { TickTable } from "./tick-size.ts";

/**
 * What one instrument's session offers an order. One object may be reused for all sessions. Prices are per share in
 * the instrument's currency; NaN is missing.
 *
 * - A missing high or low is the highest or lowest of the prices that are there. A bar that contradicts itself (a
 *   price of 0 or less, an open or close outside low and high) fills nothing.
 * - Nothing fills in a halt, without any price, or with volume 0. A missing volume fills only where there is no cap.
 * - A missing open holds no opening auction; a missing close no closing one.
 */
export interface SessionBar {
  date: SessionDate;
  open: number;
  high: number;
  low: number;
  close: number;
  /** Shares traded. */
  volume: number;
  /** Volume-weighted price, drawn into [low, high] where a vendor's rounding left it outside; missing: waits. */
  vwap: number;
  isHalted: boolean;
  /** The close that price limits are counted from, carried across splits and ex-dates. */
  previousClose: number;
  /** `priceLimitAt` of the market; NaN for none. */
  priceLimit: number;
  /** Shares are traded in multiples of this; at least 1. */
  lot: number;
  ticks: TickTable | null;
}

/** A bar with nothing in it, to be filled in. */
export function createSessionBar(): SessionBar {
  return {
    date: 0,
    open: Number.NaN,
    high: Number.NaN,
    low: Number.NaN,
    close: Number.NaN,
    volume: Number.NaN,
    vwap: Number.NaN,
    isHalted: false,
    previousClose: Number.NaN,
    priceLimit: Number.NaN,
    lot: 1,
    ticks: null,
  };
}
