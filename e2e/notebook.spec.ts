import { execFile } from "node:child_process";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { AxeBuilder } from "@axe-core/playwright";
import { expect, test } from "@playwright/test";
import type { AsofBridge } from "../main/contract/bridge.ts";
import { launch, launchSample, projectFolder, type RunningApp } from "./support/launch.ts";
import { cell, expectState, readMetrics, replaceSource, setTheme, timeToStop } from "./support/notebook.ts";

const screenshots = join(projectFolder, "docs", "screenshots");
const momentum = join(projectFolder, "sample-data", "notebooks", "twelve-one-momentum.nb.ts");
const STRATEGY = "a81cq0";
const RUN = "b20x7e";
const COSTS = "c47n2d";

const runAsof = async (...args: string[]) => {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [join(projectFolder, "cli", "bin.mjs"), ...args],
    {
      maxBuffer: 256 * 1024 * 1024,
    },
  );
  return stdout;
};

let app: RunningApp;
test.afterEach(() => app?.close());

test("the start page shows the samples and opens one without running it", async () => {
  app = await launch();
  const { window } = app;
  await expect(window.locator('[data-ready="welcome"]')).toBeVisible({ timeout: 60_000 });
  await expect(window.getByText("Twelve-one momentum, global").first()).toBeVisible();
  await expect(window.getByText(/synthetic data/).first()).toBeVisible();
  await mkdir(screenshots, { recursive: true });
  await window.screenshot({ path: join(screenshots, "start.png") });
  await window.getByText("Twelve-one momentum, global").first().click();
  await expect(window.locator('[data-ready="notebook"]')).toBeVisible();
  await expect(window.getByText("Nothing has run yet", { exact: false })).toBeVisible();
  await expectState(window, RUN, "idle");
});

test("run all draws the equity curve, and its metrics equal those of asof run to the last bit", async () => {
  app = await launchSample("twelve-one-momentum");
  const { window } = app;
  await window.getByRole("button", { name: "Run all", exact: true }).first().click();
  for (const id of [STRATEGY, RUN, COSTS]) await expectState(window, id, "done", 120_000);

  await cell(window, RUN).scrollIntoViewIfNeeded();
  const chart = cell(window, RUN).locator("[data-chart-points]").first();
  expect(Number(await chart.getAttribute("data-chart-points"))).toBeGreaterThan(2_000);
  const shown = await readMetrics(cell(window, RUN));
  const headless = JSON.parse(await runAsof("run", momentum, "--json")).metrics[RUN] as Record<
    string,
    number | null
  >;
  expect(Object.keys(shown).length).toBeGreaterThan(7);
  for (const [key, value] of Object.entries(shown)) {
    expect(
      Object.is(Number(value), headless[key]),
      `${key}: ${value} in the window, ${headless[key]} headless`,
    ).toBe(true);
  }

  await window.screenshot({ path: join(screenshots, "notebook.png") });
  const light = await new AxeBuilder({ page: window }).setLegacyMode().analyze();
  expect(light.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
  await setTheme(window, "dark");
  await window.screenshot({ path: join(screenshots, "dark.png") });
});

test("an edit makes its dependants stale, undoing heals them, and a run changes the numbers", async () => {
  app = await launchSample("twelve-one-momentum");
  const { window } = app;
  await window.getByRole("button", { name: "Run all", exact: true }).first().click();
  await expectState(window, COSTS, "done", 120_000);
  const before = await readMetrics(cell(window, RUN));
  const source = /\/\/ %% id=a81cq0\n([\s\S]*?)\n\n\/\/ %%/.exec(await readFile(momentum, "utf8"))![1]!;

  await replaceSource(app, STRATEGY, source.replace("param.percent(10)", "param.percent(20)"));
  for (const id of [STRATEGY, RUN, COSTS]) await expectState(window, id, "stale", 5_000);
  await replaceSource(app, STRATEGY, source);
  for (const id of [STRATEGY, RUN, COSTS]) await expectState(window, id, "done", 5_000);

  await replaceSource(app, STRATEGY, source.replace("param.percent(10)", "param.percent(20)"));
  await expectState(window, RUN, "stale", 5_000);
  await window.getByRole("button", { name: "Run all", exact: true }).first().click();
  await expectState(window, COSTS, "done", 120_000);
  const after = await readMetrics(cell(window, RUN));
  expect(after.cagr).not.toBe(before.cagr);
  expect(after.sharpe).not.toBe(before.sharpe);
});

for (const [kind, source] of [
  ["a synchronous loop", "for (;;) {}"],
  ["an asynchronous loop", "for (;;) await 0;"],
  ["a promise that never settles", "await new Promise(() => {});"],
] as const) {
  test(`${kind} is stopped in under a second and the app stays usable`, async () => {
    app = await launchSample("twelve-one-momentum");
    const { window } = app;
    await replaceSource(app, STRATEGY, source);
    await window.keyboard.press("ControlOrMeta+Enter");
    await expectState(window, STRATEGY, "running", 10_000);
    expect(await timeToStop(window, STRATEGY)).toBeLessThan(1_000);
    await replaceSource(app, STRATEGY, "const answer = 6 * 7;\nanswer");
    await window.keyboard.press("ControlOrMeta+Enter");
    await expectState(window, STRATEGY, "done", 20_000);
    await expect(cell(window, STRATEGY)).toContainText("42");
  });
}

test("a type error is shown in the editor, and neither its cell nor what needs it runs", async () => {
  app = await launchSample("twelve-one-momentum");
  const { window } = app;
  const source = /\/\/ %% id=a81cq0\n([\s\S]*?)\n\n\/\/ %%/.exec(await readFile(momentum, "utf8"))![1]!;
  await replaceSource(app, STRATEGY, source.replaceAll("field.totalReturn", "field.totalRetrun"));
  await expect(cell(window, STRATEGY).locator(".squiggly-error").first()).toBeVisible({ timeout: 20_000 });
  await expect(window.getByText(/totalRetrun/).last()).toBeVisible();
  await window.getByRole("button", { name: "Run all", exact: true }).first().click();
  await expectState(window, STRATEGY, "failed", 30_000);
  await expectState(window, RUN, "blocked");
  await expect(cell(window, RUN).locator("[data-metric]")).toHaveCount(0);
});

test("when the data process is killed during a run, the app says so, restarts it, and the next run works", async () => {
  app = await launchSample("twelve-one-momentum");
  const { electron, window } = app;
  const killStore = () =>
    electron.evaluate(({ app: electronApp }) => {
      const store = electronApp
        .getAppMetrics()
        .find(({ serviceName, name }) => `${serviceName} ${name}`.includes("asof-store"));
      process.kill(store!.pid, "SIGKILL");
    });
  await window.getByRole("button", { name: "Run all", exact: true }).first().click();
  await expectState(window, STRATEGY, "done", 30_000);
  await killStore();
  await expect(
    window.getByText("The data process ended. It was restarted.", { exact: false }).first(),
  ).toBeVisible({ timeout: 20_000 });
  await expect(cell(window, RUN)).toHaveAttribute("data-cell-state", /failed|done/, { timeout: 60_000 });
  await window.getByRole("button", { name: "Restart and run all", exact: true }).first().click();
  await expectState(window, COSTS, "done", 120_000);
});

test("a kernel that is killed is restarted, the reason is told, and the typed text is intact", async () => {
  app = await launchSample("twelve-one-momentum");
  const { electron, window } = app;
  await replaceSource(app, STRATEGY, "const typed = 1;");
  await electron.evaluate(({ webContents }) => {
    const kernel = webContents
      .getAllWebContents()
      .find((contents) => contents.getURL().startsWith("kernel://"));
    process.kill(kernel!.getOSProcessId(), "SIGKILL");
  });
  await expect(window.getByText(/was restarted/).first()).toBeVisible({ timeout: 20_000 });
  await expect(cell(window, STRATEGY)).toContainText("typed");
  await replaceSource(app, STRATEGY, "const typed = 2;\ntyped");
  await window.keyboard.press("ControlOrMeta+Enter");
  await expectState(window, STRATEGY, "done", 30_000);
});

test("a cell that eats memory ends its kernel alone: the reason is told and the text is intact", async () => {
  app = await launchSample("twelve-one-momentum");
  const { window } = app;
  await replaceSource(
    app,
    STRATEGY,
    "const hoard: Uint8Array[] = [];\nfor (;;) hoard.push(new Uint8Array(50_000_000).fill(1));",
  );
  await window.keyboard.press("ControlOrMeta+Enter");
  await expect(window.getByText(/more than its limit/).first()).toBeVisible({ timeout: 60_000 });
  await expect(cell(window, STRATEGY)).toContainText("hoard");
  await replaceSource(app, STRATEGY, "const small = 1;\nsmall");
  await window.keyboard.press("ControlOrMeta+Enter");
  await expectState(window, STRATEGY, "done", 30_000);
});

test("a notebook is saved where the user says, and opens again with its text", async () => {
  app = await launchSample("twelve-one-momentum");
  const { electron, window } = app;
  const path = join(app.userData, "mine.nb.ts");
  // A dialog of the operating system cannot be driven; only its answer is given.
  await electron.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
  }, path);
  await replaceSource(app, STRATEGY, "const saved = 'here';");
  await window.keyboard.press("ControlOrMeta+S");
  await expect.poll(() => readFile(path, "utf8").catch(() => "")).toContain("const saved = 'here';");
  const original = await readFile(momentum, "utf8");
  const text = await readFile(path, "utf8");
  const withoutCell = (whole: string) => whole.replace(/\/\/ %% id=a81cq0\n[\s\S]*?\n\n\/\/ %%/, "// %%");
  expect(withoutCell(text)).toBe(withoutCell(original));
  expect(await readFile(join(projectFolder, "out", "notebooks", "twelve-one-momentum.nb.ts"), "utf8")).toBe(
    original,
  );
});

test("F7: a file that is not a notebook is shown as text with a sentence, and the app goes on", async () => {
  app = await launch();
  const { electron, window } = app;
  await expect(window.locator('[data-ready="welcome"]')).toBeVisible({ timeout: 60_000 });
  const path = join(app.userData, "broken.nb.ts");
  await writeFile(path, "not a notebook");
  await electron.evaluate(({ dialog }, filePath) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [filePath] });
  }, path);
  await window.keyboard.press("ControlOrMeta+O");
  await expect(window.locator('[data-ready="plain-file"]')).toHaveText("not a notebook");
  await expect(window.getByRole("alert")).toContainText("broken.nb.ts, line 1: An Asof notebook begins with");
  await window.getByRole("button", { name: "Asof: Show start page" }).click();
  await window.getByText("Twelve-one momentum, global").first().click();
  await expect(window.locator('[data-ready="notebook"]')).toBeVisible();
});

test("everything is also there in Korean", async () => {
  app = await launch("--lang=ko");
  const { window } = app;
  await expect(window.locator('[data-ready="welcome"]')).toBeVisible({ timeout: 60_000 });
  await window.evaluate(() =>
    (globalThis as unknown as { asof: AsofBridge }).asof.invoke("settings/change", { language: "ko" }),
  );
  await window.reload();
  await expect(window.getByText("12-1 모멘텀, 글로벌").first()).toBeVisible();
  await expect(window.locator("html")).toHaveAttribute("lang", "ko");
});

test("closing the window right after typing keeps the text, and the next start offers it", async () => {
  app = await launchSample("twelve-one-momentum");
  const { electron, window, userData } = app;
  await replaceSource(app, STRATEGY, "const lastWords = 1;");
  const gone = electron.waitForEvent("close");
  await window.getByRole("button", { name: "Close window" }).click();
  await gone;
  const again = await launch(`--user-data-dir=${userData}`);
  try {
    await expect(again.window.locator('[data-ready="welcome"]')).toBeVisible({ timeout: 60_000 });
    await again.window.getByRole("button", { name: "Open it" }).click();
    await expect(cell(again.window, STRATEGY)).toContainText("lastWords");
  } finally {
    await again.close();
  }
});
