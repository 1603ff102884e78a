import { evaluateFactor } from "../../engine/expression/evaluate-factor.ts";
import { sampleFactor } from "../../engine/expression/sample-factor.ts";
import { createRandom, fieldFactor } from "../../engine/index.ts";
import type { Figure, Ratio } from "../report-figures.ts";
import { timeOnProcessor } from "./measure-cpu.ts";
import { panelOfColumns } from "./panel-of-columns.ts";

const BARS = 1_000_000;
const RUNS = 9;

/** What the expression costs in W3: an SMA cross over a million bars of one instrument, without any account. */
export function measureMinuteFactor(): (Figure | Ratio)[] {
  const random = createRandom(3);
  const close = new Float64Array(BARS);
  let price = 100;
  for (let bar = 0; bar < BARS; bar++) close[bar] = price *= 1 + 0.001 * (random.uniform() - 0.5);
  const panel = panelOfColumns({ close }, BARS, 1);
  const factor = fieldFactor("close").mean(20).greaterThan(fieldFactor("close").mean(50));
  const whole = timeOnProcessor(RUNS, () => evaluateFactor(factor, panel));
  const asked = timeOnProcessor(RUNS, () => {
    const samples = sampleFactor(factor, panel, panel.markets[0]!.decisionAt);
    for (let bar = 0; bar < BARS; bar++) samples.at(bar);
  });
  const over = "1,000,000 bars of one instrument, processor time; a millisecond is a nanosecond a bar";
  return [
    { name: "W3 the SMA cross alone, as an expression", milliseconds: whole, over },
    { name: "W3 the same, asked for at every bar", milliseconds: asked, over },
  ];
}
