import type { MarketView } from "./market-view.ts";
import {
  AFTER_CLOSE,
  CLOSING,
  INTRABAR,
  IOC,
  LIMIT,
  MARKET,
  momentOf,
  NEXT_OPEN,
  NEXT_VWAP,
  ON_CLOSE,
  ON_OPEN,
  OPENING,
  SAME_BAR_CLOSE,
  STOP_LIMIT,
  TRAILING,
} from "./order-codes.ts";
import type { OrderColumns } from "./order-columns.ts";
import { followPrice, trailingStop } from "./trailing-stop.ts";

/** The limit as the market takes it: down to a tick for a buy, up for a sell. NaN when the order has none. */
export const limitOf = (columns: OrderColumns, slot: number, market: MarketView) =>
  market.onTick(columns.limit[slot]!, columns.shares[slot]! < 0);

/** The stop as the market takes it: up to a tick for a buy, down for a sell. NaN when the order has none. */
export const stopOf = (columns: OrderColumns, slot: number, market: MarketView) =>
  market.onTick(
    columns.type[slot] === TRAILING ? trailingStop(columns, slot) : columns.stop[slot]!,
    columns.shares[slot]! > 0,
  );

/** What an order fills at where all trade at one price, an auction's; NaN when it does not. Triggers stops. */
export function priceInAuction(
  columns: OrderColumns,
  slot: number,
  market: MarketView,
  price: number,
  phase: number,
): number {
  switch (columns.type[slot]) {
    case MARKET:
      return fillsAt(columns.fillAt[slot]!, phase) ? price : Number.NaN;
    case ON_OPEN:
      return phase === OPENING ? withinLimit(columns, slot, market, price) : Number.NaN;
    case ON_CLOSE:
      return phase === CLOSING ? withinLimit(columns, slot, market, price) : Number.NaN;
    case LIMIT:
      return isTooLate(columns, slot, phase) ? Number.NaN : withinLimit(columns, slot, market, price);
  }
  if (columns.triggeredAt[slot]! < 0) {
    if (columns.type[slot] === TRAILING && Number.isNaN(columns.best[slot]!))
      followPrice(columns, slot, price);
    if (!isReached(columns, slot, market, price)) {
      if (columns.type[slot] === TRAILING) followPrice(columns, slot, price);
      return Number.NaN;
    }
    columns.triggeredAt[slot] = momentOf(market.session, phase);
  }
  return columns.type[slot] === STOP_LIMIT ? withinLimit(columns, slot, market, price) : price;
}

function fillsAt(policy: number, phase: number): boolean {
  if (phase === OPENING) return policy === NEXT_OPEN;
  if (phase === AFTER_CLOSE) return policy === SAME_BAR_CLOSE;
  return policy !== NEXT_OPEN && policy !== NEXT_VWAP;
}

/** An immediate-or-cancel limit has one auction: the first it is there for. */
const isTooLate = (columns: OrderColumns, slot: number, phase: number) =>
  columns.timeInForce[slot] === IOC && phase !== OPENING && columns.activeFrom[slot]! % 4 !== phase;

function withinLimit(columns: OrderColumns, slot: number, market: MarketView, price: number): number {
  const limit = limitOf(columns, slot, market);
  if (Number.isNaN(limit)) return price;
  return (columns.shares[slot]! > 0 ? price <= limit : price >= limit) ? price : Number.NaN;
}

function isReached(columns: OrderColumns, slot: number, market: MarketView, price: number): boolean {
  const stop = stopOf(columns, slot, market);
  return columns.shares[slot]! > 0 ? price >= stop : price <= stop;
}

/** What a limit, or a stop-limit triggered earlier, fills at inside the bar; NaN when the price is not touched. */
export function limitPriceWithin(columns: OrderColumns, slot: number, market: MarketView): number {
  if (columns.timeInForce[slot] === IOC) return Number.NaN;
  const limit = limitOf(columns, slot, market);
  const { open, high, low } = market;
  if (columns.shares[slot]! > 0) {
    if (!(low <= limit)) return Number.NaN;
    // Without an open, no price better than the limit is granted that the bar does not force.
    return Number.isNaN(open) ? Math.min(limit, high) : Math.min(limit, open);
  }
  if (!(high >= limit)) return Number.NaN;
  return Number.isNaN(open) ? Math.max(limit, low) : Math.max(limit, open);
}

/**
 * Where the bar reaches a stop: at the stop, or at the open where that lies beyond it; NaN when it does not. A bar
 * without an open may have begun anywhere, so there it is the worst price.
 */
export function stopPriceWithin(columns: OrderColumns, slot: number, market: MarketView): number {
  const stop = stopOf(columns, slot, market);
  const { open, high, low } = market;
  if (columns.shares[slot]! > 0) {
    if (!(high >= stop)) return Number.NaN;
    return Number.isNaN(open) ? high : Math.max(stop, open);
  }
  if (!(low <= stop)) return Number.NaN;
  return Number.isNaN(open) ? low : Math.min(stop, open);
}

/**
 * What a stop-limit that the bar triggers at `trigger` fills at. Within the limit: the trigger. Otherwise the price
 * has to come back to the limit after the trigger: sure where the open was the trigger and the bar touches the limit,
 * or where the close lies within it; else NaN.
 */
export function stopLimitPriceWithin(
  columns: OrderColumns,
  slot: number,
  market: MarketView,
  trigger: number,
): number {
  const limit = limitOf(columns, slot, market);
  const isBuy = columns.shares[slot]! > 0;
  if (isBuy ? trigger <= limit : trigger >= limit) return trigger;
  const after = trigger === market.open ? (isBuy ? market.low : market.high) : market.close;
  return (isBuy ? after <= limit : after >= limit) ? limit : Number.NaN;
}

/** True when the bar touches the order's limit at all. */
export function touchesLimit(columns: OrderColumns, slot: number, market: MarketView): boolean {
  const limit = limitOf(columns, slot, market);
  return columns.shares[slot]! > 0 ? market.low <= limit : market.high >= limit;
}

/** True when a market order's policy is the volume-weighted price of this bar. */
export const isVwapOrder = (columns: OrderColumns, slot: number) =>
  columns.type[slot] === MARKET && columns.fillAt[slot] === NEXT_VWAP;

/** The moment of the intrabar phase of a market's session. */
export const intrabarOf = (market: MarketView) => momentOf(market.session, INTRABAR);
