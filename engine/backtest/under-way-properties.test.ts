import fc from "fast-check";
import { expect, test } from "vitest";
import type { BacktestRun } from "../contract/backtest.ts";
import type { Panel } from "../contract/panel.ts";
import { costModels } from "../execution/costs/cost-models.ts";
import { defineStrategy } from "../strategy/define-strategy.ts";
import { arbitraryShape, outlive, runs, WORLDS } from "../testing/arbitrary-world.ts";
import { randomOrders } from "../testing/random-orders.ts";
import { unwrap } from "../testing/strategies.ts";
import { createWorld, truncateWorld, worldConfig } from "../testing/world.ts";
import { runBacktest } from "./run-backtest.ts";

/** Decides at 17:00 UTC, when New York is open, and leaves limits there that the next decision replaces or amends. */
const limitsFromLondon = (amends: boolean) =>
  unwrap(
    defineStrategy({
      name: "Test strategy",
      universe: "WORLD",
      decide: { mic: "XLON", delayMinutes: 30 },
      rebalance: "daily",
      needs: { fields: ["close"], lookback: 1 },
      onBar: (context) => {
        for (const iid of context.members) {
          const price = context.value(iid, "close");
          const [open] = context.orders(iid);
          if (open && amends) {
            const limit = price * (1 + 0.005 * Math.sign(open.shares));
            context.amend(open.id, { limit: Number.isNaN(limit) ? open.limit : limit });
            continue;
          }
          if (open) context.cancel(open.id);
          if (Number.isNaN(price)) continue;
          const shares = context.position(iid) > 0 ? -10 : 10;
          const limit = price * (1 + 0.005 * Math.sign(shares));
          context.submit(iid, { type: "limit", shares, limit, timeInForce: "gtc" });
        }
      },
    }),
  );

test.each([
  ["placed", false],
  ["amended", true],
])(
  "[P8] an order %s while a session is under way fills at no price of the part that is over",
  (_, amends) => {
    let underWay = 0;
    fc.assert(
      fc.property(arbitraryShape, (drawn) => {
        const panel = createWorld({ ...drawn, isSingleMarket: false, hasExchanges: false });
        // Members all the time, so that each decision takes back what the one before left.
        panel.members.fill(1);
        const run = unwrap(
          runBacktest({
            panel,
            strategy: limitsFromLondon(amends),
            parameters: {},
            config: worldConfig(costModels.none),
          }),
        );
        const index = new Map(panel.instruments.map(({ iid }, i) => [iid, i]));
        run.fills.at.forEach((at, k) => {
          const i = index.get(run.fills.instruments[run.fills.instrument[k]!]!.iid)!;
          const { openAt, closeAt } = panel.markets[panel.instruments[i]!.market]!;
          const row = closeAt.indexOf(at);
          const placed = run.instants.findLast((instant) => instant < at)!;
          if (row < 0 || placed < openAt[row]!) return;
          underWay++;
          expect(run.fills.price[k]).toBe(panel.columns.close![panel.offsets[i]! + row]);
        });
      }),
      runs(24),
    );
    expect(underWay).toBeGreaterThan(WORLDS);
  },
);

test.each([
  ["XNYS", 25],
  ["XLON", 26],
  ["XKRX", 27],
])(
  "[P8] what becomes known later changes nothing that orders of every kind brought by then, decided in %s",
  (mic, seed) => {
    let fills = 0;
    fc.assert(
      fc.property(arbitraryShape, fc.nat(), (drawn, pick) => {
        const panel = createWorld({
          ...drawn,
          isSingleMarket: mic === "XNYS" && drawn.isSingleMarket === true,
        });
        const strategy = randomOrders(drawn.seed, mic);
        const go = (known: Panel) =>
          outlive(
            runBacktest({ panel: known, strategy, parameters: {}, config: worldConfig(costModels.retail) }),
          );
        const full = go(panel);
        const at = full.instants[pick % full.instants.length]!;
        const cut = go(truncateWorld(panel, at));
        const upTo = ({ instants, navMinor, cashMinor, fills: all }: BacktestRun) => {
          const strikes = instants.filter((instant) => instant <= at).length;
          const until = all.at.filter((instant) => instant <= at).length;
          return {
            navMinor: navMinor.slice(0, strikes),
            cashMinor: cashMinor.slice(0, strikes),
            at: all.at.slice(0, until),
            shares: all.shares.slice(0, until),
            price: all.price.slice(0, until),
          };
        };
        const known = upTo(full);
        expect(upTo(cut)).toEqual(known);
        fills += known.at.length;
      }),
      runs(seed),
    );
    expect(fills).toBeGreaterThan(WORLDS);
  },
);
