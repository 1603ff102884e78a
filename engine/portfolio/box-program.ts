import { fail, ok, type Result } from "../contract/result.ts";
import { everyName, factorRows, solveFactored } from "./cholesky.ts";
import type { Covariance } from "./covariance.ts";

/** Minimise ½wᵀΣw − mᵀw where Σwᵢ = budget and lowerᵢ ≤ wᵢ ≤ upperᵢ. */
export interface BoxProgram {
  readonly covariance: Covariance;
  /** m, one per name. */
  readonly linear: Float64Array;
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  readonly budget: number;
}

export interface BoxSolution {
  readonly weights: Float64Array;
  /**
   * How far the weights are from optimal, computed from them alone: the gain per unit of moving weight from
   * the name where it is worth least to the one where it is worth most, relative to the terms of the
   * gradient; or the miss of the budget when that is larger.
   */
  readonly kktResidual: number;
}

/** A gap this small in the gradient is rounding. */
const ROUNDING = 1e-12;
/** No solution with a larger residual is given out. */
const LARGEST_RESIDUAL = 1e-9;

/**
 * Solves the program by a primal active-set method: from a corner, one name at a time leaves its bound, the
 * worst first (the first of equals), and the free names go to the best point on their face or to the first
 * bound in the way. The last face is solved once more from scratch, so that the bits do not depend on the way
 * there.
 *
 * Fails with "zero-variance" (reason "singular-covariance"), "bad-weights" (reason "infeasible-constraints"
 * when the bounds cannot hold the budget, "not-converged" when the residual stays above 1e-9).
 * @source Nocedal & Wright (2006), "Numerical Optimization", Algorithm 16.3.
 */
export function solveBoxProgram(program: BoxProgram): Result<BoxSolution> {
  const corner = startingCorner(program);
  if (corner === null)
    return fail("bad-weights", `no weights within their bounds sum to ${program.budget}`, {
      reason: "infeasible-constraints",
      budget: program.budget,
    });
  const face = new Face(program, corner);
  const n = program.linear.length;
  for (let step = 0; step < 20 * n + 100; step++) {
    face.computeGradient();
    const released = face.release();
    if (released === "optimal") break;
    if (released === "singular" || !face.descend()) return singular(n);
  }
  const weights = face.polish();
  if (weights === null) return singular(n);
  const kktResidual = residualOf(program, weights);
  if (!(kktResidual <= LARGEST_RESIDUAL))
    return fail("bad-weights", `the weights did not converge: residual ${kktResidual}`, {
      reason: "not-converged",
      residual: kktResidual,
    });
  return ok({ weights, kktResidual });
}

/** The failure of a solution that needs an invertible covariance. */
export const singular = (names: number): Result<never> =>
  fail(
    "zero-variance",
    `the covariance of ${names} names is singular: use more sessions than names, or shrink it`,
    { reason: "singular-covariance", names },
  );

/**
 * Every name at its lower bound, then filled to the upper one, cheapest names first, until the budget is
 * spent.
 */
function startingCorner({ covariance, linear, lower, upper, budget }: BoxProgram): Float64Array | null {
  const n = linear.length;
  const weights = lower.slice();
  let left = budget;
  for (const bound of lower) left -= bound;
  const slack = ROUNDING * Math.max(1, Math.abs(budget));
  if (left < -slack) return null;
  const cost = (i: number) => 0.5 * covariance.values[i * n + i]! - linear[i]!;
  const order = Array.from({ length: n }, (_, i) => i).sort((a, b) => cost(a) - cost(b) || a - b);
  for (const i of order) {
    const room = Math.min(Math.max(left, 0), upper[i]! - lower[i]!);
    weights[i] = room === upper[i]! - lower[i]! ? upper[i]! : weights[i]! + room;
    left -= room;
  }
  return left > slack ? null : weights;
}

/** The names off their bounds, and the point reached so far. */
class Face {
  readonly #program: BoxProgram;
  readonly #n: number;
  readonly #weights: Float64Array;
  readonly #gradient: Float64Array;
  readonly #isFree: Uint8Array;
  /** Free names in the order in which they were released, and the factor of their covariance. */
  readonly #free: Int32Array;
  #count = 0;
  #scale = 0;
  readonly #factor: Float64Array;

  constructor(program: BoxProgram, corner: Float64Array) {
    this.#program = program;
    this.#n = corner.length;
    this.#weights = corner;
    this.#gradient = new Float64Array(this.#n);
    this.#isFree = new Uint8Array(this.#n);
    this.#free = new Int32Array(this.#n);
    this.#factor = new Float64Array(this.#n * this.#n);
    // The corner leaves at most one name between its bounds.
    for (let i = 0; i < this.#n; i++)
      if (corner[i]! > program.lower[i]! && corner[i]! < program.upper[i]!) this.#add(i);
  }

  computeGradient(): void {
    this.#scale = gradientOf(this.#program, this.#weights, this.#gradient);
  }

  /** Frees the name whose bound costs most; from a corner, the best pair to move weight between. */
  release(): "released" | "optimal" | "singular" {
    const gap = findGap(this.#program, this.#weights, this.#gradient);
    if (gap.size <= ROUNDING * this.#scale) return "optimal";
    const { up, down } = gap;
    if (this.#count === 0) return this.#add(up) && this.#add(down) ? "released" : "singular";
    // On an optimal face every free name has the same gradient.
    let level = 0;
    for (let k = 0; k < this.#count; k++) level += this.#gradient[this.#free[k]!]!;
    level /= this.#count;
    const gainUp = this.#isFree[up] === 1 ? 0 : level - this.#gradient[up]!;
    const gainDown = this.#isFree[down] === 1 ? 0 : this.#gradient[down]! - level;
    // Nothing left but the rounding among free names.
    if (!(Math.max(gainUp, gainDown) > 0)) return "optimal";
    return this.#add(gainUp >= gainDown ? up : down) ? "released" : "singular";
  }

  /**
   * Goes to the best point of the face, fixing each name whose bound is met on the way. False when singular.
   */
  descend(): boolean {
    const { lower, upper } = this.#program;
    while (this.#count > 1) {
      const step = this.#direction();
      let length = 1;
      let blocked = -1;
      for (let k = 0; k < this.#count; k++) {
        const i = this.#free[k]!;
        if (step[k] === 0) continue;
        const room = ((step[k]! < 0 ? lower[i]! : upper[i]!) - this.#weights[i]!) / step[k]!;
        if (room < length) {
          length = Math.max(0, room);
          blocked = k;
        }
      }
      for (let k = 0; k < this.#count; k++) this.#weights[this.#free[k]!]! += length * step[k]!;
      if (blocked < 0) return true;
      const i = this.#free[blocked]!;
      this.#weights[i] = step[blocked]! < 0 ? lower[i]! : upper[i]!;
      if (!this.#remove(blocked)) return false;
      this.computeGradient();
    }
    // One name alone cannot move: the budget holds it.
    return true;
  }

  /** The step to the minimum among points with the same budget: Σd = ν1 − g, 1ᵀd = 0. */
  #direction(): Float64Array {
    const step = new Float64Array(this.#count);
    const ones = new Float64Array(this.#count).fill(1);
    for (let k = 0; k < this.#count; k++) step[k] = -this.#gradient[this.#free[k]!]!;
    solveFactored(this.#factor, this.#n, this.#count, step);
    solveFactored(this.#factor, this.#n, this.#count, ones);
    addMultiple(step, ones, -sum(step) / sum(ones));
    return step;
  }

  /** The face's best point, solved from scratch with its names in order. Null when singular. */
  polish(): Float64Array | null {
    const { covariance, linear, lower, upper, budget } = this.#program;
    const n = this.#n;
    const names = everyName(n).filter((i) => this.#isFree[i] === 1);
    const count = names.length;
    if (count === 0) return this.#weights;
    if (!factorRows(covariance, names, count, 0, this.#factor)) return null;
    const solution = new Float64Array(count);
    const ones = new Float64Array(count).fill(1);
    let left = budget;
    for (let j = 0; j < n; j++) if (this.#isFree[j] === 0) left -= this.#weights[j]!;
    for (let k = 0; k < count; k++) {
      let right = linear[names[k]!]!;
      for (let j = 0; j < n; j++)
        if (this.#isFree[j] === 0) right -= covariance.values[names[k]! * n + j]! * this.#weights[j]!;
      solution[k] = right;
    }
    solveFactored(this.#factor, n, count, solution);
    solveFactored(this.#factor, n, count, ones);
    // One free name takes what is left, without the rounding of a solution.
    if (count === 1) solution[0] = left;
    else addMultiple(solution, ones, (left - sum(solution)) / sum(ones));
    for (let k = 0; k < count; k++) {
      const i = names[k]!;
      this.#weights[i] = Math.min(upper[i]!, Math.max(lower[i]!, solution[k]!));
    }
    return this.#weights;
  }

  #add(i: number): boolean {
    this.#free[this.#count] = i;
    this.#isFree[i] = 1;
    this.#count++;
    return factorRows(this.#program.covariance, this.#free, this.#count, this.#count - 1, this.#factor);
  }

  #remove(k: number): boolean {
    this.#isFree[this.#free[k]!] = 0;
    this.#free.copyWithin(k, k + 1, this.#count);
    this.#count--;
    return factorRows(this.#program.covariance, this.#free, this.#count, k, this.#factor);
  }
}

/** Writes g = Σw − m; gives the largest sum of absolute terms of an entry, the scale of its rounding. */
function gradientOf({ covariance, linear }: BoxProgram, weights: Float64Array, output: Float64Array): number {
  const n = linear.length;
  let scale = 0;
  for (let i = 0; i < n; i++) {
    let total = 0;
    let size = Math.abs(linear[i]!);
    for (let j = 0; j < n; j++) {
      const term = covariance.values[i * n + j]! * weights[j]!;
      total += term;
      size += Math.abs(term);
    }
    output[i] = total - linear[i]!;
    if (size > scale) scale = size;
  }
  return scale;
}

/**
 * The best pair to move weight between: up the least gradient with room above, down the greatest with room
 * below.
 */
function findGap({ lower, upper }: BoxProgram, w: Float64Array, gradient: Float64Array) {
  let up = -1;
  let down = -1;
  for (let i = 0; i < w.length; i++) {
    if (w[i]! < upper[i]! && (up < 0 || gradient[i]! < gradient[up]!)) up = i;
    if (w[i]! > lower[i]! && (down < 0 || gradient[i]! > gradient[down]!)) down = i;
  }
  return { up, down, size: up < 0 || down < 0 ? 0 : Math.max(0, gradient[down]! - gradient[up]!) };
}

function residualOf(program: BoxProgram, weights: Float64Array): number {
  const gradient = new Float64Array(weights.length);
  const scale = gradientOf(program, weights, gradient);
  const { size } = findGap(program, weights, gradient);
  const miss = Math.abs(sum(weights) - program.budget) / Math.max(1, Math.abs(program.budget));
  return Math.max(scale === 0 ? 0 : size / scale, miss);
}

function sum(values: Float64Array): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}

function addMultiple(target: Float64Array, source: Float64Array, factor: number): void {
  for (let k = 0; k < target.length; k++) target[k]! += factor * source[k]!;
}
