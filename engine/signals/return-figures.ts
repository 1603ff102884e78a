import { pow } from "../math/pow.ts";

/** What one account came to, from which its figures follow. */
export interface AccountSums {
  /** Final wealth for 1 at the start. */
  readonly wealth: number;
  /** Σr and Σr² of its simple returns: one per bar after the first, and one where a listing ends. */
  readonly sum: number;
  readonly squares: number;
  /** The least ratio of wealth to its running peak, which includes the start; at most 1. */
  readonly fall: number;
}

/** The figures of several accounts, one entry each. */
export interface ReturnFigures {
  /** Final wealth over initial wealth − 1. 0.1 is 10 %. */
  readonly totalReturn: Float64Array;
  /** Compound annual growth, (W_T/W_0)^(A/n) − 1 with n returns. */
  readonly cagr: Float64Array;
  /** s·√A of the simple returns of the wealth; 0.2 is 20 % a year. */
  readonly annualisedVolatility: Float64Array;
  /** mean(r)/s·√A, risk-free 0. NaN, not a number to be had, where the wealth never varies. */
  readonly sharpe: Float64Array;
  /** The deepest fall from the running peak, which includes the start; at most 0. */
  readonly maxDrawdown: Float64Array;
}

/** NaN until they are written. */
export function createReturnFigures(count: number): ReturnFigures {
  const column = () => new Float64Array(count).fill(Number.NaN);
  return {
    totalReturn: column(),
    cagr: column(),
    annualisedVolatility: column(),
    sharpe: column(),
    maxDrawdown: column(),
  };
}

/** Writes the k-th account's figures. @param returns how many it had, at least 2 */
export function writeFigures(
  figures: ReturnFigures,
  k: number,
  { wealth, sum, squares, fall }: AccountSums,
  returns: number,
  periodsPerYear: number,
): void {
  const root = Math.sqrt(periodsPerYear);
  const mean = sum / returns;
  const deviation = Math.sqrt(Math.max(0, squares - sum * mean) / (returns - 1));
  figures.totalReturn[k] = wealth - 1;
  figures.cagr[k] = pow(wealth, periodsPerYear / returns) - 1;
  figures.annualisedVolatility[k] = deviation * root;
  figures.sharpe[k] = deviation > 0 ? (mean / deviation) * root : Number.NaN;
  figures.maxDrawdown[k] = fall - 1;
}
