import {
  type Gate,
  type GatedBundle,
  type GateProblem,
  type GateStep,
  type GateStepState,
  gateSteps,
} from "../contract/publish-gate.ts";

export const problem = (
  code: string,
  message: string,
  place: { readonly cellId?: string | null; readonly line?: number | null } = {},
): GateProblem => ({
  code,
  message: message.slice(0, 4_000),
  cellId: place.cellId || null,
  line: place.line ?? null,
});

/** A gate as its steps go by. Every change is told as a whole gate. */
export class GateState {
  readonly #say: (gate: Gate) => void;
  #gate: Gate;
  #since = 0;

  constructor(gateId: number, say: (gate: Gate) => void) {
    this.#say = say;
    this.#gate = {
      gateId,
      state: "running",
      steps: gateSteps.map((step) => ({ step, state: "waiting", durationMs: null, facts: {}, problems: [] })),
      bundle: null,
    };
  }

  get gate(): Gate {
    return this.#gate;
  }

  begin(step: GateStep): void {
    this.#since = performance.now();
    this.#change(step, { state: "running" });
  }

  end(
    step: GateStep,
    state: "passed" | "failed" | "warned",
    facts: GateStepState["facts"],
    problems: readonly GateProblem[] = [],
  ): void {
    const durationMs = Math.max(0, performance.now() - this.#since);
    this.#change(step, { state, durationMs, facts, problems: problems.slice(0, 500) });
  }

  close(state: "passed" | "failed" | "cancelled", bundle: GatedBundle | null = null): void {
    this.#gate = { ...this.#gate, state, bundle };
    this.#say(this.#gate);
  }

  #change(step: GateStep, change: Partial<GateStepState>): void {
    const steps = this.#gate.steps.map((known) => (known.step === step ? { ...known, ...change } : known));
    this.#gate = { ...this.#gate, steps };
    this.#say(this.#gate);
  }
}
