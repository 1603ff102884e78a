import { ACTION, type PanelMarket } from "../../engine/contract/panel.ts";
import { NO_SESSION } from "../../engine/contract/time.ts";
import {
  atClose,
  type BacktestRun,
  costModels,
  createRandom,
  defineStrategy,
  type ExpressionSpec,
  type Panel,
  resolveParameters,
  runBacktest,
} from "../../engine/index.ts";
import type { Figure, Ratio } from "../report-figures.ts";
import { timeOnProcessor } from "./measure-cpu.ts";
import { unwrap } from "./unwrap.ts";

const INSTRUMENTS = 3_000;
const YEARS = 20;
const RUNS = 3;
const HOUR = 3_600_000_000;
const DAY = 24 * HOUR;
/** Monday 2005-01-03. */
const FIRST_DATE = 12_786;
/** A billion dollars: orders stay far below a session's volume. */
const CAPITAL_MINOR = 100_000_000_000;
/** Code, currency, dollars per unit, lot, and the hours of the session in UTC. */
const MARKETS = [
  { mic: "XNYS", currency: "USD", dollars: 1, lot: 1, open: 14.5, close: 21 },
  { mic: "XLON", currency: "GBP", dollars: 1.3, lot: 1, open: 8, close: 16.5 },
  { mic: "XHKG", currency: "HKD", dollars: 0.128, lot: 100, open: 1.5, close: 8 },
  { mic: "XKRX", currency: "KRW", dollars: 0.0008, lot: 1, open: 0, close: 6.5 },
] as const;

/** Twenty years of monthly long-short momentum in four markets and currencies, with every cost and corporate action. */
export function measureFourMarkets(): (Figure | Ratio)[] {
  const panel = createPanel();
  const { sessionDates } = panel.markets[0]!;
  const spec: ExpressionSpec = {
    name: "Four markets",
    universe: panel.universe,
    decide: atClose("XNYS", { delay: "30m" }),
    rebalance: "month-end",
    signal: ({ field }) => field.totalReturn!.delay(21).div(field.totalReturn!.delay(252)).minus(1),
    weights: ({ signal }) => signal.longShort(10).equal(),
  };
  const strategy = unwrap(defineStrategy(spec));
  const parameters = unwrap(resolveParameters(strategy));
  const config = {
    from: sessionDates[0]!,
    to: sessionDates.at(-1)!,
    capitalMinor: CAPITAL_MINOR,
    currency: "USD",
    costs: {
      ...costModels.institutional,
      slippage: { kind: "volume-share", cap: 0.1, impact: 0.1, fallbackBps: 10 },
    },
    foreignCash: "hold",
    referenceRateBps: { USD: 300, GBP: 350, HKD: 280, KRW: 250 },
    dividendTaxPercent: { XNYS: 15, XLON: 0, XHKG: 0, XKRX: 22 },
    margin: { maintenancePercent: 20, initialPercent: 50 },
  } as const;
  let run: BacktestRun | undefined;
  const times = timeOnProcessor(RUNS, () => {
    run = unwrap(runBacktest({ panel, strategy, parameters, config }));
  });
  const { fills, navMinor } = run!;
  const cells = panel.offsets[INSTRUMENTS]!;
  const counts = [fills.shares.length, panel.actions.row.length].map((n) => n.toLocaleString("en-US"));
  const over = `3,000 instruments, 20 years, 4 markets, ${counts[0]} fills, ${counts[1]} actions, processor time`;
  if (!(navMinor.at(-1)! > 0)) throw new Error("the four markets' account came to nothing");
  const best = Math.min(...times);
  return [
    { name: "four markets, all costs and actions", milliseconds: times, over },
    { name: "four markets, seconds", ratio: best / 1_000, wanted: "under 3", over },
    {
      name: "instrument-bars a second with full accounting, in millions",
      ratio: cells / 1_000 / best,
      wanted: "at least 10",
      over,
    },
  ];
}

function createPanel(): Panel {
  const random = createRandom(5);
  const dates: number[] = [];
  for (let date = FIRST_DATE; date < FIRST_DATE + YEARS * 365.25; date++)
    if ((date + 3) % 7 < 5) dates.push(date);
  const sessions = dates.length;
  const markets = MARKETS.map(({ mic, currency, open, close }): PanelMarket => {
    const at = (hour: number) => Float64Array.from(dates, (date) => date * DAY + hour * HOUR);
    return {
      mic,
      currency,
      firstSessionNumber: 0,
      sessionDates: Int32Array.from(dates),
      openAt: at(open),
      closeAt: at(close),
      decisionAt: at(close + 0.5),
    };
  });
  const cells = INSTRUMENTS * sessions;
  const columns = {
    open: new Float64Array(cells).fill(Number.NaN),
    close: new Float64Array(cells).fill(Number.NaN),
    volume: new Float64Array(cells).fill(Number.NaN),
  };
  const members = new Uint8Array(cells);
  const actions = new ActionList();
  const instruments = Array.from({ length: INSTRUMENTS }, (_, i) => {
    const market = i % MARKETS.length;
    const isDelisted = i % 10 === 9;
    const listed = isDelisted ? Math.floor(sessions * (0.3 + 0.6 * random.uniform())) : sessions;
    let price = (20 + 80 * random.uniform()) / MARKETS[market]!.dollars;
    const dividendEvery = i % 5 < 3 ? 65 : 0;
    const splitEvery = 1_000 + Math.floor(3_000 * random.uniform());
    for (let row = 0; row < listed; row++) {
      const cell = i * sessions + row;
      const ratio = row > 0 && row % splitEvery === 0 ? (row % 2 === 0 ? 2 : 0.5) : 1;
      const cash = dividendEvery > 0 && row % dividendEvery === dividendEvery - 1 ? price * 0.005 : 0;
      if (ratio !== 1) actions.add(i, row, ACTION.split, ratio, 0, -1, 0, 0);
      if (cash > 0) actions.add(i, row, ACTION.cashDividend, 1, cash, -1, 0, dates[row + 20] ?? -1);
      // The one after next is of another market's cycle of four: the same market.
      if (row === 2_000 && i % 40 === 0)
        actions.add(i, row, ACTION.spinOff, 0.25, 0, (i + 4) % INSTRUMENTS, 0.1, 0);
      price = (price - cash) / ratio;
      columns.open[cell] = price * (1 + 0.004 * (random.uniform() - 0.5));
      price *= 1 + 0.04 * (random.uniform() - 0.496);
      columns.close[cell] = price;
      columns.volume[cell] = Math.floor(1e6 + 4e6 * random.uniform());
      members[cell] = 1;
    }
    return {
      iid: `I${String(i).padStart(4, "0")}`,
      name: `Instrument ${i}`,
      market,
      sector: `S${i % 11}`,
      lotSize: MARKETS[market]!.lot,
      delistedRow: isDelisted ? listed : -1,
      delistReturn: isDelisted ? -0.3 : Number.NaN,
    };
  });
  return {
    snapshotId: "bench",
    universe: "BENCH",
    markets,
    instruments,
    offsets: Int32Array.from({ length: INSTRUMENTS + 1 }, (_, i) => i * sessions),
    columns,
    members,
    actions: actions.toColumns(),
    fx: MARKETS.filter(({ currency }) => currency !== "USD").map(({ currency, dollars }) => ({
      currency,
      knownAt: Float64Array.from(dates, (date) => date * DAY),
      usdPerUnit: Float64Array.from(dates, () => dollars * (1 + 0.1 * (random.uniform() - 0.5))),
    })),
  };
}

/** Actions as they come, in the order of instrument and row. */
class ActionList {
  readonly #rows: (readonly number[])[] = [];

  add(...row: [number, number, number, number, number, number, number, number]): void {
    this.#rows.push(row);
  }

  toColumns(): Panel["actions"] {
    const column = (k: number) => this.#rows.map((row) => row[k]!);
    return {
      instrument: Int32Array.from(column(0)),
      row: Int32Array.from(column(1)),
      kind: Uint8Array.from(column(2)),
      ratio: Float64Array.from(column(3)),
      cash: Float64Array.from(column(4)),
      other: Int32Array.from(column(5)),
      costShare: Float64Array.from(column(6)),
      payDate: Int32Array.from(column(7), (date) => (date > 0 ? date : NO_SESSION)),
    };
  }
}
