import { describe, expect, it } from "vitest";
import { emptyPublishing, type PublishingState } from "../publishing-state.ts";
import { madeGate, madeStrategy, madeVersion } from "../testing/made-strategies.ts";
import { shownSteps, stepInFocus } from "./steps-shown.ts";

const stateOf = (state: PublishingState, id: string) =>
  shownSteps(state).find((step) => step.id === id)?.state;
const gateWith = (states: Record<string, "passed" | "failed" | "running">) => {
  const gate = madeGate(1);
  return {
    ...gate,
    steps: gate.steps.map((step) => ({ ...step, state: states[step.step] ?? step.state })),
  };
};

describe("the steps of a publication", () => {
  it("are all there before anything began, the last ones for others", () => {
    const steps = shownSteps(emptyPublishing);
    expect(steps.map(({ state }) => state)).toEqual([...Array(8).fill("waiting"), "locked", "locked"]);
    expect(stepInFocus(steps)).toBe("clean-run");
  });

  it("lead the eye to what fails, before what still runs", () => {
    const gate = gateWith({ "clean-run": "passed", "cut-out": "failed", parity: "running" });
    expect(stepInFocus(shownSteps({ ...emptyPublishing, gate }))).toBe("cut-out");
    const running = gateWith({ "clean-run": "passed", "no-stale": "running" });
    expect(stepInFocus(shownSteps({ ...emptyPublishing, gate: running }))).toBe("no-stale");
  });

  it("show the signature as failed when sending failed, and as done once sent or queued", () => {
    const gate = madeGate(1, { state: "passed" });
    const fault = { code: "wrong-role", message: "" };
    expect(stateOf({ ...emptyPublishing, gate, fault }, "sign")).toBe("failed");
    expect(stateOf({ ...emptyPublishing, gate, busy: "sending" }, "sign")).toBe("running");
    const entry = {
      id: "q",
      connectionId: "c1",
      strategy: "m",
      digest: "0".repeat(64),
      queuedAt: 0,
      state: "waiting" as const,
      code: "",
      message: "",
    };
    const queued = { ...emptyPublishing, gate, sent: { outcome: "queued" as const, entry } };
    expect([stateOf(queued, "sign"), stateOf(queued, "server")]).toEqual(["done", "waiting"]);
  });

  it("show what the server said of the version", () => {
    const sent = (state: "checked" | "rejected") => ({
      ...emptyPublishing,
      gate: madeGate(1, { state: "passed" }),
      sent: { outcome: "sent" as const, strategy: madeStrategy([madeVersion(2, { state })]), version: 2 },
    });
    expect(stateOf(sent("checked"), "server")).toBe("done");
    expect(stateOf(sent("rejected"), "server")).toBe("failed");
  });
});
