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
 * Target weights from a signal at one decision. `values` has one entry per instrument, NaN where there is no
 * signal; `canonicalOrder` lists instruments by id and decides ties and the order of additions, so that the
 * panel's own order never matters.
 *
 * The number of names is floor(n · percent / 100), at least one when any name has a signal; on each side of a
 * long-short rule at most half of the names. A split that reads history passes over names with returns on
 * fewer than half of its sessions, or with returns that never vary. Without candidates all weights are 0.
 *
 * Throws ArgumentErrors: "bad-weights" (a signal that is not finite where its size matters; constraints that
 * cannot hold), "bad-argument" (history or current weights are needed and not given), "zero-variance" (a
 * singular covariance).
 * @example applyWeightRule(signal.top(10).riskParity({ window: 120 }), values, order, { history })
 */
export function applyWeightRule(
  rule: WeightRule,
  values: Float64Array,
  canonicalOrder: Int32Array,
  context: WeightContext = {},
): Float64Array {
  return explainWeightRule(rule, values, canonicalOrder, context).weights;
}

/**
 * As `applyWeightRule`, with the constraints that changed the weights and those that current holdings still
 * break.
 */
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
  let candidates = withSignal(values, canonicalOrder);
  const returns =
    history && lookBackSessions > 0 ? gatherReturns(history, candidates, lookBackSessions) : null;
  if (returns) candidates = returns.names;
  const sides = chooseSides(rule, values, candidates);
  const gross = rule.gross ?? 1;
  if (rule.select === "long-short" && (rule.split === "proportional" || rule.split === "rank")) {
    const isChosen = new Set([...sides.long, ...sides.short]);
    const names = candidates.filter((i) => isChosen.has(i));
    const signal = signalOf(rule.split, values, names);
    scatter(balancedWeights(rule.split === "rank" ? meanRanks(signal) : signal, gross), names, 1, weights);
    return weights;
  }
  for (const [names, sign] of [[sides.long, 1] as const, [sides.short, -1] as const]) {
    if (names.length === 0) continue;
    const signal = signalOf(rule.split, values, names);
    const split = returns
      ? unwrapped(splitByRisk(rule, sign < 0 ? signal.map((x) => -x) : signal, returns.matrixOf(names)))
      : splitBySignal(rule.split, signal);
    scatter(split, names, rule.select === "long-short" ? (sign * gross) / 2 : 1, weights);
  }
  return weights;
}

// Plain loops from here on: with a callback per name they take several times as long. What is read and forgotten within
// a decision lies in two arrays that serve all decisions: a sweep makes a hundred thousand of them.
let candidatesNow = new Int32Array(0);
let keysNow = new Float64Array(0);

function withSignal(values: Float64Array, canonicalOrder: Int32Array): Int32Array {
  if (candidatesNow.length < canonicalOrder.length) candidatesNow = new Int32Array(canonicalOrder.length);
  const candidates = candidatesNow;
  let count = 0;
  for (let k = 0; k < canonicalOrder.length; k++) {
    const i = canonicalOrder[k]!;
    if (!Number.isNaN(values[i])) candidates[count++] = i;
  }
  return candidates.subarray(0, count);
}

/** The names of both sides, each in canonical order. */
function chooseSides(rule: WeightRule, values: Float64Array, candidates: Int32Array) {
  const n = candidates.length;
  const isLongShort = rule.select === "long-short";
  const wanted = rule.count ?? Math.max(1, Math.floor((n * rule.percent) / 100 + 1e-9));
  const count = Math.min(wanted, isLongShort ? Math.floor(n / 2) : n);
  const first = rule.select === "bottom" ? 1 : -1;
  const long = rule.select === "all" ? candidates : choose(values, candidates, first, count, "front");
  // Ties from the other end, so that no name is on both sides.
  return { long, short: isLongShort ? choose(values, candidates, 1, count, "end") : new Int32Array(0) };
}

function choose(
  values: Float64Array,
  candidates: Int32Array,
  direction: 1 | -1,
  count: number,
  ties: "front" | "end",
): Int32Array {
  if (keysNow.length < candidates.length) keysNow = new Float64Array(candidates.length);
  const keys = keysNow.subarray(0, candidates.length);
  for (let k = 0; k < keys.length; k++) keys[k] = direction * values[candidates[k]!]!;
  return selectSmallest(candidates, keys, count, ties);
}

/** The signal of the chosen names; the splits that read its size refuse infinities. */
function signalOf(split: WeightRule["split"], values: Float64Array, names: Int32Array): Float64Array {
  const isSizeRead = split === "proportional" || split === "mean-variance";
  const signal = new Float64Array(names.length);
  for (let k = 0; k < names.length; k++) {
    const value = values[names[k]!]!;
    if (isSizeRead && !Number.isFinite(value))
      throw new ArgumentError(`the split ${split} needs a finite signal, one was ${value}`, "bad-weights", {
        name: names[k]!,
      });
    signal[k] = value;
  }
  return signal;
}

/** Writes each name's share times `scale`; adding 0 turns −0 into 0. */
function scatter(split: Float64Array, names: Int32Array, scale: number, weights: Float64Array): void {
  for (let k = 0; k < names.length; k++) weights[names[k]!] = split[k]! * scale + 0;
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
