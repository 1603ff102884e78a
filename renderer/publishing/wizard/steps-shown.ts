import type { GateStepState } from "../../../main/contract/publish-gate.ts";
import { gateSteps } from "../../../main/contract/publish-gate.ts";
import type { PublishingState } from "../publishing-state.ts";

/** Steps behind the gate: one's own, the server's, and those of others. */
export const laterSteps = ["sign", "server", "approval", "deploy"] as const;
export type LaterStep = (typeof laterSteps)[number];
export type ShownStepId = GateStepState["step"] | LaterStep;
export type ShownState = GateStepState["state"] | "locked" | "done";

export interface ShownStep {
  readonly id: ShownStepId;
  readonly state: ShownState;
  readonly gate: GateStepState | null;
}

const laterState = (id: LaterStep, { gate, sent, busy, fault }: PublishingState): ShownState => {
  const isSent = sent?.outcome === "sent";
  const version = isSent ? sent.strategy.versions.find((each) => each.version === sent.version) : undefined;
  switch (id) {
    case "sign":
      if (sent) return "done";
      if (busy === "sending") return "running";
      return fault && gate?.state === "passed" ? "failed" : "waiting";
    case "server":
      if (!version) return "waiting";
      return version.state === "rejected" ? "failed" : "done";
    default:
      return "locked";
  }
};

/** All steps of a publication as they stand, from the clean run to the deployment. */
export const shownSteps = (state: PublishingState): readonly ShownStep[] => {
  const { gate } = state;
  const own = gateSteps.map((id, index): ShownStep => {
    const step = gate?.steps[index] ?? null;
    return { id, state: step?.state ?? "waiting", gate: step };
  });
  const later = laterSteps.map((id): ShownStep => ({ id, state: laterState(id, state), gate: null }));
  return [...own, ...later];
};

/** The step to look at: what fails, or else what runs, or else what comes next. */
export const stepInFocus = (steps: readonly ShownStep[]): ShownStepId =>
  (
    steps.find(({ state }) => state === "failed") ??
    steps.find(({ state }) => state === "running") ??
    steps.find(({ state }) => state === "waiting" || state === "locked") ??
    steps[0]!
  ).id;
