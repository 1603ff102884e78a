import { readFile } from "node:fs/promises";
import { kernelContract } from "../kernel/contract/kernel-contract.ts";
import { parseNotebook } from "../kernel/notebook/parse-notebook.ts";
import { connect } from "../wire/connect.ts";
import { messagePort } from "../wire/message-port.ts";
import type { KernelManager } from "./kernel/kernel-manager.ts";

interface SelfCheckOptions {
  readonly kernels: KernelManager;
  readonly notebook: string;
}

/**
 * Runs the sample notebook in a real kernel window without showing anything, prints one line of JSON, and
 * answers with the exit code: how a packaged app proves that it works on the machine it was installed on.
 */
export const runSelfCheck = async ({ kernels, notebook }: SelfCheckOptions): Promise<number> => {
  const say = (value: Record<string, unknown>) => process.stdout.write(`${JSON.stringify(value)}\n`);
  try {
    const parsed = parseNotebook(await readFile(notebook, "utf8"));
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
    const { cells, asOf } = parsed.notebook;
    await kernel.call("cells/update", { version: 1, asOf, cells });
    const run = await kernel.call("cells/run", { cellIds: "all", restart: false });
    if (!run.ok) throw new Error(run.error.message);
    const failed = run.value.statuses.filter(({ state }) => state !== "done");
    const isGood = failed.length === 0 && Object.keys(metrics).length > 0;
    say({ selfCheck: isGood ? "ok" : "failed", cells: run.value.statuses.length, failed, metrics });
    return isGood ? 0 : 1;
  } catch (error) {
    say({ selfCheck: "failed", message: error instanceof Error ? error.message : String(error) });
    return 1;
  }
};
