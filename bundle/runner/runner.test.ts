import { afterAll, beforeAll, expect, test } from "vitest";
import { createWorld } from "../../engine/testing/world.ts";
import type { Client } from "../../wire/connect.ts";
import type { RunnerContract } from "../contract/runner-contract.ts";
import { slicePanel } from "../parity/slice-panel.ts";
import { sliceNotebook } from "../slice/slice-notebook.ts";
import { runHere } from "../testing/run-here.ts";
import { writeRunnerScript } from "../testing/runner-script.ts";
import { type Runner, startRunner } from "./start-runner.ts";

const common = `universe: "WORLD", decide: atClose("XNYS"), rebalance: "weekly"`;
const expression = `const best = strategy({ name: "Best", ${common}, params: { lag: param.int(5) },
  signal: ({ field, p }) => field.totalReturn.returns(p.lag).plus(field.close.ema(4).log()).rank(),
  weights: ({ signal }) => signal.top(30).inverseVolatility({ window: 10 }) })`;
const callback = `const best = strategy({ name: "Best", ${common}, needs: { fields: ["close"], lookback: 3 },
  weights: (ctx) => Object.fromEntries(ctx.members.map((iid) => [iid, Math.exp(-ctx.history(iid, "close", 1)[0] || 0) / ctx.members.length])) })`;

const definitionOf = (source: string) => {
  const sliced = sliceNotebook([{ id: "c0", kind: "code", source, attributes: [] }], [], "best");
  if (!sliced.ok) throw new Error(JSON.stringify(sliced.refusals));
  const { cells } = sliced.slice;
  return { variable: "best", cells: [...cells], clock: 0, fields: [], parameters: {} };
};

const world = createWorld({ seed: 7, instruments: 12, sessions: 60, hasActions: true, hasGaps: true });
const panel = slicePanel(world, ["close"], Int32Array.from(world.instruments.keys()));
const instants = world.markets[0]!.decisionAt.slice(5).filter((_, k) => k % 7 === 0);

let deno: Runner;
let script: Awaited<ReturnType<typeof writeRunnerScript>>;
beforeAll(async () => {
  script = await writeRunnerScript();
  deno = startRunner(script.script);
});
afterAll(() => {
  deno.end();
  script.remove();
});

const load = async (client: Client<RunnerContract>, source: string) => {
  const loaded = await client.call("definition/load", definitionOf(source));
  if (!loaded.ok) throw new Error(loaded.error.message + deno.errors());
  const put = await client.call("panel/put", { id: "p", panel });
  expect(put).toMatchObject({ ok: true });
  return loaded.value;
};

const decide = async (client: Client<RunnerContract>, mode: "batch" | "at" | "stream") => {
  const answer = await client.call("decision/compute", {
    panel: "p",
    mode,
    instants,
    what: "both",
    current: null,
  });
  if (!answer.ok) throw new Error(answer.error.message);
  return answer.value;
};

test("a definition says what it is and what it needs", async () => {
  const definition = await load(deno.client, expression);
  expect(definition).toMatchObject({
    form: "expression",
    name: "Best",
    universe: "WORLD",
    decision: { mic: "XNYS", delayMinutes: 30 },
    rebalance: "weekly",
    fields: ["close"],
  });
});

test.each([
  ["an expression", expression, ["batch", "at", "stream"] as const],
  ["a callback", callback, ["batch", "at"] as const],
])("B11: %s gives the same bits in Node and in Deno, in each mode", async (_, source, modes) => {
  const here = runHere();
  await load(here, source);
  await load(deno.client, source);
  const expected = await decide(here, "batch");
  expect(expected.weights!.some((weight) => weight !== 0)).toBe(true);
  for (const client of [here, deno.client])
    for (const mode of modes) expect(await decide(client, mode)).toEqual(expected);
});
