import { expect, test } from "vitest";
import type { BacktestConfig } from "../contract/backtest.ts";
import type { Panel } from "../contract/panel.ts";
import { atClose } from "../strategy/decision-rule.ts";
import { defineStrategy } from "../strategy/define-strategy.ts";
import type { Strategy } from "../strategy/strategy.ts";
import { randomOrders } from "../testing/random-orders.ts";
import { momentumCallback, momentumExpression, unwrap } from "../testing/strategies.ts";
import { momentumEvent, wholeConfig, wholeStrategies, wholeWorld } from "../testing/whole-runs.ts";
import { permuteWorld, truncateWorld } from "../testing/world.ts";
import { canonicalText } from "./canonical-text.ts";
import { type BacktestInput, runBacktest } from "./run-backtest.ts";
import type { Checkpoint } from "./simulation.ts";

const K = 2;
const panel = wholeWorld(K);
const config = wholeConfig(K);

const savedAfter = (strikes: number, input: BacktestInput): Checkpoint => {
  const saved: Checkpoint[] = [];
  unwrap(runBacktest({ ...input, onStrike: (save) => saved.push(structuredClone(save())) }));
  return saved[strikes]!;
};
const inputOf = (strategy: Strategy, changes: Partial<BacktestInput> = {}): BacktestInput => ({
  panel,
  strategy,
  parameters: {},
  config,
  ...changes,
});
const errorOf = (input: BacktestInput, resumeFrom: Checkpoint) => {
  const result = runBacktest({ ...input, resumeFrom });
  return result.ok ? null : result.error;
};

const swept = (top: number, name = "Swept"): Strategy =>
  unwrap(
    defineStrategy({
      name,
      universe: "WORLD",
      decide: atClose("XNYS"),
      rebalance: "weekly",
      signal: ({ field }) => field.totalReturn!.returns(3).rank(),
      weights: ({ signal }) => signal.top(top).equal(),
    }),
  );
const cell = panel.columns.close!.findLastIndex((price) => price > 0);
const withColumn = (name: string, change: (value: number) => number): Panel => ({
  ...panel,
  columns: {
    ...panel.columns,
    [name]: panel.columns[name]!.map((value, at) => (at === cell ? change(value) : value)),
  },
});

test.each<[string, string, BacktestInput, BacktestInput]>([
  ["another kind", "strategy", inputOf(momentumExpression()), inputOf(momentumCallback())],
  ["another function", "strategy", inputOf(momentumEvent()), inputOf(randomOrders(1))],
  ["another first state", "strategy", inputOf(randomOrders(1)), inputOf(randomOrders(2))],
  [
    "another rebalance rule",
    "strategy",
    inputOf(momentumExpression("weekly")),
    inputOf(momentumExpression("daily")),
  ],
  ["another weight", "strategy", inputOf(swept(50)), inputOf(swept(40))],
  ["another name", "strategy", inputOf(swept(50)), inputOf(swept(50, "Renamed"))],
  [
    "a parameter",
    "parameters",
    inputOf(swept(50), { parameters: { n: 1 } }),
    inputOf(swept(50), { parameters: { n: 2 } }),
  ],
  [
    "the capital",
    "config",
    inputOf(swept(50)),
    inputOf(swept(50), { config: { ...config, capitalMinor: 1_000_000 } }),
  ],
  [
    "a cost",
    "config",
    inputOf(swept(50)),
    inputOf(swept(50), { config: { ...config, costs: { ...config.costs, commission: { bps: 3 } } } }),
  ],
  [
    "a setting left out",
    "config",
    inputOf(swept(50)),
    inputOf(swept(50), { config: without(config, "dividendTaxPercent") }),
  ],
  [
    "a price",
    "panel",
    inputOf(swept(50)),
    inputOf(swept(50), { panel: withColumn("close", (x) => x + 0.01) }),
  ],
  [
    "a price that is missing",
    "panel",
    inputOf(swept(50)),
    inputOf(swept(50), { panel: withColumn("close", () => Number.NaN) }),
  ],
  [
    "another snapshot",
    "panel",
    inputOf(swept(50)),
    inputOf(swept(50), { panel: { ...panel, snapshotId: "other" } }),
  ],
  [
    "fewer sessions",
    "panel",
    inputOf(swept(50)),
    inputOf(swept(50), { panel: truncateWorld(panel, panel.markets[0]!.decisionAt[20]!) }),
  ],
  [
    "another order of instruments",
    "panel",
    inputOf(swept(50)),
    inputOf(swept(50), { panel: permuteWorld(panel, [...panel.instruments.keys()].reverse()) }),
  ],
])("a checkpoint of a run with %s is refused by name", (_, differs, saved, resumed) => {
  const checkpoint = savedAfter(10, saved);
  const error = errorOf(resumed, checkpoint);
  expect(error).toMatchObject({ code: "bad-checkpoint", details: { differs } });
  expect(error!.message).toContain(`of a run with another ${differs}`);
});

function without(given: BacktestConfig, name: keyof BacktestConfig): BacktestConfig {
  const { [name]: _, ...rest } = given;
  return rest as BacktestConfig;
}

test.each(Object.entries(wholeStrategies(K)))(
  "a checkpoint of an equal run is taken, made anew and written otherwise: %s",
  (_, make) => {
    const checkpoint = savedAfter(10, inputOf(make()));
    const again = wholeWorld(K);
    // Another name under which the panel was opened, other keys' order, a setting that is there but undefined.
    const opened = {
      panelId: "p7",
      ...again,
      columns: Object.fromEntries(Object.entries(again.columns).reverse()),
    };
    const rewritten = Object.fromEntries(Object.entries(config).reverse()) as unknown as BacktestConfig;
    const input = inputOf(make(), {
      panel: opened,
      config: { ...rewritten, margin: undefined } as unknown as BacktestConfig,
    });
    expect(errorOf(input, checkpoint)).toBeNull();
  },
);

test("a checkpoint that tells of no run is refused", () => {
  const { run: _, ...rest } = savedAfter(3, inputOf(swept(50)));
  expect(errorOf(inputOf(swept(50)), rest as Checkpoint)).toMatchObject({ code: "bad-checkpoint" });
});

test("equal data have one text, and other data another", () => {
  const negative = new Float64Array(new Uint32Array([1, 0xfff80000]).buffer);
  expect(negative[0]).toBeNaN();
  expect(canonicalText(negative)).toBe(canonicalText(Float64Array.of(Number.NaN)));
  expect(canonicalText({ a: 1, b: undefined, c: [2] })).toBe(canonicalText({ c: [2], a: 1 }));
  const others = [
    ...[0, -0, "0", null, undefined, [], [0], {}, new Map(), new Set(), new Map([[1, 2]]), new Set([1, 2])],
    ...[
      Float64Array.of(),
      Float64Array.of(0),
      Float64Array.of(-0),
      Float64Array.of(1, 2),
      Float64Array.of(2, 1),
    ],
    ...[
      Int32Array.of(3),
      Float64Array.of(3, 0),
      { a: "1" },
      { a: 1 },
      { a: Number.NaN },
      [[1], 2],
      [1, [2]],
      "[1,[2]]",
    ],
  ];
  expect(new Set(others.map(canonicalText)).size).toBe(others.length);
});
