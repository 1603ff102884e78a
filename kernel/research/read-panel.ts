import type { Panel } from "../../engine/index.ts";
import type { PanelQuestion } from "../../store/contract/panel-request.ts";
import { type LoadedPanel, MOST_PANELS, panelOf } from "../host/panel-cache.ts";
import type { ResearchHost } from "./research-host.ts";

/** Asks for a panel as the notebook sees it: equal questions on one snapshot get the same object. */
export type ReadPanel = (question: Omit<PanelQuestion, "asOf" | "snapshot">) => Promise<Panel>;

/**
 * The host answers with a new object each time, over the same memory. What is given here is one object for each panel,
 * because the engine keeps with it what it has checked, sorted and derived: without that a cell that runs many backtests
 * spends more time on these than on the backtests. A panel's id stands for all of its bits.
 */
export const createReadPanel = (host: Pick<ResearchHost, "request" | "asOf">): ReadPanel => {
  const known = new Map<string, Panel>();
  return async (question) => {
    const loaded = (await host.request("panel", { ...question, asOf: host.asOf() })) as LoadedPanel;
    const { panelId } = loaded.header;
    const panel = known.get(panelId) ?? panelOf(loaded);
    // The one asked for last stands last.
    known.delete(panelId);
    known.set(panelId, panel);
    if (known.size > MOST_PANELS) known.delete(known.keys().next().value!);
    return panel;
  };
};
