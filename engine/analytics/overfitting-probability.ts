import { fail, ok, type Result } from "../contract/result.ts";
import { log } from "../math/log.ts";
import { average, coMoment, isRoundingOf, tooFew, zeroVariance } from "../metrics/returns.ts";
import { combinations } from "./combinations.ts";

/** What combinatorially symmetric cross-validation found. Arrays have one entry per split into two halves. */
export interface OverfittingProbability {
  /** PBO: the share of splits in which the best trial in sample is at or below the median out of sample. */
  readonly probability: number;
  /** λ = ln(ω/(1 − ω)) of the rank of the best trial out of sample; 0 is the median. */
  readonly logits: Float64Array;
  /** Index of the trial that was best in sample; of equals the first. */
  readonly best: Int32Array;
  /** Sharpe ratio per period of that trial in sample, and out of sample. */
  readonly inSample: Float64Array;
  readonly outOfSample: Float64Array;
  /** The share of splits in which that trial's Sharpe ratio out of sample is below 0. */
  readonly probabilityOfLoss: number;
  /** Periods used: the oldest (T mod S) are dropped. */
  readonly periods: number;
}

/**
 * The probability of backtest overfitting by CSCV: the periods are cut into S even blocks; in each of the
 * C(S, S/2) choices of half of them the trial with the best Sharpe ratio is looked up in the other half,
 * where its rank r (1 the worst, mid-ranks for equals) gives ω = r/(N + 1) and λ = ln(ω/(1 − ω)); PBO is the
 * share of λ ≤ 0.
 * `trials`: all variants that were tried, each one return per period of the same periods, none missing.
 * `blocks`: S, even, from 2 to 20; 16 unless said.
 * Fails with "too-few-observations" below two trials or two periods a block, "zero-variance" when a trial
 * does not vary in a half, and "bad-argument" for a missing or infinite return, unequal lengths or a bad
 * number of blocks.
 * @source Bailey, Borwein, López de Prado & Zhu (2017), "The probability of backtest overfitting", section 3.
 *
 * @example overfittingProbability(sweep.map((run) => simpleReturns(run.navMinor)), 16)
 */
export function overfittingProbability(
  trials: readonly Float64Array[],
  blocks = 16,
): Result<OverfittingProbability> {
  const fault = faultOf(trials, blocks);
  if (fault) return fault;
  const length = trials[0]!.length;
  const size = Math.floor(length / blocks);
  const first = length - size * blocks;
  const blockMoments = trials.map((trial) => momentsOf(trial.subarray(first), blocks, size));
  const logits: number[] = [];
  const best: number[] = [];
  const inSample: number[] = [];
  const outOfSample: number[] = [];
  const own = new Float64Array(trials.length);
  const other = new Float64Array(trials.length);
  for (const chosen of combinations(blocks, blocks / 2)) {
    const rest = Int32Array.from({ length: blocks }, (_, s) => s).filter((s) => !chosen.includes(s));
    for (let trial = 0; trial < trials.length; trial++) {
      own[trial] = sharpeOf(blockMoments[trial]!, chosen, size);
      other[trial] = sharpeOf(blockMoments[trial]!, rest, size);
      if (Number.isNaN(own[trial]!) || Number.isNaN(other[trial]!))
        return zeroVariance("the probability of overfitting", `trial ${trial} does not vary in a half`);
    }
    let top = 0;
    for (let trial = 1; trial < own.length; trial++) if (own[trial]! > own[top]!) top = trial;
    let below = 0;
    let equal = 0;
    for (const value of other) {
      if (value < other[top]!) below++;
      else if (value === other[top]!) equal++;
    }
    const ω = (below + (equal + 1) / 2) / (trials.length + 1);
    logits.push(log(ω / (1 - ω)));
    best.push(top);
    inSample.push(own[top]!);
    outOfSample.push(other[top]!);
  }
  return ok({
    probability: logits.filter((λ) => λ <= 0).length / logits.length,
    logits: Float64Array.from(logits),
    best: Int32Array.from(best),
    inSample: Float64Array.from(inSample),
    outOfSample: Float64Array.from(outOfSample),
    probabilityOfLoss: outOfSample.filter((sharpe) => sharpe < 0).length / outOfSample.length,
    periods: size * blocks,
  });
}

/** Of the returns of one trial, one entry per block. */
interface BlockMoments {
  readonly mean: Float64Array;
  /** Σ(x − mean)² within the block. */
  readonly squares: Float64Array;
  /** The largest |x|. */
  readonly largest: Float64Array;
}

function momentsOf(returns: Float64Array, blocks: number, size: number): BlockMoments {
  const moments = {
    mean: new Float64Array(blocks),
    squares: new Float64Array(blocks),
    largest: new Float64Array(blocks),
  };
  for (let s = 0; s < blocks; s++) {
    const x = returns.subarray(s * size, (s + 1) * size);
    moments.mean[s] = average(x);
    moments.squares[s] = coMoment(x, x);
    moments.largest[s] = x.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
  }
  return moments;
}

/** Mean over sample deviation of some blocks taken together, all of one size; NaN when they do not vary. */
function sharpeOf({ mean, squares, largest }: BlockMoments, chosen: Int32Array, size: number): number {
  let jointMean = 0;
  let jointSquares = 0;
  let jointLargest = 0;
  // Chan's update joins samples without going back to their values, and without cancellation.
  for (let k = 0; k < chosen.length; k++) {
    const s = chosen[k]!;
    const difference = mean[s]! - jointMean;
    jointMean += difference / (k + 1);
    jointSquares += squares[s]! + difference * difference * ((size * k) / (k + 1));
    if (largest[s]! > jointLargest) jointLargest = largest[s]!;
  }
  const deviation = Math.sqrt(jointSquares / (size * chosen.length - 1));
  return isRoundingOf(deviation, jointLargest) ? Number.NaN : jointMean / deviation;
}

function faultOf(trials: readonly Float64Array[], blocks: number): Result<never> | undefined {
  if (!Number.isInteger(blocks / 2) || blocks < 2 || blocks > 20)
    return fail("bad-argument", `blocks must be an even number from 2 to 20, was ${blocks}`, { blocks });
  if (trials.length < 2) return tooFew("the probability of overfitting", 2, trials.length, "trials");
  const length = trials[0]!.length;
  for (const [trial, returns] of trials.entries()) {
    if (returns.length !== length)
      return fail("bad-argument", `trial ${trial} has ${returns.length} returns, the first has ${length}`);
    const at = returns.findIndex((x) => !Number.isFinite(x));
    if (at >= 0)
      return fail(
        "bad-argument",
        `trial ${trial} needs a finite return in every period, entry ${at} has none`,
        {
          trial,
          at,
        },
      );
  }
  return length < 2 * blocks ? tooFew("the probability of overfitting", 2 * blocks, length) : undefined;
}
