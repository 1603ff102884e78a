import { describe, expect, test } from "vitest";
import { ACTION, type Panel } from "../contract/panel.ts";
import { evaluateFactor } from "./evaluate-factor.ts";
import { type Factor, fieldFactor } from "./factor.ts";
import { indicators } from "./indicators.ts";
import { createRichWorld } from "./testing/rich-world.ts";

const SESSIONS = 60;
const world = createRichWorld({ seed: 12, instruments: 2, sessions: SESSIONS, isSingleMarket: true });
const column = (name: string) => Array.from(world.columns[name]!.subarray(0, SESSIONS));
const [high, low, close, open] = ["high", "low", "close", "open"].map(column) as [
  number[],
  number[],
  number[],
  number[],
];
const volume = column("volume");
const cellsOf = (factor: Factor, panel: Panel = world) =>
  Array.from(evaluateFactor(factor, panel).cells!.subarray(0, SESSIONS));

const total = (values: number[]) => values.reduce((a, b) => a + b, 0);
/** Wilder's mean with endless normalised weights, over what is there from session 1 on. */
const wilder = (values: number[], n: number, t: number) => {
  let weighted = 0;
  let weights = 0;
  let weight = 1;
  for (let s = t; s >= 0; s--) {
    if (!Number.isNaN(values[s]!)) {
      weighted += weight * values[s]!;
      weights += weight;
    }
    weight *= 1 - 1 / n;
  }
  return weighted / weights;
};
const ranges = close.map((_, t) =>
  t === 0 ? Number.NaN : Math.max(high[t]!, close[t - 1]!) - Math.min(low[t]!, close[t - 1]!),
);
const moves = close.map((_, t) => ({ up: high[t]! - high[t - 1]!, down: low[t - 1]! - low[t]! }));
const plusMove = moves.map(({ up, down }, t) => (t === 0 ? Number.NaN : up > down && up > 0 ? up : 0));
const minusMove = moves.map(({ up, down }, t) => (t === 0 ? Number.NaN : down > up && down > 0 ? down : 0));
const plus = (n: number, t: number) => (100 * wilder(plusMove, n, t)) / wilder(ranges, n, t);
const minus = (n: number, t: number) => (100 * wilder(minusMove, n, t)) / wilder(ranges, n, t);
/** The directional index exists once n moves were seen, that is from session n on. */
const dx = (n: number) =>
  close.map((_, t) =>
    t < n ? Number.NaN : (100 * Math.abs(plus(n, t) - minus(n, t))) / (plus(n, t) + minus(n, t)),
  );
const kOf = (n: number, t: number) => {
  const least = Math.min(...low.slice(t - n + 1, t + 1));
  const most = Math.max(...high.slice(t - n + 1, t + 1));
  return (100 * (close[t]! - least)) / (most - least);
};
const typical = close.map((_, t) => (high[t]! + low[t]! + close[t]!) / 3);

describe("each indicator agrees with a direct computation", () => {
  test.each<[string, Factor, number, (t: number) => number]>([
    ["typicalPrice", indicators.typicalPrice(), 0, (t) => typical[t]!],
    ["trueRange", indicators.trueRange(), 1, (t) => ranges[t]!],
    ["averageTrueRange", indicators.averageTrueRange(5), 5, (t) => wilder(ranges, 5, t)],
    ["plusDirectional", indicators.plusDirectional(5), 5, (t) => plus(5, t)],
    ["minusDirectional", indicators.minusDirectional(5), 5, (t) => minus(5, t)],
    ["averageDirectional", indicators.averageDirectional(5), 9, (t) => wilder(dx(5), 5, t)],
    [
      "onBalanceVolume",
      indicators.onBalanceVolume(4),
      4,
      (t) => total([0, 1, 2, 3].map((k) => Math.sign(close[t - k]! - close[t - k - 1]!) * volume[t - k]!)),
    ],
    [
      "volumeWeightedPrice",
      indicators.volumeWeightedPrice(4),
      3,
      (t) =>
        total([0, 1, 2, 3].map((k) => typical[t - k]! * volume[t - k]!)) /
        total([0, 1, 2, 3].map((k) => volume[t - k]!)),
    ],
    ["stochasticK", indicators.stochasticK(5), 4, (t) => kOf(5, t)],
    ["stochasticD", indicators.stochasticD(5, 3), 6, (t) => (kOf(5, t) + kOf(5, t - 1) + kOf(5, t - 2)) / 3],
    ["intradayReturn", indicators.intradayReturn(), 0, (t) => close[t]! / open[t]! - 1],
  ])("%s", (_, factor, first, expected) => {
    const found = cellsOf(factor);
    for (let t = 0; t < SESSIONS; t++) {
      const wanted = t < first ? Number.NaN : expected(t);
      if (Number.isNaN(wanted)) expect(found[t]).toBeNaN();
      else expect(Math.abs(found[t]! - wanted)).toBeLessThan(1e-10 * Math.max(1, Math.abs(wanted)));
    }
  });
});

describe("[P6] a split changes no indicator beyond its unit", () => {
  const ROW = 30;
  /** The same world after a split of instrument 0 on session 30; 4 is exact in binary, so equality is equality. */
  const divided = (name: string, ratio: number) =>
    world.columns[name]!.map((value, cell) => (cell >= ROW && cell < SESSIONS ? value / ratio : value));
  const split: Panel = {
    ...world,
    columns: {
      ...world.columns,
      ...Object.fromEntries(["open", "high", "low", "close"].map((name) => [name, divided(name, 4)])),
      volume: divided("volume", 1 / 4),
    },
    actions: {
      instrument: Int32Array.of(0),
      row: Int32Array.of(ROW),
      kind: Uint8Array.of(0),
      ratio: Float64Array.of(4),
      cash: Float64Array.of(0),
    },
  };

  test.each<[string, Factor]>([
    ["trueRange", indicators.trueRange()],
    ["averageTrueRange", indicators.averageTrueRange(5)],
    ["averageDirectional", indicators.averageDirectional(5)],
    ["onBalanceVolume", indicators.onBalanceVolume(4)],
    ["volumeWeightedPrice", indicators.volumeWeightedPrice(4)],
    ["stochasticD", indicators.stochasticD(5, 3)],
    ["adjustedOpen", fieldFactor("adjustedOpen")],
    ["adjustedVolume", fieldFactor("adjustedVolume")],
    ["adjustedClose returns", fieldFactor("adjustedClose").returns(3)],
  ])("%s", (_, factor) => {
    expect(cellsOf(factor, split)).toEqual(cellsOf(factor));
  });

  test("while raw prices would jump", () => {
    const raw = fieldFactor("high").delta(1);
    expect(Math.abs(cellsOf(raw, split)[ROW]!)).toBeGreaterThan(10 * Math.abs(cellsOf(raw)[ROW]!));
  });
});

describe("bands and macd agree with a direct computation", () => {
  const x = fieldFactor("close");
  const band = (t: number, width: number) => {
    const values = close.slice(t - 4, t + 1);
    const mean = total(values) / 5;
    const variance = total(values.map((value) => (value - mean) * (value - mean))) / 5;
    return mean + width * Math.sqrt(variance);
  };
  const ema = (values: number[], n: number, t: number) => wilder(values, (n + 1) / 2, t);
  const line = close.map((_, t) => (t < 6 ? Number.NaN : ema(close, 3, t) - ema(close, 7, t)));

  test.each<[string, Factor, number, (t: number) => number]>([
    ["bollingerUpper", x.bollingerUpper(5, 2), 4, (t) => band(t, 2)],
    ["bollingerLower", x.bollingerLower(5, 2), 4, (t) => band(t, -2)],
    [
      "bollingerPercentB",
      x.bollingerPercentB(5, 2),
      4,
      (t) => (close[t]! - band(t, -2)) / (band(t, 2) - band(t, -2)),
    ],
    ["bollingerBandwidth", x.bollingerBandwidth(5, 2), 4, (t) => (band(t, 2) - band(t, -2)) / band(t, 0)],
    ["macd", x.macd(3, 7), 6, (t) => line[t]!],
    ["macdSignal", x.macdSignal(3, 7, 4), 9, (t) => ema(line, 4, t)],
    ["macdHistogram", x.macdHistogram(3, 7, 4), 9, (t) => line[t]! - ema(line, 4, t)],
  ])("%s", (_, factor, first, expected) => {
    cellsOf(factor).forEach((value, t) => {
      if (t < first) expect(value).toBeNaN();
      else expect(Math.abs(value - expected(t))).toBeLessThan(1e-9 * Math.max(1, Math.abs(expected(t))));
    });
  });
});

test("[P7] a spin-off changes no total return: what is given away was worth its share of the last close", () => {
  const share = 0.25;
  const columns = {
    ...world.columns,
    close: world.columns.close!.map((x, cell) => (cell >= 20 && cell < SESSIONS ? x * (1 - share) : x)),
  };
  const actions = {
    instrument: Int32Array.of(0),
    row: Int32Array.of(20),
    kind: Uint8Array.of(ACTION.spinOff),
    ratio: Float64Array.of(0.5),
    cash: Float64Array.of(0),
    costShare: Float64Array.of(share),
  };
  const returns = fieldFactor("totalReturn").returns(1);
  const expected = cellsOf(returns);
  cellsOf(returns, { ...world, columns, actions }).forEach((value, t) => {
    if (t > 0) expect(value).toBeCloseTo(expected[t]!, 13);
  });
});
