import { resolve } from "node:path";
import { z } from "zod";
import { startRunner } from "../../bundle/runner/start-runner.ts";
import { yieldings } from "../../kernel/deno/yielding.ts";
import { backoffMs, runnerLimits } from "../../serving/compute/runner-limits.ts";
import { superviseRunner } from "../../serving/runners/supervise-runner.ts";

const PATIENCE_MS = 2_000;
const yielding = z.enum(yieldings).parse(process.argv[2]);

/** What published code may try, as a cell is compiled: each for ever. */
const ATTEMPTS = {
  loop: "for (;;) {}",
  memory: "const kept = []; for (;;) kept.push(new Uint8Array(20_000_000).fill(1));",
  flood: "throw new Error('x'.repeat(60_000_000));",
} as const;

/** Versions that turn on their server, each in its process as the server runs it, and as often replaced. */
for (const [name, attempt] of Object.entries(ATTEMPTS)) {
  const runner = superviseRunner({
    start: () =>
      startRunner(resolve(import.meta.dirname, "../kernel-deno/runner.js"), { ...runnerLimits, yielding }),
    prepare: (client) =>
      client.call("definition/load", {
        variable: name,
        cells: [{ id: name, code: `(async () => { ${attempt} })`, reads: [], seed: 1 }],
        clock: 0,
        fields: [],
        parameters: {},
      }),
    patienceMs: PATIENCE_MS,
    backoffMs,
    onDeath: ({ limit }) => process.stdout.write(`${name} ${limit}\n`),
  });
  const again = async (): Promise<void> => {
    await runner.ask((client) => client.call("panel/drop", { id: "none" }));
    setTimeout(again, 50);
  };
  void again();
}
