import type { OrderColumns } from "./order-columns.ts";

/** The stop of a trailing order as it stands: its best price less the trail for a sell, plus it for a buy. */
export function trailingStop(columns: OrderColumns, slot: number): number {
  const best = columns.best[slot]!;
  const amount = columns.trailAmount[slot]!;
  const trail = Number.isNaN(amount) ? best * columns.trailFraction[slot]! : amount;
  return isBuy(columns, slot) ? best + trail : best - trail;
}

/** Moves the best price on: up for a sell, down for a buy, and never back. */
export function followPrice(columns: OrderColumns, slot: number, price: number): void {
  const best = columns.best[slot]!;
  if (Number.isNaN(best) || (isBuy(columns, slot) ? price < best : price > best)) columns.best[slot] = price;
}

const isBuy = (columns: OrderColumns, slot: number) => columns.shares[slot]! > 0;
