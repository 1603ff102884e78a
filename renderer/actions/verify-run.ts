import { compareRuns } from "../../kernel/manifest/compare-runs.ts";
import { type ActionContext, findTab, notify } from "./context.ts";
import { manifestsOf } from "./keep-run.ts";
import { run } from "./run.ts";

/** What each cell shows, as it is at this moment. */
const outputsOf = (context: ActionContext, tabId: string) => {
  const outputs = findTab(context, tabId)?.session.outputs ?? {};
  return (cellId: string) => outputs[cellId]?.outputs;
};

/** Runs the whole notebook again, from nothing, and shows what the new run has in common with the one before. */
export const verifyRun = async (context: ActionContext, tabId: string): Promise<void> => {
  const was = manifestsOf(context, tabId);
  const shown = outputsOf(context, tabId);
  if (was.length === 0) return notify(context, tabId, { id: "run", tone: "info", key: "origin:notRun" });
  const isWhole = await run(context, tabId, { cellIds: "all", restart: true });
  if (!isWhole) return;
  context.store.setState({
    overlay: {
      kind: "comparison",
      found: compareRuns(was, manifestsOf(context, tabId), { was: shown, is: outputsOf(context, tabId) }),
    },
  });
};
