import { beforeAll, describe, expect, it, vi } from "vitest";
import type { BuiltBundle } from "../../bundle/build/build-bundle.ts";
import { refuse } from "../../bundle/document/fault.ts";
import { runHere } from "../../bundle/testing/run-here.ts";
import { buildOn, cells, codeCell } from "../../bundle/testing/world-notebook.ts";
import type { NotebookCell } from "../../kernel/contract/document.ts";
import type { CellStatus } from "../../kernel/contract/kernel-contract.ts";
import { runManifest } from "../../kernel/manifest/run-manifest.ts";
import { serialiseNotebook } from "../../kernel/notebook/index.ts";
import { defaultPolicy, type Policy } from "../../serving/contract/policy.ts";
import { wireError, wireOk } from "../../wire/contract.ts";
import { type PublishRequest, publishRequestSchema } from "../contract/publish-calls.ts";
import { type Gate, gateSchema } from "../contract/publish-gate.ts";
import type { CleanRun } from "./clean-run.ts";
import { Gates } from "./gates.ts";
import type { GateSurroundings } from "./run-gate.ts";

const requestOf = (written: readonly NotebookCell[]): PublishRequest =>
  publishRequestSchema.parse({
    connectionId: "c1",
    strategy: "best",
    kind: "strategy",
    variable: "best",
    backtest: 1,
    notebook: {
      path: null,
      name: "n.nb.ts",
      text: serialiseNotebook({ title: "T", snapshot: "s", asOf: null, cells: [...written] }),
    },
  });

const status = (cellId: string, state: CellStatus["state"] = "done"): CellStatus => ({
  cellId,
  state,
  runNumber: 1,
  durationMs: 1,
  estimateMs: null,
  inputHash: "",
});
const cleanly = (written: readonly NotebookCell[]): CleanRun => ({
  faults: [],
  statuses: written.map(({ id }) => status(id)),
  recorded: {
    snapshot: "a".repeat(64),
    folder: [],
    run: runManifest({ scope: "notebook", snapshot: "s", ranAt: 0, durationMs: 0, platform: "", cells: [] }),
  },
});
const without: Policy = {
  ...defaultPolicy,
  evidence: { ...defaultPolicy.evidence, needsAuditCertificate: false },
};

/** A real build of the cells that were sent, in this process. */
const build: GateSurroundings["build"] = async (input, onCutOut) => {
  const built = await buildOn(runHere(), { ...input, key: null, vectors: 50, onCutOut });
  if (!built.ok)
    return wireOk({ ok: false, fault: { ...built.fault, places: [...(built.fault.places ?? [])] } });
  const { text, digest, manifest, replay } = built.value;
  return wireOk({ ok: true, text, digest, manifest, vectors: replay.vectors, modes: [...replay.modes] });
};

const pass = async (
  written: readonly NotebookCell[],
  given: Partial<GateSurroundings> = {},
): Promise<{ gate: Gate; gates: Gates; states: string[] }> => {
  const heard: Gate[] = [];
  const gates = new Gates(
    {
      cleanRun: async () => wireOk(cleanly(written)),
      build,
      policy: async () => wireOk(without),
      ...given,
    },
    (gate) => heard.push(gateSchema.parse(gate)),
  );
  expect(gates.start(requestOf(written)).ok).toBe(true);
  await vi.waitFor(() => expect(heard.at(-1)?.state).not.toBe("running"), { timeout: 60_000 });
  const gate = heard.at(-1)!;
  return { gate, gates, states: gate.steps.map(({ state }) => state) };
};
const failedStep = (gate: Gate) => gate.steps.find(({ state }) => state === "failed");

describe("the gate", () => {
  let good: Awaited<ReturnType<typeof pass>>;
  beforeAll(async () => {
    good = await pass(cells);
  });

  it("Q3: tells every step as it goes by, and holds what passed for signing", () => {
    expect(good.states).toEqual(["passed", "passed", "passed", "warned", "passed", "passed"]);
    expect(good.gate.bundle).toMatchObject({ name: "Best", kind: "strategy" });
    const held = good.gates.passed(good.gate.gateId);
    expect(held?.digest).toBe(good.gate.bundle?.digest);
    expect(good.gates.passed(99)).toBeNull();
    const [, , cut, audit, parity] = good.gate.steps;
    expect([cut?.facts, parity?.facts]).toEqual([{ cells: 2 }, { vectors: 50, modes: "batch, at, stream" }]);
    expect(audit?.problems).toMatchObject([{ code: "audit-missing" }]);
  });

  it("Q3: a cell that fails, and one that is left behind, stop it with the cell and its line", async () => {
    const fault = {
      cellId: "best",
      line: 3,
      column: 1,
      code: "thrown",
      message: "No.",
      hint: "Mend it.",
      excerpt: null,
    };
    const failing = await pass(cells, {
      cleanRun: async () => wireOk({ ...cleanly(cells), faults: [fault] }),
    });
    expect(failing.states.slice(0, 2)).toEqual(["failed", "waiting"]);
    expect(failedStep(failing.gate)?.problems).toEqual([
      { code: "thrown", message: "No. Mend it.", cellId: "best", line: 3 },
    ]);
    const statuses = [status("half"), status("best", "stale")];
    const stale = await pass(cells, { cleanRun: async () => wireOk({ ...cleanly(cells), statuses }) });
    expect(failedStep(stale.gate)).toMatchObject({
      step: "no-stale",
      problems: [{ code: "stale", cellId: "best" }],
    });
    expect(stale.gates.passed(stale.gate.gateId)).toBeNull();
  });

  it("Q3: what needs more than a panel stops it at every place of the cell", async () => {
    const reading = codeCell("best", `const seen = await data.facts("a", "b");\n${cells[1]!.source}`);
    const { gate } = await pass([cells[0]!, reading]);
    expect(failedStep(gate)).toMatchObject({
      step: "cut-out",
      problems: [{ code: "not-servable", cellId: "best", line: 1 }],
    });
  });

  it("Q3: one vector of other bits stops it at parity", async () => {
    const remembering = `let calls = 0;
const best = strategy({ name: "Best", universe: "WORLD", decide: atClose("XNYS"), rebalance: "weekly",
  needs: { fields: ["close"], lookback: 30 },
  weights: ({ members }) => Object.fromEntries(members.map((iid) => [iid, (++calls % 7) / 100])) })`;
    const { gate } = await pass([codeCell("c", remembering)]);
    expect(failedStep(gate)).toMatchObject({
      step: "parity",
      problems: [{ code: "parity-differs", cellId: "c" }],
    });
  });

  it("Q3: a limit that is broken, and a certificate that is missing, stop it; a server out of reach warns", async () => {
    const built: BuiltBundle[] = [];
    const evidence = {
      ...without.evidence,
      maxDrawdown: 0,
      maxGrossLeverage: 0.5,
      minDeflatedSharpe: 0.9,
      needsAuditCertificate: true,
    };
    const strict = await pass(cells, { policy: async () => wireOk({ ...without, evidence }) });
    expect(failedStep(strict.gate)?.problems.map(({ code }) => code)).toEqual([
      "policy-maxDrawdown",
      "policy-maxGrossLeverage",
      "policy-minDeflatedSharpe",
      "policy-needsAuditCertificate",
    ]);
    // Every limit is there to be looked at, and where a figure is mended, if any cell can mend it.
    const places = failedStep(strict.gate)?.problems.map(({ cellId }) => cellId);
    expect(places).toEqual(["best", "best", null, null]);
    expect(strict.gate.bundle?.limits.map(({ limit, verdict }) => [limit, verdict])).toEqual([
      ["maxDrawdown", "broken"],
      ["maxGrossLeverage", "broken"],
      ["minDeflatedSharpe", "not-stated"],
      ["needsAuditCertificate", "broken"],
    ]);
    const away = await pass(cells, { policy: async () => wireError("offline", "Nothing listens there.") });
    expect([away.gate.state, away.states.at(-1)]).toEqual(["passed", "warned"]);
    expect(built).toEqual([]);
  });

  it("Q3: a runner that dies, a notebook that is none and a fault of our own end it with a reason", async () => {
    const dying = await pass(cells, { build: async () => wireError("runner-failed", "Its process ended.") });
    expect(failedStep(dying.gate)).toMatchObject({ step: "cut-out", problems: [{ code: "runner-failed" }] });
    const broken = await pass(cells, {
      build: async () => {
        throw new Error("ours");
      },
    });
    expect(failedStep(broken.gate)).toMatchObject({ problems: [{ code: "internal", message: "ours" }] });
    const late = refuse("runner-failed", "too late");
    const replaying = await pass(cells, {
      build: async (_, onCutOut) => {
        onCutOut(2);
        return late.ok ? wireError("x", "x") : wireOk({ ok: false, fault: { ...late.fault, places: [] } });
      },
    });
    expect(failedStep(replaying.gate)).toMatchObject({ step: "parity" });
  });

  it("Q3: one at a time; a cancelled one signs nothing and lets the next begin", async () => {
    const heard: Gate[] = [];
    const gates = new Gates(
      {
        cleanRun: (_, __, signal) =>
          new Promise((resolve) =>
            signal.addEventListener("abort", () => resolve(wireError("kernel-failed", "It was ended."))),
          ),
        build,
        policy: async () => wireOk(without),
      },
      (gate) => heard.push(gate),
    );
    const first = gates.start(requestOf(cells));
    expect(gates.start(requestOf(cells))).toMatchObject({ ok: false, error: { code: "busy" } });
    const { gateId } = first.ok ? first.value : { gateId: 0 };
    gates.cancel(gateId + 1);
    gates.cancel(gateId);
    await expect.poll(() => heard.at(-1)?.state).toBe("cancelled");
    expect(gates.passed(gateId)).toBeNull();
    await expect.poll(() => gates.start(requestOf(cells)).ok).toBe(true);
    gates.cancel(gateId + 1);
  });
});
