import type { Composable } from "../composable.ts";
import type { OperatorReference } from "../operator.ts";

const ALL = {
  group: "recursive",
  unit: "unchanged",
  missing: "Missing where one of its averages is.",
  lookBack: "that of the slowest average, and of the signal's on top of it",
  source: "Appel (2005), Technical Analysis: Power Tools for Active Investors, chapter 8",
} as const;

/** The difference of a fast and a slow exponential average. Unit: unchanged. */
export const macdOf = <F extends Composable<F>>(x: F, fast: number, slow: number): F =>
  x.ema(fast).minus(x.ema(slow));

/** The exponential average of the MACD line. */
export const macdSignalOf = <F extends Composable<F>>(x: F, fast: number, slow: number, signal: number): F =>
  macdOf(x, fast, slow).ema(signal);

/** The MACD line less its signal line. */
export const macdHistogramOf = <F extends Composable<F>>(
  x: F,
  fast: number,
  slow: number,
  signal: number,
): F => macdOf(x, fast, slow).minus(macdSignalOf(x, fast, slow, signal));

export const macdReference: readonly OperatorReference[] = [
  {
    ...ALL,
    name: "macd",
    signature: "macd(fast = 12, slow = 26)",
    meaning: "The MACD line: the difference of a fast and a slow exponential average.",
    formula: "ema(fast) − ema(slow)",
    example: { code: "field.close.macd(2, 4)", output: [0.00164096, 0.69017, 0.380705, 0.745728] },
  },
  {
    ...ALL,
    name: "macdSignal",
    signature: "macdSignal(fast = 12, slow = 26, signal = 9)",
    meaning: "The signal line: the exponential average of the MACD line.",
    formula: "ema(signal) of macd",
    example: { code: "field.close.macdSignal(2, 4, 3)", output: [0.263448, 0.483691, 0.431381, 0.589792] },
  },
  {
    ...ALL,
    name: "macdHistogram",
    signature: "macdHistogram(fast = 12, slow = 26, signal = 9)",
    meaning: "The MACD line less its signal line.",
    formula: "macd − macdSignal",
    example: {
      code: "field.close.macdHistogram(2, 4, 3)",
      output: [-0.261807, 0.206478, -0.0506759, 0.155936],
    },
  },
];
