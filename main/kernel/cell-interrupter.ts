import type { WebContents } from "electron";
import type { Pause } from "../contract/debug-calls.ts";
import { CellDebugger } from "./cell-debugger.ts";

/**
 * Ends the code that runs in a kernel's cell workers, keeping the workers and their state, through the debugger
 * protocol. Workers attach by themselves as they start.
 */
export class CellInterrupter {
  readonly #contents: WebContents;
  readonly #cellWorkers = new Set<string>();
  /** Breakpoints and steps of the same workers. */
  readonly debugger: CellDebugger;

  constructor(contents: WebContents, onPaused: (paused: Pause | null) => void) {
    this.#contents = contents;
    this.debugger = new CellDebugger(
      (method, parameters, worker) => contents.debugger.sendCommand(method, parameters, worker),
      onPaused,
    );
  }

  async attach(): Promise<void> {
    const { debugger: protocol } = this.#contents;
    protocol.attach("1.3");
    protocol.on(
      "message",
      (
        _event,
        method,
        params: { sessionId?: string; targetInfo?: { type: string; url: string } },
        sessionId: string,
      ) => {
        if (method === "Target.attachedToTarget" && params.targetInfo?.url.endsWith("/cell-worker.js")) {
          this.#cellWorkers.add(params.sessionId!);
          void this.debugger.attached(params.sessionId!);
        } else if (method === "Target.detachedFromTarget") {
          this.#cellWorkers.delete(params.sessionId!);
          this.debugger.detached(params.sessionId!);
        } else this.debugger.hear(method, params, sessionId);
      },
    );
    await protocol.sendCommand("Target.setAutoAttach", {
      autoAttach: true,
      waitForDebuggerOnStart: false,
      flatten: true,
    });
  }

  /** Asks every cell worker to end; one that is gone meanwhile is no fault. */
  interrupt(): void {
    // One that stands at a breakpoint would not hear of its end.
    this.debugger.endStopped();
    for (const worker of this.#cellWorkers) {
      this.#contents.debugger.sendCommand("Runtime.terminateExecution", {}, worker).catch(() => {});
    }
    this.debugger.rest();
  }
}
