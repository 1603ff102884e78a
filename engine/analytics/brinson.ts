import { fail, ok, type Result } from "../contract/result.ts";
import { apportion, isInRange } from "./apportion.ts";

/**
 * One period of a portfolio and its benchmark by sector: four arrays of equal length, one entry per sector.
 */
export interface BrinsonPeriod {
  /** Weights at the start of the period, shares of NAV, none missing. */
  readonly portfolioWeights: Float64Array;
  /** Returns of the period; one may be missing where its weight is 0. */
  readonly portfolioReturns: Float64Array;
  readonly benchmarkWeights: Float64Array;
  readonly benchmarkReturns: Float64Array;
}

/**
 * Brinson–Fachler measures allocation against the benchmark's return, Brinson–Hood–Beebower against nothing.
 */
export type BrinsonModel = "brinson-fachler" | "brinson-hood-beebower";

/**
 * Effects by sector, one entry each, in shares (0.01 is one point). All of them add up to `activeReturn`,
 * exactly.
 */
export interface BrinsonEffects {
  readonly allocation: Float64Array;
  readonly selection: Float64Array;
  readonly interaction: Float64Array;
  readonly portfolioReturn: number;
  readonly benchmarkReturn: number;
  /** Portfolio less benchmark. */
  readonly activeReturn: number;
}

/**
 * Arithmetic attribution of one period: allocation (w − W)(B − b), selection W(r − B) and interaction
 * (w − W)(r − B), with w, r weight and return of the portfolio's sector, W, B of the benchmark's and b the
 * benchmark's return (0 in the Hood–Beebower model). A missing r counts as B (nothing held, nothing selected),
 * a missing B as b.
 * Fails with "too-few-observations" without sectors and "bad-argument" for unequal lengths, values that are
 * not finite, or weights whose sums differ between portfolio and benchmark (put cash in as a sector).
 * @source Brinson, Hood & Beebower (1986); Brinson & Fachler (1985), "Measuring non-US equity portfolio
 * performance".
 *
 * @example brinson({ portfolioWeights, portfolioReturns, benchmarkWeights, benchmarkReturns })
 */
export function brinson(
  period: BrinsonPeriod,
  model: BrinsonModel = "brinson-fachler",
): Result<BrinsonEffects> {
  const fault = faultOf(period);
  if (fault) return fault;
  const { portfolioWeights: w, benchmarkWeights: W } = period;
  const n = w.length;
  const b = weightedSum(W, period.benchmarkReturns);
  const B = period.benchmarkReturns.map((x) => (Number.isNaN(x) ? b : x));
  const r = period.portfolioReturns.map((x, k) => (Number.isNaN(x) ? B[k]! : x));
  const from = model === "brinson-fachler" ? b : 0;
  const effects = new Float64Array(3 * n);
  for (let k = 0; k < n; k++) {
    effects[k] = (w[k]! - W[k]!) * (B[k]! - from);
    effects[n + k] = W[k]! * (r[k]! - B[k]!);
    effects[2 * n + k] = (w[k]! - W[k]!) * (r[k]! - B[k]!);
  }
  const portfolioReturn = weightedSum(w, r);
  if (!isInRange(portfolioReturn, b, ...effects))
    return fail("bad-argument", "the effects are beyond the range of a double for these inputs");
  const { parts, total } = apportion(effects, portfolioReturn - b);
  return ok({
    allocation: parts.slice(0, n),
    selection: parts.slice(n, 2 * n),
    interaction: parts.slice(2 * n),
    portfolioReturn,
    benchmarkReturn: b,
    activeReturn: total,
  });
}

/**
 * Σ weight·return, smallest product first so that the order of sectors has no say; a weight of 0 counts for
 * nothing.
 */
function weightedSum(weights: Float64Array, returns: Float64Array): number {
  const products = weights.map((weight, k) => (weight === 0 ? 0 : weight * returns[k]!)).sort();
  return products.reduce((sum, product) => sum + product, 0);
}

function faultOf(period: BrinsonPeriod): Result<never> | undefined {
  const { portfolioWeights, portfolioReturns, benchmarkWeights, benchmarkReturns } = period;
  const sectors = portfolioWeights.length;
  if (sectors === 0) return fail("too-few-observations", "attribution needs at least one sector");
  for (const [name, values] of Object.entries(period) as [string, Float64Array][])
    if (values.length !== sectors)
      return fail("bad-argument", `${name} must have one entry per sector, had ${values.length}`, {
        sectors,
      });
  for (let k = 0; k < sectors; k++) {
    if (!Number.isFinite(portfolioWeights[k]) || !Number.isFinite(benchmarkWeights[k]))
      return fail("bad-argument", `sector ${k} needs finite weights`, { sector: k });
    const isFit = (weight: number, x: number) => Number.isFinite(x) || (weight === 0 && Number.isNaN(x));
    if (
      !isFit(portfolioWeights[k]!, portfolioReturns[k]!) ||
      !isFit(benchmarkWeights[k]!, benchmarkReturns[k]!)
    )
      return fail("bad-argument", `sector ${k} has a weight and no finite return`, { sector: k });
  }
  const ones = new Float64Array(sectors).fill(1);
  const own = weightedSum(portfolioWeights, ones);
  const other = weightedSum(benchmarkWeights, ones);
  if (Math.abs(own - other) > 1e-9)
    return fail("bad-argument", `weights must add up alike, had ${own} and ${other}`, { own, other });
  return undefined;
}
