import { describe, expect, it } from "vitest";
import type { Display } from "../../../kernel/contract/display.ts";
import type { CellStatus, Diagnostic } from "../../../kernel/contract/kernel-contract.ts";
import { reduceSession } from "./reduce-session.ts";
import {
  emptySession,
  problemsOf,
  type SessionEvent,
  type SessionState,
  shownKernel,
} from "./session-state.ts";

const status = (state: CellStatus["state"], runNumber = 1, cellId = "a"): SessionEvent => ({
  type: "cells",
  at: 1_000 * runNumber,
  outputs: [],
  statuses: [{ cellId, state, runNumber, durationMs: null, estimateMs: null, inputHash: "" }],
});
const outputs = (text: string, runNumber: number): SessionEvent => ({
  type: "cells",
  at: 0,
  outputs: [{ cellId: "a", runNumber, outputs: [{ kind: "text", text }] }],
  statuses: [],
});
const sessionAfter = (...events: SessionEvent[]): SessionState => events.reduce(reduceSession, emptySession);
const analysis = (version: number, diagnostics: Diagnostic[] = []) => ({
  version,
  cells: [],
  diagnostics,
  imports: [],
});

describe("a session", () => {
  it("drops outputs and statuses of a run older than the newest one heard of", () => {
    const session = sessionAfter(
      status("running", 2),
      outputs("new", 2),
      outputs("late", 1),
      status("done", 1),
    );
    expect(session.outputs.a!.outputs).toEqual([{ kind: "text", text: "new" }]);
    expect(session.statuses.a!.state).toBe("running");
  });

  it("shows a run as soon as a cell is seen to run, so that it can be stopped, and not before", () => {
    const ready: SessionEvent = { type: "kernel-ready", kernelId: 1 };
    const begun: SessionEvent = { type: "run-started" };
    expect(shownKernel(sessionAfter(ready, begun, status("queued")))).toBe("idle");
    expect(shownKernel(sessionAfter(ready, begun, status("running")))).toBe("running");
    expect(shownKernel(sessionAfter(ready, status("running")))).toBe("idle");
  });

  it("hears a fresh kernel, whose run numbers begin at one again", () => {
    const session = sessionAfter(
      status("done", 7),
      outputs("old", 7),
      { type: "kernel-gone" },
      { type: "kernel-ready", kernelId: 2 },
      status("running", 1),
      outputs("new", 1),
    );
    expect(session.statuses.a!.state).toBe("running");
    expect(session.outputs.a!.outputs).toEqual([{ kind: "text", text: "new" }]);
  });

  it("shows an old result as stale when a fresh kernel calls its cell idle", () => {
    const session = sessionAfter(
      status("done", 3),
      outputs("old", 3),
      { type: "kernel-gone" },
      { type: "kernel-ready", kernelId: 2 },
      status("idle", 0),
    );
    expect(session.statuses.a!.state).toBe("stale");
  });

  it("believes a kernel that forgot the runs of a cell, as after its deletion was undone", () => {
    expect(sessionAfter(status("done", 3), status("idle", 0)).statuses.a!.state).toBe("idle");
  });

  it("keeps results when the kernel goes, marks them stale, and settles what was running", () => {
    const session = sessionAfter(status("done"), outputs("kept", 1), status("running", 1, "b"), {
      type: "kernel-gone",
    });
    expect(session.outputs.a!.outputs).toHaveLength(1);
    expect(session.statuses.a!.state).toBe("stale");
    expect(session.statuses.b!.state).toBe("stopped");
    expect(session.kernel).toBe("restarting");
  });

  it("drops the analysis of a version older than the one last sent", () => {
    const session = sessionAfter(
      { type: "update-sent", version: 3 },
      { type: "analysed", analysis: analysis(3) },
      { type: "analysed", analysis: analysis(2) },
    );
    expect(session.analysis!.version).toBe(3);
  });

  it("remembers when a cell began, also when progress repeats its status", () => {
    const begun = sessionAfter(status("running", 1));
    const again = reduceSession(begun, { ...status("running", 1), at: 99_000 } as SessionEvent);
    expect(again.changedAt.a).toBe(1_000);
  });

  it("stays without a kernel when a run settles after the kernel went", () => {
    const session = sessionAfter(
      { type: "run-started" },
      { type: "kernel-gone" },
      { type: "run-settled", isLast: true, statuses: [], at: 0, cleanRun: null },
    );
    expect(session.kernel).toBe("restarting");
  });

  it("lists a runtime error as a problem only while the cell is failed, and not twice", () => {
    const error = {
      kind: "error",
      error: {
        code: "thrown",
        name: "TypeError",
        message: "x is not a function",
        line: 2,
        column: 5,
        frames: [],
        hint: "",
      },
    } satisfies Display;
    const failed = sessionAfter(status("failed"), {
      type: "cells",
      at: 0,
      outputs: [{ cellId: "a", runNumber: 1, outputs: [error] }],
      statuses: [],
    });
    expect(problemsOf(failed)).toMatchObject([
      { cellId: "a", line: 2, message: "TypeError: x is not a function" },
    ]);
    expect(problemsOf(reduceSession(failed, status("stale", 1)))).toEqual([]);
    const same: Diagnostic = {
      cellId: "a",
      severity: "error",
      code: "2349",
      message: "x is not a function",
      line: 2,
      column: 5,
      endLine: 2,
      endColumn: 6,
    };
    expect(problemsOf({ ...failed, analysis: analysis(1, [same]) })).toHaveLength(1);
    // Views compare members by identity: asking again must not make new ones.
    expect(problemsOf(failed)[0]).toBe(problemsOf({ ...failed })[0]);
  });
});
