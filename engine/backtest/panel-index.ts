import type { Panel } from "../contract/panel.ts";
import { type ExDate, groupActions } from "./action-rows.ts";
import { canonicalOrder, ranksIn } from "./canonical-order.ts";

/** Later than every row. */
export const NEVER = 0x7fff_ffff;

/** What is the same for every run on a panel, by instrument. */
export interface PanelIndex {
  readonly marketOf: Int32Array;
  /** The first row on which the listing no longer exists, or NEVER. */
  readonly delistedRow: Int32Array;
  /** Shares are traded in multiples of this. */
  readonly lot: Float64Array;
  /** Ascending. */
  readonly exDates: readonly (readonly ExDate[])[];
  /** Instruments in canonical order, and the place of each in it. */
  readonly order: Int32Array;
  readonly rank: Int32Array;
}

/** Panels are never changed, and a sweep runs thousands of times on one. */
const known = new WeakMap<Panel, PanelIndex>();

/** Made once per panel. */
export function indexPanel(panel: Panel): PanelIndex {
  let index = known.get(panel);
  if (!index) {
    const { instruments } = panel;
    const order = canonicalOrder(panel);
    index = {
      marketOf: Int32Array.from(instruments, ({ market }) => market),
      delistedRow: Int32Array.from(instruments, ({ delistedRow: row }) => (row < 0 ? NEVER : row)),
      lot: Float64Array.from(instruments, ({ lotSize = 1 }) => lotSize),
      exDates: groupActions(panel),
      order,
      rank: ranksIn(order),
    };
    known.set(panel, index);
  }
  return index;
}
