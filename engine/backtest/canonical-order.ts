import type { Panel } from "../contract/panel.ts";

/** Instrument indices by ascending id, compared by code unit: the one order results may depend on. */
export function canonicalOrder(panel: Panel): Int32Array {
  const ids = panel.instruments.map((instrument) => instrument.iid);
  return Int32Array.from(ids.keys()).sort((a, b) => (ids[a]! < ids[b]! ? -1 : ids[a]! > ids[b]! ? 1 : 0));
}
