import { ArgumentError } from "../argument-error.ts";

/** What sizing reads, one entry per name. The arrays may be the book's own: nothing here writes them. */
export interface SizingInputs {
  /** Net asset value and the minor units in one unit of the run's currency. */
  readonly navMinor: number;
  readonly minorPerUnit: number;
  /** Newest known price in the name's currency; NaN when there is none. */
  readonly prices: Float64Array;
  /** Units of the run's currency per unit of the name's; NaN when there is no rate. */
  readonly fxRates: Float64Array;
  /** Shares in a board lot, at least 1. */
  readonly lots: Float64Array;
  /** Whole shares held, negative when short. */
  readonly held: Float64Array;
}

/**
 * Whole-share orders that take the positions to target weights: the target is trunc(w·NAV/(price·fx·minor))
 * shares, and the order, target − held, is rounded towards zero to whole lots unless it closes the position.
 * A weight of 0 closes. A name without a price or a rate that should be held keeps what it has: order 0.
 *
 * Writes into `orders` and allocates nothing.
 * Throws an ArgumentError "bad-weights" for a weight that is not finite, or too large to count in shares.
 * @example sizeTargets(weights, { navMinor, minorPerUnit: 100, prices, fxRates, lots, held }, orders)
 */
export function sizeTargets(weights: Float64Array, inputs: SizingInputs, orders: Float64Array): void {
  for (let i = 0; i < weights.length; i++) orders[i] = sizeTargetPercent(i, weights[i]!, inputs);
}

/** The order that takes one name to a share of NAV (0.05 is 5 %); as in `sizeTargets`. */
export function sizeTargetPercent(name: number, weight: number, inputs: SizingInputs): number {
  if (weight === 0) return sizeTargetShares(name, 0, inputs);
  const unitMinor = inputs.prices[name]! * inputs.fxRates[name]! * inputs.minorPerUnit;
  if (weight - weight !== 0) throw badTarget(name, `weight ${weight}`);
  if (!(unitMinor > 0)) return 0;
  return sizeTargetShares(name, Math.trunc((weight * inputs.navMinor) / unitMinor), inputs);
}

/**
 * The order that takes one name to a number of whole shares: target − held, in whole lots unless it closes.
 */
export function sizeTargetShares(name: number, target: number, inputs: SizingInputs): number {
  if (!Number.isSafeInteger(target)) throw badTarget(name, `${target} shares`);
  const held = inputs.held[name]!;
  const lot = inputs.lots[name]!;
  if (!(lot >= 1) || !Number.isInteger(lot))
    throw new ArgumentError(`the lot of name ${name} must be a whole number from 1, was ${lot}`);
  const wanted = target - held;
  // Adding 0 turns −0 into 0.
  return target === 0 ? 0 - held + 0 : Math.trunc(wanted / lot) * lot + 0;
}

function badTarget(name: number, said: string): ArgumentError {
  return new ArgumentError(`the target of name ${name} is ${said}`, "bad-weights", { name });
}
