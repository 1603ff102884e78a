import { evaluateFactors } from "../../engine/expression/evaluate-factor.ts";
import { sampleFactor } from "../../engine/expression/sample-factor.ts";
import { fieldFactor, type Panel } from "../../engine/index.ts";
import { sharedKernels } from "../../engine/kernels/shared-kernels.ts";
import type { Figure, Ratio } from "../report-figures.ts";
import type { Baselines } from "./baseline.ts";
import { createClosePanel } from "./close-panel.ts";
import { expectSame, hashWords, ratioOf, timeOnProcessor } from "./measure-cpu.ts";
import { measureMinuteFactor } from "./minute-factor.ts";
import { panelOfColumns, turnPanel } from "./panel-of-columns.ts";

const ROWS = 2_520;
const INSTRUMENTS = 3_000;
const RUNS = 15;

interface Found {
  /** Into columns made anew for each run, as an evaluation makes them. */
  readonly anew: number[];
  /** Over the columns of the run before. */
  readonly again: number[];
  readonly series: number[];
  readonly ranks: number[];
  readonly hashes: readonly number[];
}

/**
 * W4: mean, deviation and z-score over 20 rows, RSI 14 and the daily rank, as expressions over a panel of closes; and
 * what the expression of W3 costs alone.
 */
export function measurePanelOperators(baselines: Baselines): (Figure | Ratio)[] {
  const closes = createClosePanel(ROWS, INSTRUMENTS);
  const panel = panelOfColumns({ close: turnPanel(closes, ROWS, INSTRUMENTS) }, ROWS, INSTRUMENTS);
  const close = fieldFactor("close");
  const factors = [close.mean(20), close.std(20), close.zscore(20), close.rsi(14)];
  const parts = { series: [] as number[], ranks: [] as number[] };
  let columns: Float64Array[] = [];
  let ranks: Float64Array = new Float64Array(0);
  const all = timeOnProcessor(RUNS, () => {
    columns = [];
    ranks = new Float64Array(0);
    const [series] = timeOnProcessor(1, () => {
      columns = evaluateFactors(factors, panel).map(({ cells }) => cells!);
    });
    const [daily] = timeOnProcessor(1, () => {
      ranks = rankDaily(panel);
    });
    parts.series.push(series!);
    parts.ranks.push(daily!);
  });
  const over = `3,000 × 2,520 panel, ${sharedKernels().implementation}, processor time`;
  const name = "W4 SMA 20, std 20, z-score, RSI 14, daily rank, as expressions";
  const figures: (Figure | Ratio)[] = [{ name, milliseconds: all, over }, ...measureMinuteFactor()];
  const c = baselines.run<Found>("panel", [closes], [ROWS, INSTRUMENTS, RUNS]);
  if (!c) return figures;
  for (const [k, column] of columns.entries())
    expectSame(`operator ${k}`, hashWords(turnPanel(column, INSTRUMENTS, ROWS)), c.hashes[k]!);
  expectSame("the ranks", hashWords(ranks), c.hashes[4]!);
  const part = "a part of W4";
  return [
    ...figures,
    { name: "W4 in C, into new columns", milliseconds: c.anew, over },
    { name: "W4 in C, over the columns of the run before", milliseconds: c.again, over },
    { name: "W4 ÷ C, both into new columns", ratio: ratioOf(all, c.anew), wanted: "at most 1.5", over },
    { name: "W4 ÷ C over old columns", ratio: ratioOf(all, c.again), wanted: "for comparison", over },
    { name: "W4 series ÷ C over old columns", ratio: ratioOf(parts.series, c.series), wanted: part, over },
    { name: "W4 ranks ÷ C over old columns", ratio: ratioOf(parts.ranks, c.ranks), wanted: part, over },
  ];
}

/** The ranks of every day, one day behind the other. */
function rankDaily(panel: Panel): Float64Array {
  const ranks = new Float64Array(ROWS * INSTRUMENTS);
  const samples = sampleFactor(fieldFactor("close").rank(), panel, panel.markets[0]!.decisionAt);
  for (let day = 0; day < ROWS; day++) ranks.set(samples.at(day), day * INSTRUMENTS);
  return ranks;
}
