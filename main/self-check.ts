import { readFile } from "node:fs/promises";
import { kernelContract } from "../kernel/contract/kernel-contract.ts";
import { parseNotebook } from "../kernel/notebook/parse-notebook.ts";
import { connect } from "../wire/connect.ts";
import { wireError } from "../wire/contract.ts";
import { messagePort } from "../wire/message-port.ts";
import type { KernelManager } from "./kernel/kernel-manager.ts";
import { GateState } from "./publishing/gate-state.ts";
import { type GateSurroundings, runGate } from "./publishing/run-gate.ts";

interface SelfCheckOptions {
  readonly kernels: KernelManager;
  readonly gate: Omit<GateSurroundings, "policy">;
  readonly notebook: string;
}

/** The gate of publishing on the sample's strategy, with no server to ask for limits: what each step came to. */
const passGate = async (text: string, gate: SelfCheckOptions["gate"]) => {
  const state = new GateState(1, () => {});
  const request = {
    ...{ connectionId: "", strategy: "sample", kind: "strategy" as const, variable: "momentum", backtest: 1 },
    notebook: { path: null, name: "sample.nb.ts", text },
  };
  const policy = async () => wireError("no-server", "There is no server in a self check.");
  await runGate(request, state, { ...gate, policy }, new AbortController().signal);
  const steps = state.gate.steps.map(({ step, state: at, facts, problems }) => ({
    ...{ step, state: at, ...facts },
    ...(at === "failed" ? { problems } : {}),
  }));
  return { state: state.gate.state, steps };
};

/**
 * Runs the sample notebook in a real kernel window without showing anything, takes it through the gate of publishing,
 * prints one line of JSON, and answers with the exit code: how a packaged app proves that it works on the machine it was
 * installed on.
 */
export const runSelfCheck = async ({ kernels, gate, notebook }: SelfCheckOptions): Promise<number> => {
  const say = (value: Record<string, unknown>) => process.stdout.write(`${JSON.stringify(value)}\n`);
  try {
    const text = await readFile(notebook, "utf8");
    const parsed = parseNotebook(text);
    if (!parsed.ok) throw new Error(parsed.error.message);
    const { client } = await kernels.start();
    const kernel = connect(messagePort(client), kernelContract);
    let metrics: Record<string, number | null> = {};
    kernel.on("cells/changed", ({ outputs }) => {
      for (const output of outputs.flatMap((shown) => shown.outputs)) {
        if (output.kind !== "tear-sheet") continue;
        metrics = Object.fromEntries(output.tearSheet.metrics.map(({ key, value }) => [key, value]));
      }
    });
    const { asOf } = parsed.notebook;
    await kernel.call("cells/update", { version: 1, asOf, cells: parsed.notebook.cells });
    const run = await kernel.call("cells/run", { cellIds: "all", restart: false });
    if (!run.ok) throw new Error(run.error.message);
    const failed = run.value.statuses.filter(({ state }) => state !== "done");
    const passed = await passGate(text, gate);
    const isGood = failed.length === 0 && Object.keys(metrics).length > 0 && passed.state === "passed";
    const cells = run.value.statuses.length;
    say({ selfCheck: isGood ? "ok" : "failed", cells, failed, metrics, gate: passed });
    return isGood ? 0 : 1;
  } catch (error) {
    say({ selfCheck: "failed", message: error instanceof Error ? error.message : String(error) });
    return 1;
  }
};
