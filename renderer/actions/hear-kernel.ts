import type { Kernel } from "../bridge/start-kernel.ts";
import type { SessionEvent } from "../state/session/session-state.ts";
import { type ActionContext, dispatchSession, findTab, handlesOf } from "./context.ts";
import { loadDeclarations } from "./load-declarations.ts";

/** Takes into the state what a notebook's kernel tells. */
export const hearKernel = (context: ActionContext, tabId: string, kernel: Kernel): void => {
  const { client } = kernel;
  // A kernel that was replaced may still speak; nobody listens to it any more.
  const isCurrent = () => context.handles.get(tabId)?.kernel === kernel;
  const dispatch = (...events: readonly SessionEvent[]) => {
    if (isCurrent()) dispatchSession(context, tabId, ...events);
  };
  const behind: SessionEvent[] = [];
  /** What is only kept about a result is taken in, all at once, when the result itself is on the screen. */
  const dispatchBehind = (event: SessionEvent) => {
    if (behind.push(event) === 1) void context.drawn().then(() => dispatch(...behind.splice(0)));
  };
  client.on("cells/changed", (changed) => dispatch({ type: "cells", ...changed, at: context.now() }));
  client.on("cell/manifest", (manifest) => dispatchBehind({ type: "manifest", ...manifest }));
  client.on("cell/console", (line) => dispatch({ type: "logged", ...line }));
  client.on("analysis/changed", (analysis) => {
    dispatch({ type: "analysed", analysis });
    const handles = handlesOf(context, tabId);
    if (!handles.isDeclarationStale || !isCurrent()) return;
    handles.isDeclarationStale = false;
    void loadDeclarations(context, tabId);
  });
  client.on("types/changed", () => {
    if (isCurrent()) void loadDeclarations(context, tabId);
  });
  client.on("variables/changed", ({ variables }) => dispatchBehind({ type: "variables", variables }));
  const isRunning = (cellId: string) =>
    findTab(context, tabId)?.session.statuses[cellId]?.state === "running";
  client.on("run/progress", (progress) => {
    if (isRunning(progress.cellId)) dispatch({ type: "progress", progress });
  });
  client.on("kernel/notice", ({ message }) =>
    dispatch({ type: "logged", cellId: null, level: "warn", text: message }),
  );
};
