import {
  atClose,
  type BacktestRun,
  costModels,
  createRandom,
  defineStrategy,
  type ExpressionSpec,
  type Factor,
  fieldFactor,
  type Panel,
  resolveParameters,
  runBacktest,
  type StrategySpec,
  testSignal,
} from "../../engine/index.ts";
import type { Figure, Ratio } from "../report-figures.ts";
import type { Baselines } from "./baseline.ts";
import { expectSame, ratioOf, timeOnProcessor } from "./measure-cpu.ts";
import { unwrap } from "./unwrap.ts";

const BARS = 1_000_000;
const RUNS = 15;
const FAST = 20;
const SLOW = 50;
const FEE_BPS = 1;
/** So much that whole shares and cents are hardly coarser than the baseline's fractions. */
const CAPITAL_MINOR = 100_000_000_000_000;
const MINUTE = 60_000_000;
const SECOND = 1_000_000;
const DAY = 1_440 * MINUTE;
const BARS_A_DAY = 390;
/** Thursday 2014-01-02. */
const FIRST_DATE = 16_072;

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
  const panel = createPanel(open, close);
  const byEvent = measure(panel, eventSpec(panel.universe));
  const byExpression = measure(panel, expressionSpec(panel.universe));
  const bySignal = measureSignal(panel);
  const over = `1,000,000 bars, ${byEvent.fills.toLocaleString("en-US")} fills, processor time`;
  const figures: (Figure | Ratio)[] = [
    { name: "W3 SMA cross, event callbacks", milliseconds: byEvent.times, over },
    { name: "W3 SMA cross, expression", milliseconds: byExpression.times, over },
    { name: "W3 SMA cross, signal by itself", milliseconds: bySignal.times, over },
    {
      name: "event callbacks a second, in millions",
      ratio: BARS / 1_000 / Math.min(...byEvent.times),
      wanted: "at least 2",
      over,
    },
  ];
  const c = baselines.run<Found>(
    "minute-bars",
    [open, close],
    [BARS, FAST, SLOW, 1 - FEE_BPS / 10_000, RUNS],
  );
  if (!c) return figures;
  // The expression asks for its weight at every bar, so the bar after an entry corrects what the open cost beyond it.
  expectSame("the number of fills", byEvent.fills, c.fills);
  for (const ours of [byEvent, byExpression]) {
    // Sized at the close before the open at which it fills, in whole shares.
    expectSame("the final wealth", ours.wealth, c.wealth, 1e-3);
    expectSame("the deepest fall", ours.fall, c.fall, 1e-3);
  }
  // In fractional shares, as C has it; the last of its purchases may not be sold.
  expectSame("the positions opened", bySignal.fills, Math.ceil(c.fills / 2));
  expectSame("the wealth of the signal", bySignal.wealth, c.wealth, 1e-9);
  expectSame("the fall of the signal", bySignal.fall, c.fall, 1e-9);
  return [
    ...figures,
    { name: "W3 SMA cross in C, fused per bar", milliseconds: c.fused, over },
    { name: "W3 event path ÷ C", ratio: ratioOf(byEvent.times, c.fused), wanted: "at most 12", over },
    {
      name: "W3 expression path, its signal by itself ÷ C",
      ratio: ratioOf(bySignal.times, c.fused),
      wanted: "at most 4",
      over,
    },
    {
      name: "W3 expression path, with full accounting ÷ C",
      ratio: ratioOf(byExpression.times, c.fused),
      wanted: "for comparison",
      over,
    },
  ];
}

function measure(panel: Panel, spec: StrategySpec): Outcome & { readonly times: number[] } {
  const strategy = unwrap(defineStrategy(spec));
  const parameters = unwrap(resolveParameters(strategy));
  const { sessionDates } = panel.markets[0]!;
  const costs = { ...costModels.none, commission: { bps: FEE_BPS } };
  const [from, to] = [sessionDates[0]!, sessionDates[BARS - 1]!];
  const config = { from, to, capitalMinor: CAPITAL_MINOR, currency: "USD", costs };
  let run: BacktestRun | undefined;
  const times = timeOnProcessor(RUNS, () => {
    run = unwrap(runBacktest({ panel, strategy, parameters, config }));
  });
  const { navMinor, fills } = run!;
  let peak = CAPITAL_MINOR;
  let fall = 1;
  for (const nav of navMinor) {
    peak = Math.max(peak, nav);
    fall = Math.min(fall, nav / peak);
  }
  return { times, wealth: navMinor.at(-1)! / CAPITAL_MINOR, fall, fills: fills.shares.length };
}

/** What both ways of an expression read. */
const cross = (close: Factor): Factor => close.mean(FAST).greaterThan(close.mean(SLOW));

function measureSignal(panel: Panel): Outcome & { readonly times: number[] } {
  const test = { panel, signal: cross(fieldFactor("close")), feeBps: FEE_BPS };
  let found = testSignal(test);
  const times = timeOnProcessor(RUNS, () => {
    found = testSignal(test);
  });
  return {
    times,
    wealth: 1 + found.totalReturn[0]!,
    fall: 1 + found.maxDrawdown[0]!,
    fills: found.trades[0]!,
  };
}

/** All in while the fast mean lies above the slow one. Both are kept as sums. */
function eventSpec(universe: string): Extract<StrategySpec, { onBar: unknown }> {
  return {
    name: "Cross by events",
    universe,
    decide: atClose("XNYS", { delay: "0m" }),
    rebalance: "daily",
    needs: { fields: ["close"], lookback: 0 },
    state: { bars: 0, fast: 0, slow: 0, closes: [], isHeld: false },
    onBar: (context) => {
      const state = context.state as {
        bars: number;
        fast: number;
        slow: number;
        closes: number[];
        isHeld: boolean;
      };
      const close = context.value("A", "close");
      const { bars, closes } = state;
      state.fast += close - (bars >= FAST ? closes[(bars - FAST) % SLOW]! : 0);
      state.slow += close - (bars >= SLOW ? closes[bars % SLOW]! : 0);
      closes[bars % SLOW] = close;
      state.bars = bars + 1;
      const isWanted = bars + 1 >= SLOW && state.fast * SLOW > state.slow * FAST;
      if (isWanted === state.isHeld) return;
      state.isHeld = isWanted;
      context.targetPercent("A", isWanted ? 100 : 0);
    },
  };
}

function expressionSpec(universe: string): ExpressionSpec {
  return {
    name: "Cross by an expression",
    universe,
    decide: atClose("XNYS", { delay: "0m" }),
    rebalance: "daily",
    signal: ({ field }) => cross(field.close!),
    weights: ({ signal }) => signal.all().proportional(),
  };
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

/** Bars of 59 seconds, 390 on each weekday: what is decided at a close is in time for the next open. */
function createPanel(open: Float64Array, close: Float64Array): Panel {
  const dates: number[] = [];
  for (let date = FIRST_DATE; dates.length * BARS_A_DAY < BARS; date++)
    if ((date + 3) % 7 < 5) dates.push(date);
  const dateOf = (bar: number) => dates[Math.floor(bar / BARS_A_DAY)]!;
  const openAt = Float64Array.from(
    close,
    (_, bar) => dateOf(bar) * DAY + (870 + (bar % BARS_A_DAY)) * MINUTE,
  );
  const closeAt = openAt.map((at) => at + MINUTE - SECOND);
  return {
    snapshotId: "bench",
    universe: "BENCH",
    markets: [
      {
        mic: "XNYS",
        currency: "USD",
        firstSessionNumber: 0,
        sessionDates: Int32Array.from(close, (_, bar) => dateOf(bar)),
        openAt,
        closeAt,
        decisionAt: closeAt,
      },
    ],
    instruments: [{ iid: "A", name: "A", market: 0, sector: "S", delistedRow: -1, delistReturn: Number.NaN }],
    offsets: Int32Array.of(0, BARS),
    columns: { open, close },
    members: new Uint8Array(BARS).fill(1),
    actions: {
      instrument: new Int32Array(0),
      row: new Int32Array(0),
      kind: new Uint8Array(0),
      ratio: new Float64Array(0),
      cash: new Float64Array(0),
    },
    fx: [],
  };
}
