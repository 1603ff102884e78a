import {
  atClose,
  civilDate,
  costModels,
  defineStrategy,
  type ExpressionSpec,
  resolveParameters,
  runBacktest,
} from "../../engine/index.ts";
import type { Figure, Ratio } from "../report-figures.ts";
import type { Baselines } from "./baseline.ts";
import { createClosePanel } from "./close-panel.ts";
import { expectSame, ratioOf, timeOnProcessor } from "./measure-cpu.ts";
import { panelOfColumns, turnPanel } from "./panel-of-columns.ts";
import { unwrap } from "./unwrap.ts";

const SESSIONS = 2_520;
const INSTRUMENTS = 3_000;
/** The first twenty are those in which the compiler works. */
const RUNS = 40;
const COST_BPS = 10;
/** So much that whole shares are hardly coarser than the baseline's fractions. */
const CAPITAL_MINOR = 10_000_000_000_000;

interface Found {
  readonly loop: number[];
  readonly finalNav: number;
  readonly fills: number;
}

/** W2: monthly top-decile momentum with costs; ours through the whole accounting, C's a bare loop. */
export function measureMomentum(baselines: Baselines): (Figure | Ratio)[] {
  const close = createClosePanel(SESSIONS, INSTRUMENTS);
  const open = close.map((c, cell) => (cell < INSTRUMENTS ? c : close[cell - INSTRUMENTS]! * 1.0005));
  const byInstrument = (cells: Float64Array) => turnPanel(cells, SESSIONS, INSTRUMENTS);
  const columns = { open: byInstrument(open), close: byInstrument(close) };
  const panel = panelOfColumns(columns, SESSIONS, INSTRUMENTS);
  const { sessionDates } = panel.markets[0]!;
  const spec: ExpressionSpec<Record<never, never>> = {
    name: "Momentum",
    universe: panel.universe,
    decide: atClose("XNYS"),
    rebalance: "month-end",
    params: {},
    signal: ({ field }) => field.close!.delay(21).div(field.close!.delay(252)).minus(1),
    weights: ({ signal }) => signal.top(10).equal(),
  };
  const strategy = unwrap(defineStrategy(spec));
  const parameters = unwrap(resolveParameters(strategy));
  const [from, to] = [sessionDates[0]!, sessionDates[SESSIONS - 1]!];
  const costs = { ...costModels.none, commission: { bps: COST_BPS } };
  const config = { from, to, capitalMinor: CAPITAL_MINOR, currency: "USD", costs };
  let finalNav = 0;
  let fills = 0;
  const ours = timeOnProcessor(RUNS, () => {
    const run = unwrap(runBacktest({ panel, strategy, parameters, config }));
    finalNav = run.navMinor[run.navMinor.length - 1]! / 100;
    fills = run.fills.shares.length;
  });
  const over = `3,000 × 2,520, monthly, ${fills.toLocaleString("en-US")} fills, processor time`;
  const figures: (Figure | Ratio)[] = [{ name: "W2 top-decile momentum", milliseconds: ours, over }];
  const decides = Float64Array.from(sessionDates, (date, row) =>
    isMonthEnd(date, sessionDates[row + 1]) ? 1 : 0,
  );
  const parametersOfC = [SESSIONS, INSTRUMENTS, CAPITAL_MINOR / 100, COST_BPS / 10_000, RUNS];
  const c = baselines.run<Found>("momentum", [open, close, decides], parametersOfC);
  if (!c) return figures;
  expectSame("the final NAV", finalNav, c.finalNav, 1e-4);
  // An order whose whole shares are the ones already held is none.
  expectSame("the number of fills", fills, c.fills, 0.01);
  return [
    ...figures,
    { name: "W2 in C, bare loop", milliseconds: c.loop, over },
    { name: "W2 full accounting ÷ C bare loop", ratio: ratioOf(ours, c.loop), wanted: "at most 6", over },
  ];
}

const isMonthEnd = (date: number, next: number | undefined): boolean =>
  next !== undefined && civilDate(date).month !== civilDate(next).month;
