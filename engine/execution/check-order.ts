import type {
  BracketOrder,
  OneCancelsOtherOrder,
  OrderRequest,
  SingleOrder,
  TimeInForce,
  Trail,
} from "../contract/orders.ts";
import type { SessionDate } from "../contract/time.ts";
import { FILL_POLICIES, ORDER_TYPES } from "./order-codes.ts";
import { orderError, requirePrice, requireShares } from "./order-error.ts";

/** Throws an ArgumentError, its fault named, unless a request can be an order on the session date `today`. */
export function checkOrder(request: OrderRequest, today: SessionDate): void {
  if (request.type === "bracket") checkBracket(request, today);
  else if (request.type === "one-cancels-other") checkGroup(request, today);
  else checkSingle(request, today);
}

function checkSingle(order: SingleOrder, today: SessionDate): void {
  if (!ORDER_TYPES.includes(order.type))
    throw orderError("bad-group", `an order's type must be one of ${ORDER_TYPES.join(", ")}`);
  requireShares(order.shares);
  if (order.type === "on-open" || order.type === "on-close") {
    if (order.limit !== undefined) requirePrice("limit", order.limit);
    return;
  }
  if (order.type === "limit" || order.type === "stop-limit") requirePrice("limit", order.limit);
  if (order.type === "stop" || order.type === "stop-limit") requirePrice("stop", order.stop);
  if (order.type === "trailing-stop") checkTrail(order.trail);
  if (order.type === "market" && order.fillAt !== undefined && !FILL_POLICIES.includes(order.fillAt))
    throw orderError("bad-time-in-force", `fillAt must be one of ${FILL_POLICIES.join(", ")}`);
  checkTimeInForce(order.timeInForce ?? "day", today);
  if (order.timeInForce === "ioc" && order.type !== "market" && order.type !== "limit")
    throw orderError("bad-time-in-force", `a ${order.type} order waits, so it cannot be "ioc"`);
}

function checkTrail(trail: Trail): void {
  const isGood =
    "amount" in trail
      ? trail.amount > 0 && trail.amount < Number.POSITIVE_INFINITY
      : trail.fraction > 0 && trail.fraction < 1;
  if (!isGood)
    throw orderError("bad-trail", "a trail must be an amount above 0, or a fraction between 0 and 1");
}

function checkTimeInForce(timeInForce: TimeInForce, today: SessionDate): void {
  if (timeInForce === "day" || timeInForce === "gtc" || timeInForce === "ioc") return;
  if (typeof timeInForce !== "object" || !Number.isInteger(timeInForce.until))
    throw orderError("bad-time-in-force", 'time in force must be "day", "gtc", "ioc" or { until: a date }');
  if (timeInForce.until < today)
    throw orderError(
      "bad-time-in-force",
      `good till session date ${timeInForce.until} is before today, ${today}`,
    );
}

function checkGroup({ orders }: OneCancelsOtherOrder, today: SessionDate): void {
  if (orders.length < 2) throw orderError("bad-group", `a group needs two orders, had ${orders.length}`);
  for (const order of orders) checkSingle(order, today);
}

function checkBracket(bracket: BracketOrder, today: SessionDate): void {
  const { entry, takeProfit, stopLoss, exitTimeInForce = "gtc" } = bracket;
  checkSingle(entry, today);
  if (takeProfit === undefined && stopLoss === undefined)
    throw orderError("bad-group", "a bracket needs a price to take profit at, a stop at a loss, or both");
  if (takeProfit !== undefined) requirePrice("takeProfit", takeProfit);
  if (typeof stopLoss === "number") requirePrice("stopLoss", stopLoss);
  else if (stopLoss !== undefined) checkTrail(stopLoss);
  checkTimeInForce(exitTimeInForce, today);
  if (exitTimeInForce === "ioc")
    throw orderError("bad-time-in-force", 'an exit waits, so it cannot be "ioc"');
  checkSides(bracket);
}

/** A long entry's profit lies above its price and its loss below; a short entry's the other way round. */
function checkSides({ entry, takeProfit, stopLoss }: BracketOrder): void {
  const side = entry.shares > 0 ? 1 : -1;
  const loss = typeof stopLoss === "number" ? stopLoss : undefined;
  const price = "limit" in entry ? entry.limit : "stop" in entry ? entry.stop : undefined;
  for (const [lower, upper] of [
    [loss, price],
    [price, takeProfit],
    [loss, takeProfit],
  ])
    if (lower !== undefined && upper !== undefined && (upper - lower) * side <= 0)
      throw orderError(
        "bad-group",
        "a bracket's loss, entry and profit must lie in this order, for its side",
      );
}
