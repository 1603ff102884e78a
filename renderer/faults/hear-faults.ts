import type { AppContract } from "../../main/contract/app-contract.ts";
import type { Input } from "../../wire/contract.ts";
import { reasonOf } from "./fault-guard.tsx";

export type Fault = Input<AppContract, "window/fault">;

/** A page that fails at every frame must not fill the log. */
const MAX_FAULTS = 50;

/**
 * Nobody's fault: the browser's note that a size changed twice in a frame, an editor's work that was called off, and its
 * wonder at more than 175 listeners, of which each cell's text is one.
 */
const isHarmless = (error: unknown, reason: string): boolean =>
  reason.startsWith("ResizeObserver loop") ||
  reason.includes("potential listener LEAK detected") ||
  (error instanceof Error && (error.name === "Canceled" || error.name === "AbortError"));

/**
 * Notes each error of the page once: in the main process's log, and to the reader.
 *
 * @param tell says it to the reader; not called for what a guard shows in its place
 */
export const createFaultLog = (send: (fault: Fault) => void, tell: (reason: string) => void) => {
  const known = new Set<string>();
  return (kind: Fault["kind"], error: unknown): void => {
    const message = reasonOf(error);
    if (isHarmless(error, message) || known.has(message) || known.size >= MAX_FAULTS) return;
    known.add(message);
    const stack =
      error instanceof Error && typeof error.stack === "string" ? error.stack.slice(0, 8_000) : "";
    send({ kind, message, stack });
    if (kind !== "draw") tell(message);
  };
};

/** Hears what nobody caught. */
export const hearFaults = (page: Window, note: ReturnType<typeof createFaultLog>): void => {
  page.addEventListener("error", (event) => note("error", event.error ?? event.message));
  page.addEventListener("unhandledrejection", (event) => note("rejection", event.reason));
};
