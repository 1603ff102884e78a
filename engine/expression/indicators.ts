import { type Factor, fieldFactor } from "./factor.ts";
import type { OperatorReference } from "./operator.ts";

/*
 * Indicators of several prices of a session. Today's high against yesterday's close across a split is a jump that
 * never was, so all read prices made comparable forwards (`adjustedHigh` and its kin).
 */
const open = fieldFactor("adjustedOpen");
const high = fieldFactor("adjustedHigh");
const low = fieldFactor("adjustedLow");
const close = fieldFactor("adjustedClose");
const volume = fieldFactor("adjustedVolume");

function trueRange(): Factor {
  const before = close.delay(1);
  return high.minus(low).greaterOf(high.minus(before).abs()).greaterOf(low.minus(before).abs());
}

/** The part of a session's move that goes beyond yesterday's range on one side, when it is the greater one. */
function directionalMove(isUp: boolean): Factor {
  const up = high.delta(1);
  const down = low.delta(1).neg();
  const [move, other] = isUp ? [up, down] : [down, up];
  return move.greaterThan(other).and(move.greaterThan(0)).where(move, 0);
}

const directional = (isUp: boolean, n: number): Factor =>
  directionalMove(isUp).wilder(n).div(trueRange().wilder(n)).times(100);

/** |+DI − −DI| as a share of their sum, in percent. */
function directionalIndex(n: number): Factor {
  const up = directional(true, n);
  const down = directional(false, n);
  return up.minus(down).abs().div(up.plus(down)).times(100);
}

const typicalPrice = (): Factor => high.plus(low).plus(close).div(3);

/**
 * Indicators of the prices and the volume of a session, on prices adjusted for splits: each gives a factor.
 *
 * @example indicators.averageTrueRange(14).div(field.adjustedClose)
 */
export const indicators = Object.freeze({
  typicalPrice,
  trueRange,
  /** Wilder's mean of the true range. */
  averageTrueRange: (n = 14): Factor => trueRange().wilder(n),
  /** +DI: upward moves as a share of the true range, in percent. */
  plusDirectional: (n = 14): Factor => directional(true, n),
  /** −DI: downward moves as a share of the true range, in percent. */
  minusDirectional: (n = 14): Factor => directional(false, n),
  /** ADX: Wilder's mean of the directional index. */
  averageDirectional: (n = 14): Factor => directionalIndex(n).wilder(n),
  /** Signed volume summed over n sessions: a level that begins with the data would be no function of a window. */
  onBalanceVolume: (n: number): Factor => close.delta(1).sign().times(volume).sum(n),
  /** The typical price weighted by volume over n sessions. */
  volumeWeightedPrice: (n: number): Factor => typicalPrice().times(volume).sum(n).div(volume.sum(n)),
  /** %K: where the close lies in the range of n sessions, in percent. */
  stochasticK: (n = 14): Factor =>
    close
      .minus(low.min(n))
      .div(high.max(n).minus(low.min(n)))
      .times(100),
  /** %D: the mean of %K over a few sessions. */
  stochasticD: (n = 14, smoothing = 3): Factor =>
    close
      .minus(low.min(n))
      .div(high.max(n).minus(low.min(n)))
      .times(100)
      .mean(smoothing),
  /** How far the close lies from the open, as a share of the open. */
  intradayReturn: (): Factor => close.div(open).minus(1),
});

const ALL = { group: "indicator" } as const;
const WILDER = {
  ...ALL,
  missing: "Missing where a price of this or the last session is missing, and until n sessions were seen.",
  lookBack: "two blocks of wilder(n), and the session before",
  source: "Wilder (1978), New Concepts in Technical Trading Systems",
} as const;

export const indicatorReference: readonly OperatorReference[] = [
  {
    ...ALL,
    name: "typicalPrice",
    signature: "indicators.typicalPrice()",
    meaning: "The mean of high, low and close, adjusted for splits.",
    formula: "(high + low + close) / 3",
    unit: "currency, in shares of the panel's first row",
    missing: "Missing where one of the prices is missing.",
    lookBack: "0",
    example: { code: "indicators.typicalPrice()", output: [103, 105, 105.667, 106] },
  },
  {
    ...WILDER,
    name: "trueRange",
    signature: "indicators.trueRange()",
    meaning: "The range of the session, the close before it included.",
    formula: "max(high − low, |high − close before|, |low − close before|)",
    unit: "currency, in shares of the panel's first row",
    missing: "Missing where a price of the session or the close before it is missing.",
    lookBack: "1",
    example: { code: "indicators.trueRange()", output: [2, 5, 4, 5] },
  },
  {
    ...WILDER,
    name: "averageTrueRange",
    signature: "indicators.averageTrueRange(n = 14)",
    meaning: "Wilder's mean of the true range.",
    formula: "wilder(n) of trueRange",
    unit: "currency, in shares of the panel's first row",
    example: { code: "indicators.averageTrueRange(3)", output: [3.37744, 3.95192, 3.9686, 4.32158] },
  },
  {
    ...WILDER,
    name: "plusDirectional",
    signature: "indicators.plusDirectional(n = 14)",
    meaning: "+DI: upward moves as a share of the true range.",
    formula: "100 · wilder(n) of +DM / averageTrueRange, +DM = up if up > down and up > 0, else 0",
    unit: "percent",
    example: { code: "indicators.plusDirectional(3)", output: [21.8166, 38.921, 34.054, 20.57] },
  },
  {
    ...WILDER,
    name: "minusDirectional",
    signature: "indicators.minusDirectional(n = 14)",
    meaning: "−DI: downward moves as a share of the true range.",
    formula: "100 · wilder(n) of −DM / averageTrueRange, −DM = down if down > up and down > 0, else 0",
    unit: "percent",
    example: { code: "indicators.minusDirectional(3)", output: [14.0249, 7.74241, 5.03557, 10.9609] },
  },
  {
    ...WILDER,
    name: "averageDirectional",
    signature: "indicators.averageDirectional(n = 14)",
    meaning: "ADX: Wilder's mean of the directional index, the strength of a trend whatever its direction.",
    formula: "wilder(n) of 100·|+DI − −DI| / (+DI + −DI)",
    unit: "points, from 0 to 100",
    lookBack: "four blocks of wilder(n), and the session before",
    example: { code: "indicators.averageDirectional(3)", output: [44.1178, 52.8313, 60.6528, 49.9682] },
  },
  {
    ...ALL,
    name: "onBalanceVolume",
    signature: "indicators.onBalanceVolume(n)",
    meaning:
      "Volume of rising sessions less that of falling ones, over n sessions: Granville's running level has no window.",
    formula: "Σ sign(close − close before) · volume",
    unit: "shares of the panel's first row",
    missing: "Missing unless the n sessions and the one before them have a close, and the n a volume.",
    lookBack: "n",
    source: "Granville (1963), New Key to Stock Market Profits",
    example: { code: "indicators.onBalanceVolume(3)", output: [-1000, -1500, -1700, 1300] },
  },
  {
    ...ALL,
    name: "volumeWeightedPrice",
    signature: "indicators.volumeWeightedPrice(n)",
    meaning: "The typical price weighted by volume over n sessions.",
    formula: "Σ typicalPrice · volume / Σ volume",
    unit: "currency, in shares of the panel's first row",
    missing: "Missing unless all n sessions have prices and a volume, and where all volumes are zero.",
    lookBack: "n − 1",
    example: { code: "indicators.volumeWeightedPrice(3)", output: [103.958, 104.095, 104.477, 105.632] },
  },
  {
    ...ALL,
    name: "stochasticK",
    signature: "indicators.stochasticK(n = 14)",
    meaning: "%K: where the close lies in the range of the last n sessions.",
    formula: "100·(close − min low) / (max high − min low)",
    unit: "percent",
    missing: "Missing unless all n sessions have prices, and where their range is zero.",
    lookBack: "n − 1",
    source: "Lane (1984), Lane's Stochastics, Technical Analysis of Stocks & Commodities 2",
    example: { code: "indicators.stochasticK(3)", output: [20, 80, 50, 83.3333] },
  },
  {
    ...ALL,
    name: "stochasticD",
    signature: "indicators.stochasticD(n = 14, smoothing = 3)",
    meaning: "%D: the mean of %K over the last few sessions.",
    formula: "mean(smoothing) of stochasticK(n)",
    unit: "percent",
    missing: "Missing unless %K is there on all of them.",
    lookBack: "n + smoothing − 2",
    source: "Lane (1984), Lane's Stochastics, Technical Analysis of Stocks & Commodities 2",
    example: { code: "indicators.stochasticD(3, 2)", output: [41.25, 50, 65, 66.6667] },
  },
  {
    ...ALL,
    name: "intradayReturn",
    signature: "indicators.intradayReturn()",
    meaning: "The return from the open to the close of the session.",
    formula: "close / open − 1",
    unit: "none; 0.05 is 5 %",
    missing: "Missing where one of the prices is missing.",
    lookBack: "0",
    example: { code: "indicators.intradayReturn()", output: [0, 0.0291262, -0.0186916, 0.0288462] },
  },
];
