import { startKernel } from "../bridge/start-kernel.ts";
import { type ActionContext, dispatchSession, findTab, handlesOf, notify } from "./context.ts";
import { hearKernel } from "./hear-kernel.ts";
import { loadDeclarations } from "./load-declarations.ts";
import { sendCells } from "./send-cells.ts";

/** Starts the kernel of a notebook and tells it the cells. */
export const openKernel = (context: ActionContext, tabId: string, isRestart = false): Promise<void> => {
  const handles = handlesOf(context, tabId);
  const opening = startAndTell(context, tabId, isRestart).finally(() => {
    if (handles.opening === opening) handles.opening = null;
  });
  handles.opening = opening;
  return opening;
};

const startAndTell = async (context: ActionContext, tabId: string, isRestart: boolean): Promise<void> => {
  dispatchSession(context, tabId, { type: "kernel-starting", isRestart });
  const started = await startKernel(context.app, context.ports);
  if (!findTab(context, tabId)) {
    if (started.ok) void context.app.call("kernel/end", { kernelId: started.value.kernelId });
    return;
  }
  if (!started.ok) {
    const { message } = started.error;
    dispatchSession(context, tabId, { type: "kernel-failed", message });
    notify(context, tabId, {
      id: "kernel",
      tone: "error",
      key: "banner:kernelFailed",
      values: { message },
      action: "restart-kernel",
    });
    return;
  }
  handlesOf(context, tabId).kernel = started.value;
  hearKernel(context, tabId, started.value);
  dispatchSession(context, tabId, { type: "kernel-ready", kernelId: started.value.kernelId });
  await Promise.all([sendCells(context, tabId), loadDeclarations(context, tabId)]);
};

export const endKernel = (context: ActionContext, tabId: string): void => {
  const handles = handlesOf(context, tabId);
  const { kernel } = handles;
  handles.kernel = null;
  if (!kernel) return;
  void context.app.call("kernel/end", { kernelId: kernel.kernelId });
  kernel.client.close();
};

export const restartKernel = async (context: ActionContext, tabId: string): Promise<void> => {
  endKernel(context, tabId);
  dispatchSession(context, tabId, { type: "kernel-gone" });
  await openKernel(context, tabId, true);
};

const goneKeys = {
  crashed: "banner:crashed",
  "out-of-memory": "banner:outOfMemory",
  ended: "banner:ended",
  killed: "banner:killed",
} as const;

const goneKeysInCell: {
  readonly [K in keyof typeof goneKeys]?: "banner:crashedIn" | "banner:outOfMemoryIn";
} = {
  crashed: "banner:crashedIn",
  "out-of-memory": "banner:outOfMemoryIn",
};

/** The number of the cell that runs, as the notebook shows it; null when none does. */
const runningCellOf = (tab: ReturnType<typeof findTab>): number | null => {
  const at =
    tab?.document.notebook.cells.findIndex(({ id }) => tab.session.statuses[id]?.state === "running") ?? -1;
  return at < 0 ? null : at + 1;
};

/** Says why a kernel is gone and starts another. A kernel we ended ourselves is not ours to mourn. */
export const hearKernelGone = async (
  context: ActionContext,
  gone: { kernelId: number; reason: keyof typeof goneKeys; memoryMb: number | null },
): Promise<void> => {
  const entry = [...context.handles].find(([, { kernel }]) => kernel?.kernelId === gone.kernelId);
  if (!entry) return;
  const [tabId, handles] = entry;
  const cell = runningCellOf(findTab(context, tabId));
  handles.kernel?.client.close();
  handles.kernel = null;
  dispatchSession(context, tabId, { type: "kernel-gone" });
  notify(context, tabId, {
    id: "kernel",
    tone: "warn",
    key: cell === null ? goneKeys[gone.reason] : (goneKeysInCell[gone.reason] ?? goneKeys[gone.reason]),
    values: { memory: Math.round(gone.memoryMb ?? 0), cell: cell ?? 0 },
  });
  await openKernel(context, tabId, true);
};
