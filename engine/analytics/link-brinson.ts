import { fail, ok, type Result } from "../contract/result.ts";
import { expm1, log1p } from "../math/hyperbolic.ts";
import { pow } from "../math/pow.ts";
import { apportion, isInRange } from "./apportion.ts";
import { type BrinsonEffects, type BrinsonModel, type BrinsonPeriod, brinson } from "./brinson.ts";
import { carinoFactor } from "./carino.ts";

/** Effects over many periods, in the shape of one, and the periods they were linked from. */
export interface LinkedBrinson extends BrinsonEffects {
  readonly periods: readonly BrinsonEffects[];
}

/** How single periods are linked; both leave no residual and no dependence on the order of periods. */
export type BrinsonLinking = "carino" | "menchero";

/**
 * Arithmetic attribution over many periods: each period's effects times a coefficient β_t, so that they add
 * up to the compounded R − b. Cariño: β_t = k_t/k with k = (ln(1 + R) − ln(1 + b))/(R − b).
 * Menchero: β_t = M + C(r_t − b_t), with M = (R − b)/T ÷ [(1 + R)^(1/T) − (1 + b)^(1/T)] and
 * C = (R − b − MΣ(r_t − b_t)) / Σ(r_t − b_t)².
 * `periods`: in order of time, sectors in one order. Results as of `brinson`, over the whole time.
 * Fails as `brinson` does, with "too-few-observations" without a period, "bad-argument" when the number of
 * sectors changes and "ruin" when a period loses everything.
 * @source Cariño (1999), "Combining attribution effects over time"; Menchero (2000), "An optimized approach
 * to linking attribution effects over time", Journal of Performance Measurement.
 *
 * @example linkBrinson([january, february], "menchero")
 */
export function linkBrinson(
  periods: readonly BrinsonPeriod[],
  linking: BrinsonLinking = "carino",
  model: BrinsonModel = "brinson-fachler",
): Result<LinkedBrinson> {
  const effects: BrinsonEffects[] = [];
  for (const [t, period] of periods.entries()) {
    const single = brinson(period, model);
    if (!single.ok) return fail(single.error.code, `period ${t}: ${single.error.message}`, { period: t });
    if (single.value.allocation.length !== (effects[0] ?? single.value).allocation.length)
      return fail("bad-argument", `period ${t} has another number of sectors`, { period: t });
    if (single.value.portfolioReturn <= -1 || single.value.benchmarkReturn <= -1)
      return fail("ruin", `period ${t} lost everything`, { period: t });
    effects.push(single.value);
  }
  if (effects.length === 0) return fail("too-few-observations", "linking needs at least one period");
  const R = growth(effects.map((each) => each.portfolioReturn)) - 1;
  const b = growth(effects.map((each) => each.benchmarkReturn)) - 1;
  const coefficient = linking === "carino" ? carino(R, b) : menchero(effects, R, b);
  const n = effects[0]!.allocation.length;
  const sums = new Float64Array(3 * n);
  for (const each of effects) {
    const β = coefficient(each);
    [each.allocation, each.selection, each.interaction].forEach((kind, row) => {
      for (let k = 0; k < n; k++) sums[row * n + k]! += β * kind[k]!;
    });
  }
  if (!isInRange(R, b, ...sums))
    return fail("bad-argument", "the linked effects are beyond the range of a double for these inputs");
  const { parts, total } = apportion(sums, R - b);
  return ok({
    allocation: parts.slice(0, n),
    selection: parts.slice(n, 2 * n),
    interaction: parts.slice(2 * n),
    portfolioReturn: R,
    benchmarkReturn: b,
    activeReturn: total,
    periods: effects,
  });
}

const growth = (returns: readonly number[]) => returns.reduce((product, r) => product * (1 + r), 1);

function carino(R: number, b: number) {
  const whole = carinoFactor(R, b);
  return (each: BrinsonEffects) => carinoFactor(each.portfolioReturn, each.benchmarkReturn) / whole;
}

function menchero(effects: readonly BrinsonEffects[], R: number, b: number) {
  const T = effects.length;
  // (1 + R)^(1/T) − (1 + b)^(1/T) as one expm1, because the two powers are close.
  const spread = pow(1 + b, 1 / T) * expm1(log1p((R - b) / (1 + b)) / T);
  const M = R === b ? pow(1 + R, (T - 1) / T) : (R - b) / T / spread;
  let sum = 0;
  let squares = 0;
  for (const { activeReturn } of effects) {
    sum += activeReturn;
    squares += activeReturn * activeReturn;
  }
  const C = squares === 0 ? 0 : (R - b - M * sum) / squares;
  return (each: BrinsonEffects) => M + C * each.activeReturn;
}
