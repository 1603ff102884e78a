import type { PanelMarket } from "../contract/panel.ts";

/** Markets that have been looked through. They are never changed, and a market may have a million sessions. */
const known = new WeakMap<PanelMarket, boolean>();

/** Whether each session of a market is decided before the next one opens. */
export function areSessionsApart(market: PanelMarket): boolean {
  let areApart = known.get(market);
  if (areApart === undefined) {
    areApart = lookThrough(market);
    known.set(market, areApart);
  }
  return areApart;
}

function lookThrough({ openAt, decisionAt }: PanelMarket): boolean {
  for (let row = 1; row < openAt.length; row++) if (openAt[row]! <= decisionAt[row - 1]!) return false;
  return true;
}
