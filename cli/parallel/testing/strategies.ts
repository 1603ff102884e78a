import { closeSync, openSync } from "node:fs";
import type * as engine from "../../../engine/index.ts";

type Given = Pick<typeof engine, "atClose" | "defineStrategy" | "param">;

const common = ({ atClose }: Given) => ({
  universe: "WORLD",
  decide: atClose("XNYS"),
  rebalance: "weekly" as const,
});

/** The best names by total return. */
export const momentum = (given: Given) =>
  given.defineStrategy({
    ...common(given),
    name: "Momentum",
    params: { lookback: given.param.int(3, { min: 1, max: 20 }), top: given.param.percent(50) },
    signal: ({ field, p }) => field.totalReturn!.returns(p.lookback).rank(),
    weights: ({ signal, p }) => signal.top(p.top).equal(),
  });

/** Remembers its decisions, as a strategy should not: each run must begin with none. */
export const remembering = (given: Given) => {
  let decisions = 0;
  return given.defineStrategy({
    ...common(given),
    name: "Remembering",
    params: { every: given.param.int(2) },
    needs: { fields: [], lookback: 0 },
    weights: ({ members, p }) => {
      decisions++;
      const chosen = members.filter((_, k) => (k + decisions) % p.every === 0);
      return Object.fromEntries(chosen.map((iid) => [iid, 1 / chosen.length]));
    },
  });
};

/** Places orders that wait, and remembers its turn where a strategy should: in its state. */
export const ordering = (given: Given) =>
  given.defineStrategy({
    ...common(given),
    name: "Ordering",
    params: { every: given.param.int(2) },
    needs: { fields: ["close"], lookback: 1 },
    state: { turn: 0 },
    onBar: (bar) => {
      const turn = Number(bar.state.turn) + 1;
      bar.state.turn = turn;
      for (const [k, iid] of bar.members.entries()) {
        const price = bar.value(iid, "close");
        if (!(price > 0) || (k + turn) % bar.p.every !== 0) continue;
        const entry = {
          type: "limit",
          shares: 10 * (k + 1),
          limit: price * 1.01,
          timeInForce: "gtc",
        } as const;
        bar.submit(iid, { type: "bracket", entry, takeProfit: price * 1.03, stopLoss: price * 0.97 });
      }
    },
  });

/** Does nothing wrong when `fault` is 0, and otherwise what it is given. */
const faulty = (commit: () => void) => (given: Given) =>
  given.defineStrategy({
    ...common(given),
    name: "Faulty",
    params: { fault: given.param.int(0) },
    signal: ({ field, p }) => {
      if (p.fault !== 0) commit();
      return field.close!.returns(1);
    },
    weights: ({ signal }) => signal.top(50).equal(),
  });

export const dying = faulty(() => process.exit(3));
export const dyingOnce = faulty(() => {
  // Only the first to come finds no file.
  try {
    closeSync(openSync(process.env.ASOF_TEST_MARKER!, "wx"));
  } catch {
    return;
  }
  process.exit(3);
});
export const hanging = faulty(() => {
  for (;;);
});
export const hoarding = faulty(() => {
  const kept: object[] = [];
  for (;;) kept.push({ last: kept.slice(-10) });
});
export const failing = faulty(() => {
  throw new Error("no such luck");
});
