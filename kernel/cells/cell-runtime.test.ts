import { expect, it } from "vitest";
import { createCellRuntime } from "./cell-runtime.ts";
import type { FromCellWorker } from "./protocol.ts";

/** A runtime in this process; what it says, and a way to run a body in it. */
const setUp = () => {
  const said: FromCellWorker[] = [];
  const runtime = createCellRuntime(
    (message) => void said.push(message),
    (code) => new Function("data", "console", "md", `return ${code}`)(...names()),
    { begin: () => {} },
  );
  const names = () => [runtime.globals.data, runtime.globals.console, runtime.globals.md];
  const run = async (nonce: string, body: string) => {
    const compiled = { code: `async () => {${body}}`, defines: [], reads: [], insertions: [], lineCount: 1 };
    runtime.receive({ kind: "run", nonce, cellId: nonce, compiled, clockMs: 0, asOf: null, seed: 1 });
    for (let at = 0; at < 50; at++) await Promise.resolve();
  };
  const of = (kind: FromCellWorker["kind"]) => said.filter((message) => message.kind === kind);
  return { runtime, run, of };
};
const asks =
  "data.facts('x', 'y').then(() => { md('late'); console.log('late'); return data.facts('x', 'y'); });";

it("S6: an answer that comes after its run is not heard, and what waited for it never goes on", async () => {
  const { runtime, run, of } = setUp();
  await run("first", asks);
  expect(of("done")).toMatchObject([{ nonce: "first" }]);
  await run("second", "await new Promise(() => {});");
  for (const nonce of ["first", "second"])
    runtime.receive({ kind: "answer", nonce, id: 1, ok: true, value: { rows: [] } });
  for (let at = 0; at < 50; at++) await Promise.resolve();
  expect(of("console")).toEqual([]);
  expect(of("request").length).toBe(1);
});

it("S6: a run that was abandoned says no more, whatever its cell still does", async () => {
  const { runtime, run, of } = setUp();
  await run("first", `await ${asks}`);
  runtime.receive({ kind: "abandon", nonce: "first" });
  runtime.receive({ kind: "answer", nonce: "first", id: 1, ok: true, value: { rows: [] } });
  for (let at = 0; at < 50; at++) await Promise.resolve();
  expect([of("console"), of("done")]).toEqual([[], []]);
});
