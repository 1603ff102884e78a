import { ArgumentError } from "../argument-error.ts";
import { ACTION, type Panel } from "../contract/panel.ts";

/** Looked for once per panel. */
const merged = new WeakMap<Panel, ReadonlySet<number>>();

/**
 * The return from an instrument's last close to what is paid when its listing ends. A merger pays its own terms to who
 * holds at its ex-date: what is left after it, such as shares that are told of late, is worth that close. NaN where
 * nobody says.
 */
export function delistReturnOf(panel: Panel, instrument: number): number {
  const { delistReturn } = panel.instruments[instrument]!;
  if (!Number.isNaN(delistReturn)) return delistReturn;
  let ended = merged.get(panel);
  if (!ended) {
    const { instrument: acting, kind } = panel.actions;
    ended = new Set(acting.filter((_, k) => kind[k] === ACTION.merger));
    merged.set(panel, ended);
  }
  return ended.has(instrument) ? 0 : Number.NaN;
}

/** What a position that is held when its listing ends is worth cannot be told without a delisting return. */
export const noDelistReturn = (iid: string): ArgumentError =>
  new ArgumentError(`${iid} is delisted while held, but has no delisting return`, "bad-panel", { iid });
