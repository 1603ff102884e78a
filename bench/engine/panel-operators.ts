import { loadKernels } from "../../engine/kernels/load-kernels.ts";
import type { Figure, Ratio } from "../report-figures.ts";
import type { Baselines } from "./baseline.ts";
import { createClosePanel } from "./close-panel.ts";
import { expectSame, hashWords, ratioOf, timeOnProcessor } from "./measure-cpu.ts";

const ROWS = 2_520;
const INSTRUMENTS = 3_000;
const RUNS = 5;
const SHAPE = { rows: ROWS, instruments: INSTRUMENTS, firstSession: 0 };
const RSI = { alpha: 1 / 14, block: 512, least: 14 };

interface Found {
  readonly all: number[];
  readonly moments: number[];
  readonly strength: number[];
  readonly ranks: number[];
  readonly hashes: readonly number[];
}

/** W4: mean, deviation and z-score over 20 rows, RSI 14 and the daily rank, on a panel of closes. */
export function measurePanelOperators(baselines: Baselines): (Figure | Ratio)[] {
  const kernels = loadKernels();
  const closes = createClosePanel(ROWS, INSTRUMENTS);
  const input = kernels.column(closes.length);
  input.set(closes);
  const [mean, std, zscore, strength, ranks] = Array.from({ length: 5 }, () => kernels.column(closes.length));
  const parts = { moments: [] as number[], strength: [] as number[], ranks: [] as number[] };
  const time = (part: keyof typeof parts, work: () => void) => parts[part].push(...timeOnProcessor(1, work));
  const all = timeOnProcessor(RUNS, () => {
    const outputs = { mean: mean!, std: std!, zscore: zscore! };
    time("moments", () => kernels.rollingMoments(input, outputs, SHAPE, 20));
    time("strength", () => kernels.relativeStrength(input, strength!, SHAPE, RSI));
    time("ranks", () => kernels.rankRows(input, ranks!, ROWS, INSTRUMENTS));
  });
  const over = `3,000 × 2,520 panel, ${kernels.implementation}, processor time`;
  const name = "W4 SMA 20, std 20, z-score, RSI 14, daily rank";
  const figures: (Figure | Ratio)[] = [{ name, milliseconds: all, over }];
  const c = baselines.run<Found>("panel", [closes], [ROWS, INSTRUMENTS, RUNS]);
  if (!c) return figures;
  for (const [k, column] of [mean, std, zscore, strength, ranks].entries())
    expectSame(`operator ${k}`, hashWords(column!), c.hashes[k]!);
  const partRatios = (["moments", "strength", "ranks"] as const).map((part) => ({
    name: `W4 ${part} ÷ C`,
    ratio: ratioOf(parts[part], c[part]),
    wanted: "a part of W4",
    over,
  }));
  return [
    ...figures,
    { name: "W4 in C", milliseconds: c.all, over },
    { name: "W4 ÷ C", ratio: ratioOf(all, c.all), wanted: "at most 1.5", over },
    ...partRatios,
  ];
}
