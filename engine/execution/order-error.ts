import { ArgumentError } from "../argument-error.ts";
import type { OrderFault } from "../contract/orders.ts";

/** The error of a request that cannot be an order; `details.fault` names what was wrong. */
export const orderError = (fault: OrderFault, message: string) =>
  new ArgumentError(message, "bad-argument", { fault });

/** Throws unless `shares` is a whole number other than 0. */
export function requireShares(shares: number): void {
  if (!Number.isSafeInteger(shares) || shares === 0)
    throw orderError("bad-shares", `shares must be a whole number other than 0, was ${shares}`);
}

/** Throws unless `price` is finite and above 0. */
export function requirePrice(name: string, price: number): void {
  if (!(price > 0 && price < Number.POSITIVE_INFINITY))
    throw orderError("bad-price", `${name} must be a price above 0, was ${price}`);
}
