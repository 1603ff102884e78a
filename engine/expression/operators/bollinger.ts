import type { Composable } from "../composable.ts";
import type { OperatorReference } from "../operator.ts";

const ALL = {
  group: "indicator",
  missing: "Missing unless all n sessions have a value.",
  lookBack: "n − 1, n ≥ 2",
  source: "Bollinger (2001), Bollinger on Bollinger Bands, chapter 7; the deviation has divisor n",
} as const;

/** Bollinger's deviation has divisor n; ours has n − 1. */
const populationStd = <F extends Composable<F>>(x: F, n: number): F => x.std(n).times(Math.sqrt((n - 1) / n));

/** The mean of n sessions plus `width` population standard deviations; a negative width is the lower band. */
export const bollingerBandOf = <F extends Composable<F>>(x: F, n: number, width: number): F =>
  x.mean(n).plus(populationStd(x, n).times(width));

/** Where the value lies between the bands: 0 at the lower, 1 at the upper. */
export const bollingerPercentBOf = <F extends Composable<F>>(x: F, n: number, width: number): F =>
  x
    .minus(bollingerBandOf(x, n, -width))
    .div(bollingerBandOf(x, n, width).minus(bollingerBandOf(x, n, -width)));

/** The distance of the bands as a share of the mean. */
export const bollingerBandwidthOf = <F extends Composable<F>>(x: F, n: number, width: number): F =>
  bollingerBandOf(x, n, width)
    .minus(bollingerBandOf(x, n, -width))
    .div(x.mean(n));

export const bollingerReference: readonly OperatorReference[] = [
  {
    ...ALL,
    name: "bollingerUpper",
    signature: "bollingerUpper(n = 20, width = 2)",
    meaning: "The upper Bollinger band.",
    formula: "mean + width·σ, σ with divisor n",
    unit: "unchanged",
    example: { code: "field.close.bollingerUpper(4, 2)", output: [105.408, 106.736, 106.736, 108.208] },
  },
  {
    ...ALL,
    name: "bollingerLower",
    signature: "bollingerLower(n = 20, width = 2)",
    meaning: "The lower Bollinger band.",
    formula: "mean − width·σ, σ with divisor n",
    unit: "unchanged",
    example: { code: "field.close.bollingerLower(4, 2)", output: [102.092, 102.264, 102.264, 102.292] },
  },
  {
    ...ALL,
    name: "bollingerPercentB",
    signature: "bollingerPercentB(n = 20, width = 2)",
    meaning: "Where the value lies between the bands: 0 at the lower, 1 at the upper.",
    formula: "(x − lower) / (upper − lower)",
    unit: "none",
    missing: "Missing unless all n sessions have a value, and where they do not vary.",
    example: { code: "field.close.bollingerPercentB(4, 2)", output: [0.273866, 0.83541, 0.611803, 0.795804] },
  },
  {
    ...ALL,
    name: "bollingerBandwidth",
    signature: "bollingerBandwidth(n = 20, width = 2)",
    meaning: "The distance of the bands as a share of the mean.",
    formula: "(upper − lower) / mean",
    unit: "none; 0.05 is 5 %",
    missing: "Missing unless all n sessions have a value, and where their mean is zero.",
    example: {
      code: "field.close.bollingerBandwidth(4, 2)",
      output: [0.0319675, 0.0427956, 0.0427956, 0.0562098],
    },
  },
];
