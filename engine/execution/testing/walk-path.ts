/** An order as the path walker knows it. `stop` comes before `limit`; neither is a market order. */
export interface WalkedOrder {
  readonly shares: number;
  readonly limit?: number;
  readonly stop?: number;
  /** Orders that live from this one's fill on, and cancel each other. */
  readonly then?: readonly WalkedOrder[];
}

/**
 * What a set of orders that cancel each other brings when the price walks along straight lines through `path`: money
 * plus position at the last price. A slow second opinion on the matcher: it knows no bars, only the path.
 */
export function walkPath(path: readonly number[], orders: readonly WalkedOrder[]): number {
  let live = orders;
  let money = 0;
  let held = 0;
  let price = path[0]!;
  for (const target of path) {
    for (;;) {
      const hits = live
        .map((order) => ({ order, at: hitOf(order, price, target) }))
        .filter((hit): hit is { order: WalkedOrder; at: number } => hit.at !== undefined)
        .sort((a, b) => Math.abs(a.at - price) - Math.abs(b.at - price));
      const hit = hits[0];
      if (hit === undefined) break;
      price = hit.at;
      if (hit.order.stop !== undefined && hit.order.limit !== undefined) {
        const { stop: _, ...limited } = hit.order;
        live = live.map((order) => (order === hit.order ? limited : order));
        continue;
      }
      money -= hit.order.shares * price;
      held += hit.order.shares;
      live = hit.order.then ?? [];
    }
    price = target;
  }
  return money + held * price;
}

/** The first price between two at which an order acts. */
function hitOf(order: WalkedOrder, from: number, to: number): number | undefined {
  const level = order.stop ?? order.limit;
  if (level === undefined) return from;
  const acts =
    (order.stop !== undefined) === order.shares > 0 ? (x: number) => x >= level : (x: number) => x <= level;
  return acts(from) ? from : acts(to) ? level : undefined;
}
