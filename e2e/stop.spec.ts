import { writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type CDPSession, expect, test } from "@playwright/test";
import { busyThreads, processesUnder } from "../kernel/testing/busy-threads.ts";
import { launch, type RunningApp } from "./support/launch.ts";
import { memoryBombs, sharedMemoryBomb } from "./support/memory-bombs.ts";
import { cell, expectState, limitKernelMemory, replaceSource, timeToStop } from "./support/notebook.ts";
import { endlessQuery, runaways } from "./support/runaways.ts";

/** How often each is tried; `ASOF_ROUNDS` asks for more. */
const ROUNDS = Number(process.env.ASOF_ROUNDS ?? 1);
/** The least that the settings allow, so that it is soon reached. */
const MEMORY_LIMIT_MB = 512;

const ids = [...runaways.map(([name], at) => [name, `r${at}`] as const), ["a query", "query"] as const];
const bombIds = memoryBombs.map(([name], at) => [name, `b${at}`] as const);
/** In the order of the notebook, by which messages number them. */
const cellIds = ["first", "after", "typed", ...ids.map(([, id]) => id), ...bombIds.map(([, id]) => id)];

let app: RunningApp;
test.beforeAll(async () => {
  const file = join(tmpdir(), `asof-stop-${process.pid}.nb.ts`);
  const code = (id: string, text: string) => `// %% id=${id}\n${text}\n`;
  const texts = [
    "// ---\n// asof: 1\n// title: Stop\n// ---\n",
    code("first", "const kept = 41;"),
    code("after", "6 * 7"),
    code("typed", "1"),
    ...runaways.map(([, text], at) => code(`r${at}`, text)),
    `// %% [sql] id=query as=counted\n/*\n${endlessQuery}\n*/\n`,
    ...memoryBombs.map(([, text], at) => code(`b${at}`, text)),
    code("shared", sharedMemoryBomb),
  ];
  await writeFile(file, texts.join("\n"));
  app = await launch(file);
  await expect(app.window.locator('[data-ready="notebook"]')).toBeVisible({ timeout: 60_000 });
});
test.afterAll(() => app?.close());

/** Chooses a cell and runs it. */
const start = async (id: string): Promise<void> => {
  const at = cell(app.window, id);
  await at.scrollIntoViewIfNeeded();
  await at.focus();
  await app.window.keyboard.press("ControlOrMeta+Enter");
};
const runNext = async (): Promise<void> => {
  await start("after");
  await expectState(app.window, "after", "done", 20_000);
};
/** Nothing of the app computes any more: not what was stopped, and not on anybody's behalf. */
const expectRest = () =>
  expect.poll(() => busyThreads(app.electron.process().pid!), { timeout: 20_000 }).toEqual([]);
/** Seconds of processor time of the page's own thread since the session's beginning. */
const pageSeconds = async (session: CDPSession): Promise<number> => {
  const { metrics } = await session.send("Performance.getMetrics");
  return metrics.find(({ name }) => name === "TaskDuration")!.value;
};

test(`X1, X2, X5: stops each of ${ids.length} kinds of runaway in under a second; nothing goes on, the next cell runs`, async () => {
  test.setTimeout(ids.length * ROUNDS * 30_000);
  const { window } = app;
  const session = await app.electron.context().newCDPSession(window);
  await session.send("Performance.enable", { timeDomain: "threadTicks" });
  const times: number[] = [];
  const rounds: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const before = await pageSeconds(session);
    for (const [name, id] of ids) {
      await start(id);
      await expectState(window, id, "running", 20_000);
      // Into its loop, and not only on its way there. A sweep and a query have nothing to say before.
      if (name !== "a sweep" && name !== "a query")
        await expect(cell(window, id)).toContainText("has begun", { timeout: 20_000 });
      const took = await timeToStop(window, id);
      times.push(took);
      console.log(`${name}: ${Math.round(took)} ms`);
      await expectState(window, id, "stopped", 10_000);
      await expectRest();
      await runNext();
    }
    rounds.push((await pageSeconds(session)) - before);
    console.log(`round ${round + 1}: the page computed ${rounds.at(-1)!.toFixed(1)} s`);
  }
  const p95 = times.sort((a, b) => a - b)[Math.ceil(times.length * 0.95) - 1]!;
  console.log(
    `stopped ${times.length} of ${ids.length * ROUNDS}; p95 ${Math.round(p95)} ms, most ${Math.round(times.at(-1)!)} ms`,
  );
  expect(p95).toBeLessThan(1_000);
  // The last round costs the page what the first did.
  expect(rounds.at(-1)!).toBeLessThan(2 * rounds[0]!);
});

test("X4: outlives memory bombs, names the cell, keeps what was typed, and nothing of them goes on", async () => {
  test.setTimeout((bombIds.length + 1) * ROUNDS * 60_000);
  const { electron, window } = app;
  await limitKernelMemory(window, MEMORY_LIMIT_MB);
  await expect(window.getByText("Kernel idle")).toBeVisible({ timeout: 30_000 });
  await runNext();
  const countProcesses = () => processesUnder(electron.process().pid!).length;
  const processes = countProcesses();
  let outlived = 0;
  for (let round = 0; round < ROUNDS; round++) {
    for (const [name, id] of bombIds) {
      const begun = Date.now();
      const typed = `"typed before ${name} ${round}"`;
      await replaceSource(app, "typed", typed);
      await start(id);
      const said = window.getByText(new RegExp(`ell ${cellIds.indexOf(id) + 1} (made|ran)`));
      await expect(said).toBeVisible({ timeout: 40_000 });
      console.log(`${name}: ${await said.textContent()}`);
      await expect(window.getByText("Kernel idle")).toBeVisible({ timeout: 30_000 });
      await expectRest();
      await expect.poll(countProcesses).toBeLessThanOrEqual(processes);
      await runNext();
      await cell(window, "typed").scrollIntoViewIfNeeded();
      await expect(cell(window, "typed")).toContainText(typed);
      outlived++;
      console.log(`  ${Date.now() - begun} ms`);
    }
    await start("shared");
    await expect(cell(window, "shared")).toContainText("looked at columns, refused 7 of 7", {
      timeout: 30_000,
    });
    await runNext();
  }
  console.log(`outlived ${outlived} of ${bombIds.length * ROUNDS} bombs, refused ${ROUNDS} of ${ROUNDS}`);
});
