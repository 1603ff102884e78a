import { createRandom } from "../../engine/index.ts";
import type { Figure, Ratio } from "../report-figures.ts";
import type { Baselines } from "./baseline.ts";

const BARS = 1_000_000;
const RUNS = 5;
const FAST = 20;
const SLOW = 50;
const FEE_BPS = 1;

/** What a run over the bars comes to, for wealth 1 at the start. */
interface Outcome {
  readonly wealth: number;
  /** The deepest fall from the running peak, as a ratio. */
  readonly fall: number;
  readonly fills: number;
}

interface Found extends Outcome {
  readonly fused: number[];
}

/** W3: an SMA cross on a million minute bars, filled at the next open; C does all of it in one loop. */
export function measureMinuteBars(baselines: Baselines): (Figure | Ratio)[] {
  const { open, close } = createBars();
  const parameters = [BARS, FAST, SLOW, 1 - FEE_BPS / 10_000, RUNS];
  const c = baselines.run<Found>("minute-bars", [open, close], parameters);
  if (!c) return [];
  const over = `1,000,000 bars, ${c.fills.toLocaleString("en-US")} fills, processor time`;
  return [{ name: "W3 SMA cross in C, fused per bar", milliseconds: c.fused, over }];
}

function createBars() {
  const random = createRandom(3);
  const open = new Float64Array(BARS);
  const close = new Float64Array(BARS);
  let price = 100;
  for (let bar = 0; bar < BARS; bar++) {
    open[bar] = price * (1 + 0.0001 * (random.uniform() - 0.5));
    price *= 1 + 0.001 * (random.uniform() - 0.5);
    close[bar] = price;
  }
  return { open, close };
}
