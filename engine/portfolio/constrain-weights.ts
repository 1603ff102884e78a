import { toEngineError } from "../argument-error.ts";
import { ok, type Result } from "../contract/result.ts";
import { brokenConstraints, capOf } from "./broken-constraints.ts";
import { type ConstraintContext, requireContext } from "./constraint-context.ts";
import { selectSmallest } from "./select-names.ts";
import {
  type ConstraintName,
  checkConstraints,
  infeasible,
  netCeiling,
  type WeightConstraints,
} from "./weight-constraints.ts";

/** A constraint that changed the weights. */
export interface BindingConstraint {
  readonly constraint: ConstraintName;
  /** The sector or market, for a cap on one. */
  readonly group: string | null;
  /**
   * What it found: names, a weight, a turnover; for minimumWeight and minimumTrade how many names it took
   * out.
   */
  readonly before: number;
  readonly limit: number;
}

export interface ConstrainedWeights {
  /** One per name, shares of NAV. */
  readonly weights: Float64Array;
  /** In the order in which they were met. */
  readonly binding: readonly BindingConstraint[];
  /**
   * Constraints that do not hold because maximumTurnover or minimumTrade keeps what is held now; empty
   * otherwise.
   */
  readonly unmet: readonly ConstraintName[];
}

/** A limit passed by less than this is kept. */
const ROUNDING = 1e-12;

/**
 * Applies constraints to target weights, in this order:
 *
 * 1. maximumNames keeps the largest |weights|, equal ones by `order`; 2. minimumWeight takes out smaller
 * ones; in both the other names of the same side take over the weight in proportion. 3. maximumWeight caps
 * names, and the excess goes to the names of the same side below their cap, in proportion; what no name can
 * take stays in cash. 4. maximumSector and 5. maximumMarket scale a group down to its cap. 6. maximumGross
 * scales everything down. 7. minimumNet, maximumNet and cashBuffer scale down the side that is too large.
 * What falls below minimumWeight on the way is taken out, and 6 and 7 repeated. So nothing after step 3 makes
 * a weight larger. 8. maximumTurnover goes only part of the way from the current weights: current + θ(w −
 * current). 9. minimumTrade leaves out smaller changes, but for a position that is closed.
 *
 * A target without any name is all cash and passes steps 1 to 7. The last two may leave current holdings
 * outside the other constraints: `unmet` names these.
 *
 * @param weights one finite share of NAV per name, Σ|w| at most 10
 *
 * Fails with "bad-weights" (reason "infeasible-constraints" when no scaling down can reach the net range) and
 * "bad-argument" (a constraint or a group that does not exist, what a constraint needs is not given).
 * @example constrainWeights(weights, { maximumWeight: 0.05, maximumSector: 0.3 }, { order, sectors })
 */
export function constrainWeights(
  weights: Float64Array,
  constraints: WeightConstraints,
  context: ConstraintContext,
): Result<ConstrainedWeights> {
  try {
    checkConstraints(constraints);
    requireContext(weights, constraints, context);
    const pass = new Pass(weights, constraints, context);
    if (weights.some((w) => w !== 0)) pass.reshape();
    const isPartial = pass.limitTrades();
    const unmet = brokenConstraints(pass.weights, constraints, context);
    if (unmet.length > 0 && !isPartial)
      throw infeasible(`${unmet.join(", ")} cannot be kept by these weights`);
    // A short position scaled to nothing is 0, not −0.
    const settled = pass.weights.map((w) => (w === 0 ? 0 : w));
    return ok({ weights: settled, binding: pass.binding, unmet });
  } catch (thrown) {
    return { ok: false, error: toEngineError(thrown, "the constraints") };
  }
}

/** One application: the weights as they are after each step, and the record of what bound. */
class Pass {
  readonly weights: Float64Array;
  readonly binding: BindingConstraint[] = [];
  readonly #constraints: WeightConstraints;
  readonly #context: ConstraintContext;

  constructor(weights: Float64Array, constraints: WeightConstraints, context: ConstraintContext) {
    this.weights = weights.slice();
    this.#constraints = constraints;
    this.#context = context;
  }

  reshape(): void {
    const { maximumNames, minimumWeight, maximumWeight } = this.#constraints;
    if (maximumNames !== undefined) this.#limitNames(maximumNames);
    if (minimumWeight !== undefined)
      this.#takeOver(this.#isBelow(minimumWeight), "minimumWeight", minimumWeight);
    if (maximumWeight !== undefined) this.#capNames(maximumWeight);
    this.#capGroups("maximumSector", this.#context.sectors);
    this.#capGroups("maximumMarket", this.#context.markets);
    do {
      this.#capGross();
      this.#capNet();
    } while (minimumWeight !== undefined && this.#dropBelow(minimumWeight));
  }

  #limitNames(limit: number): void {
    const held = this.#context.order.filter((i) => this.weights[i] !== 0);
    if (held.length <= limit) return;
    const keys = Float64Array.from(held, (i) => -Math.abs(this.weights[i]!));
    const kept = new Set(selectSmallest(held, keys, limit));
    this.#takeOver((i) => !kept.has(i), "maximumNames", limit, held.length);
  }

  #isBelow(limit: number): (i: number) => boolean {
    return (i) => this.weights[i] !== 0 && Math.abs(this.weights[i]!) < limit - ROUNDING;
  }

  /** Takes names out; the others of the same side take over their weight in proportion. */
  #takeOver(isOut: (i: number) => boolean, constraint: ConstraintName, limit: number, before?: number): void {
    const { order } = this.#context;
    const out = order.filter((i) => this.weights[i] !== 0 && isOut(i));
    if (out.length === 0) return;
    this.binding.push({ constraint, group: null, before: before ?? out.length, limit });
    const whole = this.#sides();
    for (const i of out) this.weights[i] = 0;
    const left = this.#sides();
    for (const i of order)
      if (this.weights[i]! > 0) this.weights[i]! *= whole.long / left.long;
      else if (this.weights[i]! < 0) this.weights[i]! *= whole.short / left.short;
  }

  #capNames(cap: number): void {
    let largest = 0;
    for (const w of this.weights) largest = Math.max(largest, Math.abs(w));
    if (largest <= cap + ROUNDING) return;
    this.binding.push({ constraint: "maximumWeight", group: null, before: largest, limit: cap });
    const { order } = this.#context;
    this.#capSide(
      order.filter((i) => this.weights[i]! > 0),
      cap,
    );
    this.#capSide(
      order.filter((i) => this.weights[i]! < 0),
      cap,
    );
  }

  /** Caps names of one sign; each round spreads the excess, which may bring more names to the cap. */
  #capSide(side: Int32Array, cap: number): void {
    let total = 0;
    for (const i of side) total += Math.abs(this.weights[i]!);
    let open = side;
    let factor = 1;
    for (;;) {
      const below = open.filter((i) => Math.abs(this.weights[i]!) * factor < cap);
      if (below.length === open.length) break;
      for (const i of open)
        if (!(Math.abs(this.weights[i]!) * factor < cap)) this.weights[i] = this.weights[i]! < 0 ? -cap : cap;
      open = below;
      let spread = 0;
      for (const i of open) spread += Math.abs(this.weights[i]!);
      if (!(spread > 0)) return;
      factor = (total - cap * (side.length - open.length)) / spread;
    }
    for (const i of open) this.weights[i]! *= factor;
  }

  #capGroups(constraint: "maximumSector" | "maximumMarket", groups: readonly string[] | undefined): void {
    const cap = this.#constraints[constraint];
    if (cap === undefined || groups === undefined) return;
    const { order } = this.#context;
    const gross = new Map<string, number>();
    for (const i of order) gross.set(groups[i]!, (gross.get(groups[i]!) ?? 0) + Math.abs(this.weights[i]!));
    for (const [group, before] of gross) {
      const limit = capOf(cap, group);
      if (limit === null || before <= limit + ROUNDING) continue;
      this.binding.push({ constraint, group, before, limit });
      for (const i of order) if (groups[i] === group) this.weights[i]! *= limit / before;
    }
  }

  #capGross(): void {
    const limit = this.#constraints.maximumGross;
    if (limit === undefined) return;
    const { long, short } = this.#sides();
    const before = long + short;
    if (before <= limit + ROUNDING) return;
    this.#bind("maximumGross", before, limit);
    for (const i of this.#context.order) this.weights[i]! *= limit / before;
  }

  #capNet(): void {
    const { minimumNet = Number.NEGATIVE_INFINITY, maximumNet, cashBuffer } = this.#constraints;
    const ceiling = netCeiling(this.#constraints);
    const { long, short } = this.#sides();
    const net = long - short;
    if (net > ceiling + ROUNDING) {
      const isBuffer = cashBuffer !== undefined && (maximumNet === undefined || 1 - cashBuffer < maximumNet);
      if (ceiling + short < 0)
        throw infeasible(
          `a net weight of at most ${ceiling} needs short positions of ${-ceiling}, had ${short}`,
          { net },
        );
      this.#bind(
        isBuffer ? "cashBuffer" : "maximumNet",
        isBuffer ? 1 - net : net,
        isBuffer ? cashBuffer : ceiling,
      );
      this.#scaleSide(1, (ceiling + short) / long);
    } else if (net < minimumNet - ROUNDING) {
      if (long < minimumNet)
        throw infeasible(
          `the long side is ${long} after the other constraints, below minimumNet ${minimumNet}`,
          { net },
        );
      this.#bind("minimumNet", net, minimumNet);
      this.#scaleSide(-1, (long - minimumNet) / short);
    }
  }

  #scaleSide(sign: number, factor: number): void {
    for (const i of this.#context.order) if (this.weights[i]! * sign > 0) this.weights[i]! *= factor;
  }

  /** Without handing the weight on, so that no cap is passed again. True when a name went out. */
  #dropBelow(limit: number): boolean {
    const out = this.#context.order.filter(this.#isBelow(limit));
    for (const i of out) this.weights[i] = 0;
    if (out.length > 0) this.#bind("minimumWeight", out.length, limit);
    return out.length > 0;
  }

  /** Turnover, then small trades. True when a holding stays as it is, or on its way, because of them. */
  limitTrades(): boolean {
    const { maximumTurnover, minimumTrade } = this.#constraints;
    const { order, current } = this.#context;
    if (current === undefined) return false;
    let isPartial = false;
    const before = this.#turnover();
    if (maximumTurnover !== undefined && before > maximumTurnover + ROUNDING) {
      isPartial = true;
      this.#bind("maximumTurnover", before, maximumTurnover);
      const share = maximumTurnover / before;
      for (const i of order) this.weights[i] = current[i]! + share * (this.weights[i]! - current[i]!);
    }
    if (minimumTrade === undefined) return isPartial;
    const small = order.filter((i) => {
      const change = Math.abs(this.weights[i]! - current[i]!);
      return change > 0 && change < minimumTrade - ROUNDING && this.weights[i] !== 0;
    });
    for (const i of small) this.weights[i] = current[i]!;
    if (small.length > 0) this.#bind("minimumTrade", small.length, minimumTrade);
    return isPartial || small.length > 0;
  }

  #turnover(): number {
    const { order, current } = this.#context;
    let total = 0;
    for (const i of order) total += Math.abs(this.weights[i]! - current![i]!);
    return total / 2;
  }

  #bind(constraint: ConstraintName, before: number, limit: number): void {
    this.binding.push({ constraint, group: null, before, limit });
  }

  /** The sums of long and of short weights, both positive. */
  #sides(): { long: number; short: number } {
    let long = 0;
    let short = 0;
    for (const i of this.#context.order)
      if (this.weights[i]! > 0) long += this.weights[i]!;
      else short -= this.weights[i]!;
    return { long, short };
  }
}
