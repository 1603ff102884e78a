import type { Panel } from "../contract/panel.ts";

/** Instrument indices by ascending id, compared by code unit: the one order results may depend on. */
export function canonicalOrder(panel: Panel): Int32Array {
  const ids = panel.instruments.map((instrument) => instrument.iid);
  return Int32Array.from(ids.keys()).sort((a, b) => (ids[a]! < ids[b]! ? -1 : ids[a]! > ids[b]! ? 1 : 0));
}

/** The place of each instrument in an order. */
export function ranksIn(order: Int32Array): Int32Array {
  const ranks = new Int32Array(order.length);
  for (let k = 0; k < order.length; k++) ranks[order[k]!] = k;
  return ranks;
}
