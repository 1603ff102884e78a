import { createRandom, sweepCrossovers } from "../../engine/index.ts";
import type { Figure, Ratio } from "../report-figures.ts";
import type { Baselines } from "./baseline.ts";
import { expectSame, hashWords, ratioOf, timeOnProcessor } from "./measure-cpu.ts";

const BARS = 2_520;
const RUNS = 7;
const FEE_BPS = 5;

interface Found {
  readonly segments: number[];
  readonly steps: number[];
  readonly curveHash: number;
  /** Over all pairs: wealth, Σr, Σr², deepest falls, entries; of the stepwise run. */
  readonly sums: readonly [number, number, number, number, number];
}

/** W1: 10,000 pairs of moving averages over ten years of days, with fees on both sides. */
export function measureCrossovers(baselines: Baselines): (Figure | Ratio)[] {
  const random = createRandom(1);
  const close = new Float64Array(BARS);
  let price = 100;
  for (let bar = 0; bar < BARS; bar++) {
    price *= 1 + 0.02 * (random.uniform() - 0.49);
    close[bar] = price;
  }
  const open = close.map(
    (c, bar) => (bar > 0 ? close[bar - 1]! : c) * (1 + 0.004 * (random.uniform() - 0.5)),
  );
  const pairs = Array.from({ length: 10_000 }, (_, k) => ({
    fast: 2 + (k % 100),
    slow: 104 + 2 * Math.floor(k / 100),
  }));
  const sweep = { open, close, pairs, feeBps: FEE_BPS };
  let found = sweepCrossovers(sweep);
  const metrics = timeOnProcessor(RUNS, () => {
    found = sweepCrossovers(sweep);
  });
  let equity: Float64Array = new Float64Array(0);
  const curves = timeOnProcessor(RUNS, () => {
    equity = sweepCrossovers({ ...sweep, storesEquity: true }).equity!;
  });
  const over = "10,000 pairs × 2,520 bars, processor time";
  const figures: (Figure | Ratio)[] = [
    { name: "W1 crossovers, metrics only", milliseconds: metrics, over },
    { name: "W1 crossovers, with equity curves", milliseconds: curves, over },
  ];
  const windows = Float64Array.from(pairs.flatMap(({ fast, slow }) => [fast, slow]));
  const largest = windows.reduce((most, window) => Math.max(most, window), 0);
  const parameters = [BARS, pairs.length, largest, 1 - FEE_BPS / 10_000, RUNS];
  const c = baselines.run<Found>("crossovers", [open, close, windows], parameters);
  if (!c) return figures;
  expectSame("the equity curves", hashWords(equity), c.curveHash);
  const sum = (column: ArrayLike<number>) => Array.from(column).reduce((total, x) => total + x, 0);
  expectSame("the final wealth", sum(found.totalReturn) + pairs.length, c.sums[0], 1e-12);
  expectSame("the deepest falls", sum(found.maxDrawdown) + pairs.length, c.sums[3], 1e-12);
  expectSame("the entries", sum(found.trades), c.sums[4]);
  const wanted = "at most 2";
  return [
    ...figures,
    { name: "W1 in C, segment algebra", milliseconds: c.segments, over },
    { name: "W1 in C, stepwise", milliseconds: c.steps, over },
    { name: "W1 metrics ÷ C segment algebra", ratio: ratioOf(metrics, c.segments), wanted, over },
    { name: "W1 equity ÷ C stepwise", ratio: ratioOf(curves, c.steps), wanted, over },
  ];
}
