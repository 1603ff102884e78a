import type { CellManifest, RunManifest } from "../../kernel/contract/manifest.ts";
import { runManifest } from "../../kernel/manifest/run-manifest.ts";
import { type ActionContext, findTab, notify } from "./context.ts";

/** The manifests of a notebook's cells as they were last run, in its order. */
export const manifestsOf = (context: ActionContext, tabId: string): CellManifest[] => {
  const tab = findTab(context, tabId);
  return tab?.document.notebook.cells.flatMap(({ id }) => tab.session.manifests[id] ?? []) ?? [];
};

/**
 * Keeps a run beside its notebook's file. One that has no file yet, or is a sample, keeps none. Of single cells, those
 * are kept that ran: what was asked for, what it needed, and what followed.
 *
 * @param before the manifests as they were before the run
 */
export const keepRun = async (
  context: ActionContext,
  tabId: string,
  scope: RunManifest["scope"],
  before: readonly CellManifest[],
  when: { readonly ranAt: number; readonly durationMs: number },
): Promise<void> => {
  const tab = findTab(context, tabId);
  const all = manifestsOf(context, tabId);
  const cells = scope === "notebook" ? all : all.filter((cell) => !before.includes(cell));
  if (!tab || tab.path === null || cells.length === 0) return;
  const platform = `${context.store.getState().info?.platform ?? ""}, window`;
  const run = runManifest({ scope, snapshot: tab.document.notebook.snapshot, ...when, platform, cells });
  const kept = await context.app.call("results/keep-run", { path: tab.path, run });
  if (kept.ok) return;
  const values = { message: kept.error.message };
  notify(context, tabId, { id: "keep-run", tone: "warn", key: "origin:notKept", values });
};
