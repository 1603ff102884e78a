import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { portPair } from "../../wire/port.ts";
import { temporaryDir } from "../testing/temporary-store.ts";
import { serveStaging } from "./serve-staging.ts";
import { askStaging } from "./spawn-staging.ts";

let dir = "";
let remove: () => Promise<void>;
beforeEach(async () => {
  ({ dir, remove } = await temporaryDir());
});
afterEach(() => remove());

const BEAT = `process.send({ kind: "event", name: "process/alive", payload: {} });`;
const REFUSE = `process.send({ kind: "answer", id, result: { ok: false, error: { code: "unknown-format", message: "No." } } });`;

/** Asks a process that does as its script says, and is slow by tenths of seconds. */
const askOf = async (body: string, { startMs = 20_000, silentMs = 20_000 } = {}) => {
  const script = join(dir, "child.mjs");
  await writeFile(script, body);
  const file = { script, filePath: join(dir, "a.csv"), storeDir: dir };
  const answer = await askStaging({ ...file, startMs, silentMs }, "file/inspect", { format: null });
  if (answer.ok) throw new Error("nothing was to be read");
  return answer.error;
};

test("a process that never begins is ended, and the sentence says what to do", async () => {
  expect(await askOf("setInterval(() => {}, 1_000);", { startMs: 300 })).toMatchObject({
    code: "too-slow",
    message: expect.stringMatching(/did not begin within 0.3 seconds.*Try again/),
  });
});

test("a slow start is not taken to hang", async () => {
  const late = `process.on("message", ({ id }) => setTimeout(() => { ${BEAT} ${REFUSE} }, 1_500));`;
  expect(await askOf(late, { silentMs: 300 })).toMatchObject({ code: "unknown-format" });
});

test("a process that falls silent is taken to hang; one that goes on beating is not", async () => {
  const silent = `${BEAT} setInterval(() => {}, 1_000);`;
  expect(await askOf(silent, { silentMs: 300 })).toMatchObject({
    code: "too-slow",
    message: expect.stringContaining("made no progress for 0.3 seconds"),
  });
  const beating = `setInterval(() => { ${BEAT} }, 50); process.on("message", ({ id }) => setTimeout(() => { ${REFUSE} }, 3_000));`;
  expect(await askOf(beating, { silentMs: 2_000 })).toMatchObject({ code: "unknown-format" });
});

test("a process that dies is told with what it complained of", async () => {
  expect(await askOf(`process.on("message", () => { throw new Error("boom"); });`)).toMatchObject({
    code: "not-readable",
    message: expect.stringContaining("ended unexpectedly"),
  });
});

test("a staging process says that it has begun before it is asked anything", async () => {
  const [near, far] = portPair();
  const heard: unknown[] = [];
  near.onMessage((message) => heard.push(message));
  serveStaging(far, { filePath: join(dir, "a.csv"), storeDir: dir });
  await new Promise((resolve) => setImmediate(resolve));
  expect(heard).toEqual([{ kind: "event", name: "process/alive", payload: {} }]);
});
