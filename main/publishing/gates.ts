import { type WireResult, wireError, wireOk } from "../../wire/contract.ts";
import type { PublishRequest } from "../contract/publish-calls.ts";
import type { Gate } from "../contract/publish-gate.ts";
import { GateState, problem } from "./gate-state.ts";
import { type GateSurroundings, type PassedBundle, runGate } from "./run-gate.ts";

/** The gate that is under way, and what passed the last one. One at a time: each needs a kernel and a replay. */
export class Gates {
  readonly #around: GateSurroundings;
  readonly #say: (gate: Gate) => void;
  readonly #onInternalError: (error: unknown) => void;
  #lastId = 0;
  #running: { readonly gateId: number; readonly abort: AbortController } | null = null;
  #passed: { readonly gateId: number; readonly bundle: PassedBundle } | null = null;

  constructor(
    around: GateSurroundings,
    say: (gate: Gate) => void,
    onInternalError: (error: unknown) => void = () => {},
  ) {
    this.#around = around;
    this.#say = say;
    this.#onInternalError = onInternalError;
  }

  start(request: PublishRequest): WireResult<Gate> {
    if (this.#running)
      return wireError("busy", "Another notebook is being checked. Wait for it, or cancel it.");
    const gateId = ++this.#lastId;
    const abort = new AbortController();
    this.#running = { gateId, abort };
    this.#passed = null;
    const state = new GateState(gateId, this.#say);
    const first = state.gate;
    void this.#run(gateId, request, state, abort.signal);
    return wireOk(first);
  }

  async #run(gateId: number, request: PublishRequest, state: GateState, signal: AbortSignal): Promise<void> {
    try {
      const bundle = await runGate(request, state, this.#around, signal);
      if (bundle) this.#passed = { gateId, bundle };
    } catch (error) {
      this.#onInternalError(error);
      const step = state.gate.steps.find(({ state: at }) => at === "running")?.step ?? "clean-run";
      state.end(step, "failed", {}, [
        problem("internal", error instanceof Error ? error.message : String(error)),
      ]);
      state.close("failed");
    } finally {
      this.#running = null;
    }
  }

  cancel(gateId: number): void {
    if (this.#running?.gateId === gateId) this.#running.abort.abort();
  }

  /** What passed this gate; null when it did not, or another was begun since. */
  passed(gateId: number): PassedBundle | null {
    return this.#passed?.gateId === gateId ? this.#passed.bundle : null;
  }
}
