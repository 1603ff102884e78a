import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, type Page, test } from "@playwright/test";
import { launch, projectFolder, type RunningApp } from "./support/launch.ts";
import { cell, expectState, replaceSource, timeToStop } from "./support/notebook.ts";

const notebook = `// ---
// asof: 1
// title: Sessions by market
// as-of: 2019-06-28T20:00:00Z
// ---

// %% id=params
const from = "2018-01-01";

// %% [sql] id=query as=sessions
/*
select mic, count(*) as sessions, max(session_date) as last
from calendars where session_date between $from and date '2018-12-31'
group by mic order by mic
*/

// %% id=reads
const total: number = sessions.rows().reduce((sum, row) => sum + row.sessions, 0);
chart.bar(sessions.column("mic"), { sessions: sessions.column("sessions") });
total

// %% [sql] id=future as=later
/*
select max(known_at) as newest from bars_1d_versions
*/

// %% id=proof
later.row(0).newest! <= Date.UTC(2019, 5, 28, 20) * 1000

// %% [sql] id=clock
/*
select 1,
  now()
*/

// %% [sql] id=endless
/*
select count(*) as n from range(1000000000000) t(i) where i % 7 = 3
*/
`;

/** A cell under the pointer shows its buttons. */
const run = async (window: Page, cellId: string) => {
  await cell(window, cellId).hover();
  await cell(window, cellId).getByRole("button", { name: "Run cell", exact: true }).click();
};

let folder = "";
let file = "";
let app: RunningApp | undefined;
test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "asof-sql-"));
  file = join(folder, "sessions.nb.ts");
  await writeFile(file, notebook);
});
test.afterEach(async () => {
  await app?.close();
  app = undefined;
});
test.afterAll(() => rm(folder, { recursive: true, force: true }));

test("a SQL cell feeds a TypeScript cell in the window, cut at the notebook's instant, and can be stopped", async () => {
  app = await launch(file);
  const { window } = app;
  await expect(window.locator('[data-ready="notebook"]')).toBeVisible({ timeout: 60_000 });
  for (const id of ["reads", "proof"]) {
    await run(window, id);
    await expectState(window, id, "done");
  }
  await expect(cell(window, "query")).toContainText("XNYS");
  await expect(cell(window, "proof")).toContainText("true");
  await run(window, "clock");
  await expect(cell(window, "clock")).toContainText("cannot tell the time");
  const before = await cell(window, "reads").textContent();
  await window.screenshot({ path: join(projectFolder, "docs", "screenshots", "sql.png") });

  // An editor that was out of sight is made anew when it comes back.
  await cell(window, "params").scrollIntoViewIfNeeded();
  await cell(window, "params").locator(".monaco-editor .view-line").first().click();
  await replaceSource(app, "params", 'const from = "2018-07-01";');
  for (const id of ["query", "reads"]) await expectState(window, id, "stale", 10_000);
  await run(window, "reads");
  await expectState(window, "reads", "done");
  expect(await cell(window, "reads").textContent()).not.toBe(before);

  // Out of sight a cell is only a place of its height.
  await cell(window, "query").scrollIntoViewIfNeeded();
  const name = cell(window, "query").getByLabel("Name of the result, for other cells");
  await expect(name).toHaveValue("sessions");
  await name.fill("renamed");
  await name.press("Enter");
  await expectState(window, "reads", "failed", 10_000);
  await name.fill("sessions");
  await name.press("Enter");
  await expectState(window, "reads", "done", 10_000);

  await run(window, "endless");
  await expectState(window, "endless", "running");
  expect(await timeToStop(window, "endless")).toBeLessThan(2_000);
  await expectState(window, "reads", "done");
});

test("asof run gives the same rows, and names the line of a refused query", async () => {
  const { code, out } = await new Promise<{ code: number; out: string }>((resolve) => {
    const short = notebook.slice(0, notebook.indexOf("// %% [sql] id=endless"));
    const path = join(folder, "headless.nb.ts");
    void writeFile(path, short).then(() =>
      execFile(
        process.execPath,
        [join(projectFolder, "cli", "bin.mjs"), "run", path],
        (error, stdout, stderr) => resolve({ code: Number(error?.code ?? 0), out: stdout + stderr }),
      ),
    );
  });
  expect(code).toBe(1);
  expect(out).toMatch(/XNYS\s+\d{3}\s+2018-12-/);
  expect(out).toMatch(/headless\.nb\.ts:33:3: cell clock: A SQL cell cannot tell the time/);
});
