import { requireWithin } from "../argument-error.ts";

/**
 * How a signal becomes target weights, as plain data: which names, and how the capital is split among them.
 * Weights are shares of NAV, sum to 1 over the selection, and are zero elsewhere.
 */
export interface WeightRule {
  readonly select: "top" | "bottom" | "all";
  /** Share of the names with a signal, in percent; 100 for all. */
  readonly percent: number;
  readonly split: "equal" | "proportional";
}

/** A choice of names, waiting for the way to split the capital among them. */
export class Selection {
  readonly #select: WeightRule["select"];
  readonly #percent: number;

  constructor(select: WeightRule["select"], percent: number) {
    requireWithin(`${select} percent`, percent, 0, 100);
    this.#select = select;
    this.#percent = percent;
  }

  /** The same weight for each selected name. */
  equal(): WeightRule {
    return { select: this.#select, percent: this.#percent, split: "equal" };
  }

  /** Weights in proportion to the signal; names whose signal is not positive get none. */
  proportional(): WeightRule {
    return { select: this.#select, percent: this.#percent, split: "proportional" };
  }
}

/** The signal as the weights function sees it. */
export interface Signal {
  /** The names with the highest signals: `percent` of those that have one, at least one name. */
  top(percent: number): Selection;
  /** The names with the lowest signals. */
  bottom(percent: number): Selection;
  /** Every name with a signal. */
  all(): Selection;
  equal(): WeightRule;
  proportional(): WeightRule;
}

export const signalHandle: Signal = Object.freeze({
  top: (percent: number) => new Selection("top", percent),
  bottom: (percent: number) => new Selection("bottom", percent),
  all: () => new Selection("all", 100),
  equal: () => new Selection("all", 100).equal(),
  proportional: () => new Selection("all", 100).proportional(),
});

/**
 * Target weights from a signal. `values` has one entry per instrument, NaN where there is no signal;
 * `canonicalOrder` lists instruments by id and breaks ties, so that the panel's own order never matters.
 * The number of names is floor(n · percent / 100), at least one when any name has a signal.
 */
export function applyWeightRule(
  rule: WeightRule,
  values: Float64Array,
  canonicalOrder: Int32Array,
): Float64Array {
  const weights = new Float64Array(values.length);
  const candidates: number[] = [];
  for (const instrument of canonicalOrder) if (!Number.isNaN(values[instrument])) candidates.push(instrument);
  if (candidates.length === 0) return weights;
  const direction = rule.select === "bottom" ? 1 : -1;
  // Array sort is stable, so equal signals keep the canonical order.
  if (rule.select !== "all") candidates.sort((a, b) => direction * compare(values[a]!, values[b]!));
  const count =
    rule.select === "all"
      ? candidates.length
      : Math.max(1, Math.floor((candidates.length * rule.percent) / 100 + 1e-9));
  const chosen = candidates.slice(0, count);
  if (rule.split === "equal") {
    for (const instrument of chosen) weights[instrument] = 1 / chosen.length;
    return weights;
  }
  let total = 0;
  for (const instrument of chosen) total += Math.max(0, values[instrument]!);
  if (total > 0)
    for (const instrument of chosen) weights[instrument] = Math.max(0, values[instrument]!) / total;
  return weights;
}

const compare = (a: number, b: number) => (a < b ? -1 : a > b ? 1 : 0);
