import type { OpenOrder, OrderChange, OrderRequest } from "../contract/orders.ts";
import { createRandom, type Random } from "../rng/random.ts";
import { defineStrategy } from "../strategy/define-strategy.ts";
import type { BarContext, Strategy } from "../strategy/strategy.ts";
import { unwrap } from "./strategies.ts";

/** Orders of every kind, drawn anew at each strike from a state that a checkpoint keeps. */
export function randomOrders(seed: number, mic = "XNYS"): Strategy {
  return unwrap(
    defineStrategy({
      name: "Test strategy",
      universe: "WORLD",
      decide: { mic, delayMinutes: 30 },
      rebalance: "daily",
      needs: { fields: ["close"], lookback: 1 },
      state: { seed },
      onBar: (context: BarContext) => {
        const random = createRandom(context.state.seed as number);
        context.state.seed = random.integer(2 ** 30);
        for (const iid of context.members) {
          const price = context.value(iid, "close");
          if (Number.isNaN(price) || random.uniform() < 0.5) continue;
          if (random.uniform() < 0.1) context.targetShares(iid, random.integer(50));
          else context.submit(iid, drawOrder(random, price, context.date));
          const open = context.orders(iid);
          if (open.length > 3) context.cancel(open[random.integer(open.length)]!.id);
          for (const order of context.orders(iid))
            if (random.uniform() < 0.2) context.amend(order.id, drawChange(random, order));
        }
      },
    }),
  );
}

/** Of what every order has, its price; a market order of its own has none, and neither has a trailing stop. */
function drawChange(random: Random, { type, limit, stop }: OpenOrder): OrderChange {
  const factor = 1 + 0.02 * (random.uniform() - 0.5);
  return {
    ...(!Number.isNaN(limit) && { limit: limit * factor }),
    ...(!Number.isNaN(stop) && type !== "trailing-stop" && { stop: stop * factor }),
  };
}

function drawOrder(random: Random, price: number, today: number): OrderRequest {
  const shares = (1 + random.integer(100)) * (random.uniform() < 0.5 ? 1 : -1);
  const near = (side: number) => price * (1 + side * 0.02 * random.uniform());
  const timeInForce = (["day", "gtc", "ioc", { until: today + random.integer(4) }] as const)[
    random.integer(4)
  ]!;
  // An order that waits for a price cannot be immediate.
  const waiting = timeInForce === "ioc" ? "gtc" : timeInForce;
  switch (random.integer(9)) {
    case 0:
      return { type: "limit", shares, limit: near(-Math.sign(shares)), timeInForce };
    case 1:
      return { type: "stop", shares, stop: near(Math.sign(shares)), timeInForce: waiting };
    case 2:
      return {
        type: "stop-limit",
        shares,
        stop: near(Math.sign(shares)),
        limit: near(1),
        timeInForce: waiting,
      };
    case 3:
      return { type: "trailing-stop", shares, trail: { fraction: 0.02 }, timeInForce: waiting };
    case 4:
      return { type: "on-open", shares };
    case 5:
      return { type: "on-close", shares };
    case 6:
      return {
        type: "bracket",
        entry: { type: "market", shares },
        takeProfit: price * (1 + 0.02 * Math.sign(shares)),
        stopLoss: price * (1 - 0.02 * Math.sign(shares)),
      };
    case 7:
      return {
        type: "one-cancels-other",
        orders: [
          { type: "limit", shares, limit: near(-Math.sign(shares)), timeInForce: waiting },
          { type: "stop", shares, stop: near(Math.sign(shares)), timeInForce: waiting },
        ],
      };
    default:
      return {
        type: "market",
        shares,
        timeInForce,
        fillAt: random.uniform() < 0.5 ? "next-close" : "next-open",
      };
  }
}
