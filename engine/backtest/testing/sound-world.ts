import type { Panel, PanelInstrument } from "../../contract/panel.ts";
import type { Factor } from "../../expression/factor.ts";
import type { FieldFactors } from "../../expression/fields.ts";
import { defineStrategy } from "../../strategy/define-strategy.ts";
import type { BarContext, Strategy } from "../../strategy/strategy.ts";
import type { Signal, WeightRule } from "../../strategy/weight-rule.ts";
import { unwrap } from "../../testing/strategies.ts";
import { type Action, market, NEW_YORK, world } from "./hand-made-world.ts";

export const LONDON = market("XLON", "GBP", 8, 16.5);

const closes = [10, 10.5, 10, 9.5, 10, 40, 41, 42, 41, 40];
const around = (factor: number) => Float64Array.from(closes, (price) => price * factor);

/** A in New York and B in London, five days of bars with volumes and capitalisations, and nothing wrong with them. */
export function soundWorld(actions: readonly Action[] = [], more: Partial<PanelInstrument> = {}): Panel {
  const panel = world(
    [
      { iid: "A", close: closes.slice(0, 5), more },
      { iid: "B", close: closes.slice(5), more: { market: 1 } },
    ],
    actions,
    { markets: [NEW_YORK, LONDON], fx: [pounds([0], [1.25])] },
  );
  const columns = {
    ...panel.columns,
    high: around(1.02),
    low: around(0.98),
    vwap: around(1),
    volume: new Float64Array(10).fill(10_000),
    sharesOutstanding: new Float64Array(10).fill(1_000_000),
  };
  return { ...panel, columns };
}

/** Fixings of the pound. */
export const pounds = (knownAt: readonly number[], usdPerUnit: readonly number[]) => ({
  currency: "GBP",
  knownAt: Float64Array.from(knownAt),
  usdPerUnit: Float64Array.from(usdPerUnit),
});

/** The sound world with one number in another's place: in one cell of a column, or in all. */
export function withValue(column: string, value: number, cell?: number): Panel {
  const panel = soundWorld();
  const changed = panel.columns[column]!.map((sound, at) =>
    cell === undefined || cell === at ? value : sound,
  );
  return { ...panel, columns: { ...panel.columns, [column]: changed } };
}

const common = {
  name: "Test strategy",
  universe: "WORLD",
  decide: { mic: "XNYS", delayMinutes: 30 },
  rebalance: "daily",
} as const;
const needs = { fields: ["close"], lookback: 1 };

/** Half of the capital in all members, written in each of the three ways; the third with orders that wait as well. */
export const threeWays: Readonly<Record<"expression" | "rebalance" | "event", () => Strategy>> = {
  expression: () =>
    expressing(
      (field) => field.close!.returns(1).orElse(0).plus(1),
      (signal) => signal.all().equal().constrain({ maximumGross: 0.5 }),
    ),
  rebalance: () =>
    weighing((members) => Object.fromEntries(members.map((iid) => [iid, 0.5 / members.length]))),
  event: () =>
    ordering((bar) => {
      for (const iid of bar.members) {
        bar.targetPercent(iid, 50 / bar.members.length);
        const price = bar.value(iid, "close");
        if (!(price > 0 && price < 1e12)) continue;
        bar.submit(iid, { type: "limit", shares: 3, limit: price, timeInForce: "gtc" });
        bar.submit(iid, { type: "trailing-stop", shares: -2, trail: { fraction: 0.05 } });
        bar.submit(iid, { type: "on-close", shares: 1 });
      }
    }),
};

/** A rebalance callback of these weights. */
export const weighing = (
  weights: (members: readonly string[]) => Readonly<Record<string, number>>,
): Strategy => unwrap(defineStrategy({ ...common, needs, weights: ({ members }) => weights(members) }));

/** An event strategy that does this at each strike. */
export const ordering = (onBar: (bar: BarContext) => void): Strategy =>
  unwrap(defineStrategy({ ...common, needs, onBar }));

/** An expression over the fields, and the rule that turns it into weights. */
export const expressing = (
  signal: (field: FieldFactors) => Factor,
  weights: (signal: Signal) => WeightRule,
): Strategy =>
  unwrap(
    defineStrategy({
      ...common,
      signal: ({ field }) => signal(field),
      weights: (given) => weights(given.signal),
    }),
  );
