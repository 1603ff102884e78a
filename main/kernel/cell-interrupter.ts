import type { WebContents } from "electron";

/**
 * Ends the code that runs in a kernel's cell workers, keeping the workers and their state, through the debugger
 * protocol. Workers attach by themselves as they start.
 */
export class CellInterrupter {
  readonly #contents: WebContents;
  readonly #cellWorkers = new Set<string>();

  constructor(contents: WebContents) {
    this.#contents = contents;
  }

  async attach(): Promise<void> {
    const { debugger: protocol } = this.#contents;
    protocol.attach("1.3");
    protocol.on(
      "message",
      (_event, method, params: { sessionId?: string; targetInfo?: { type: string; url: string } }) => {
        if (method === "Target.attachedToTarget" && params.targetInfo?.url.endsWith("/cell-worker.js")) {
          this.#cellWorkers.add(params.sessionId!);
        }
        if (method === "Target.detachedFromTarget") this.#cellWorkers.delete(params.sessionId!);
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
    for (const worker of this.#cellWorkers) {
      this.#contents.debugger.sendCommand("Runtime.terminateExecution", {}, worker).catch(() => {});
    }
  }
}
