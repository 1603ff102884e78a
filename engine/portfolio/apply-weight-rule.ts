import { ArgumentError } from "../argument-error.ts";
import type { EngineError, Result } from "../contract/result.ts";
import { type ConstrainedWeights, constrainWeights } from "./constrain-weights.ts";
import type { ConstraintContext } from "./constraint-context.ts";
import { gatherReturns, type TotalReturnHistory } from "./gather-returns.ts";
import { selectSmallest } from "./select-names.ts";
import { balancedWeights, meanRanks, proportionalWeights, rankWeights } from "./signal-weights.ts";
import { splitByRisk } from "./split-by-risk.ts";
import { type WeightRule, weightRuleNeeds } from "./weight-rule-data.ts";

/** What a rule may read at one decision, beside the signal. All of it as known then. */
export interface WeightContext extends Omit<ConstraintContext, "order"> {
  /** Total return indices; needed by every split that `weightRuleNeeds` gives a look-back. */
  readonly history?: TotalReturnHistory;
}

/**
 * Target weights from a signal at one decision. `values` has one entry per instrument, NaN where there is no signal;
 * `canonicalOrder` lists instruments by id and decides ties and the order of additions, so that the panel's own order
 * never matters.
 *
 * The number of names is floor(n · percent / 100), at least one when any name has a signal; on each side of a long-short
 * rule at most half of the names. A split that reads history passes over names with returns on fewer than half of its
 * sessions, or with returns that never vary. Without candidates all weights are 0.
 *
 * Throws ArgumentErrors: "bad-weights" (a signal that is not finite where its size matters; constraints that cannot hold),
 * "bad-argument" (history or current weights are needed and not given), "zero-variance" (a singular covariance).
 */
export function applyWeightRule(
  rule: WeightRule,
  values: Float64Array,
  canonicalOrder: Int32Array,
  context: WeightContext = {},
): Float64Array {
  return explainWeightRule(rule, values, canonicalOrder, context).weights;
}

/** As `applyWeightRule`, with the constraints that changed the weights and those that current holdings still break. */
export function explainWeightRule(
  rule: WeightRule,
  values: Float64Array,
  canonicalOrder: Int32Array,
  context: WeightContext = {},
): ConstrainedWeights {
  const weights = propose(rule, values, canonicalOrder, context.history);
  if (rule.constraints === undefined) return { weights, binding: [], unmet: [] };
  const { history: _, ...known } = context;
  return unwrapped(constrainWeights(weights, rule.constraints, { ...known, order: canonicalOrder }));
}

function propose(
  rule: WeightRule,
  values: Float64Array,
  canonicalOrder: Int32Array,
  history: TotalReturnHistory | undefined,
): Float64Array {
  const weights = new Float64Array(values.length);
  const { lookBackSessions } = weightRuleNeeds(rule);
  if (lookBackSessions > 0 && history === undefined)
    throw new ArgumentError(`the split ${rule.split} needs the history of total returns`);
  let candidates: Int32Array = canonicalOrder.filter((i) => !Number.isNaN(values[i]));
  const returns =
    history && lookBackSessions > 0 ? gatherReturns(history, candidates, lookBackSessions) : null;
  if (returns) candidates = returns.names;
  const sides = chooseSides(rule, values, candidates);
  if (rule.select === "long-short" && (rule.split === "proportional" || rule.split === "rank")) {
    // Ascending, as both sides are parts of one canonical order.
    const names = candidates.filter((i) => sides[i] !== 0);
    const signal = signalOf(rule, values, names);
    const balanced = balancedWeights(rule.split === "rank" ? meanRanks(signal) : signal, rule.gross ?? 1);
    for (let k = 0; k < names.length; k++) weights[names[k]!] = balanced[k]!;
    return weights;
  }
  for (const sign of [1, -1]) {
    const names = candidates.filter((i) => sides[i] === sign);
    if (names.length === 0) continue;
    const signal = signalOf(rule, values, names);
    const split = returns
      ? unwrapped(splitByRisk(rule, sign < 0 ? signal.map((x) => -x) : signal, returns.matrixOf(names)))
      : splitBySignal(rule.split, signal);
    const scale = rule.select === "long-short" ? (sign * (rule.gross ?? 1)) / 2 : 1;
    // Adding 0 turns −0 into 0.
    for (let k = 0; k < names.length; k++) weights[names[k]!] = split[k]! * scale + 0;
  }
  return weights;
}

/** 1 for each name held long, −1 for each held short. */
function chooseSides(rule: WeightRule, values: Float64Array, candidates: Int32Array): Int8Array {
  const chosen = new Int8Array(values.length);
  const n = candidates.length;
  const isLongShort = rule.select === "long-short";
  const wanted = rule.count ?? Math.max(1, Math.floor((n * rule.percent) / 100 + 1e-9));
  const count = rule.select === "all" ? n : Math.min(wanted, isLongShort ? Math.floor(n / 2) : n);
  const mark = (direction: 1 | -1, ties: "front" | "end", side: 1 | -1) => {
    const keys = Float64Array.from(candidates, (i) => direction * values[i]!);
    for (const i of selectSmallest(candidates, keys, count, ties)) chosen[i] = side;
  };
  if (rule.select === "all") for (const i of candidates) chosen[i] = 1;
  else if (rule.select === "bottom") mark(1, "front", 1);
  else mark(-1, "front", 1);
  // Ties from the other end, so that no name is on both sides.
  if (isLongShort) mark(1, "end", -1);
  return chosen;
}

/** The signal of the chosen names; the splits that read its size refuse infinities. */
function signalOf(rule: WeightRule, values: Float64Array, names: Int32Array): Float64Array {
  const isSizeRead = rule.split === "proportional" || rule.split === "mean-variance";
  return Float64Array.from(names, (i) => {
    if (isSizeRead && !Number.isFinite(values[i]))
      throw new ArgumentError(
        `the split ${rule.split} needs a finite signal, one was ${values[i]}`,
        "bad-weights",
        {
          name: i,
        },
      );
    return values[i]!;
  });
}

function splitBySignal(split: WeightRule["split"], signal: Float64Array): Float64Array {
  if (split === "proportional") return proportionalWeights(signal);
  return split === "rank" ? rankWeights(signal) : new Float64Array(signal.length).fill(1 / signal.length);
}

function unwrapped<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  const { code, message, details }: EngineError = result.error;
  throw new ArgumentError(message, code, details);
}
