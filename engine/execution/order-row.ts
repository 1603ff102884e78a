import type { FillPolicy, SingleOrder, TimeInForce, Trail } from "../contract/orders.ts";
import { DAY, FILL_POLICIES, GTC, IOC, ORDER_TYPES, UNTIL } from "./order-codes.ts";
import { BLANK, type OrderRow } from "./order-columns.ts";

/** The row of a checked request, without its id and group. `best` is where a trailing stop starts, NaN if unknown. */
export function rowOf(order: SingleOrder, instrument: number, activeFrom: number, best: number): OrderRow {
  const row: OrderRow = { ...BLANK, instrument, activeFrom, shares: order.shares };
  row.type = ORDER_TYPES.indexOf(order.type);
  if (order.type === "market" && order.fillAt) row.fillAt = fillCode(order.fillAt);
  if ("limit" in order && order.limit !== undefined) row.limit = order.limit;
  if ("stop" in order) row.stop = order.stop;
  if (order.type === "trailing-stop") {
    writeTrail(row, order.trail);
    row.best = best;
  }
  if ("timeInForce" in order && order.timeInForce) writeTimeInForce(row, order.timeInForce);
  if ("doNotReduce" in order && order.doNotReduce) row.doNotReduce = 1;
  return row;
}

export const fillCode = (policy: FillPolicy) => FILL_POLICIES.indexOf(policy);

export function writeTrail(row: OrderRow, trail: Trail): void {
  if ("amount" in trail) row.trailAmount = trail.amount;
  else row.trailFraction = trail.fraction;
}

export function writeTimeInForce(row: OrderRow, timeInForce: TimeInForce): void {
  row.timeInForce = timeInForceCode(timeInForce);
  if (typeof timeInForce === "object") row.until = timeInForce.until;
}

export function timeInForceCode(timeInForce: TimeInForce): number {
  if (typeof timeInForce === "object") return UNTIL;
  return timeInForce === "gtc" ? GTC : timeInForce === "ioc" ? IOC : DAY;
}
