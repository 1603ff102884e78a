import fc from "fast-check";
import { expect, test } from "vitest";
import { costModels } from "../execution/costs/cost-models.ts";
import { defineStrategy } from "../strategy/define-strategy.ts";
import { arbitraryShape, runs, WORLDS } from "../testing/arbitrary-world.ts";
import { unwrap } from "../testing/strategies.ts";
import { createWorld, worldConfig } from "../testing/world.ts";
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
