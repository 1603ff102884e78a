import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { AxeBuilder } from "@axe-core/playwright";
import { expect, test } from "@playwright/test";
import { launchSample, projectFolder, type RunningApp } from "./support/launch.ts";
import { cell, expectState, replaceSource, timeToStop } from "./support/notebook.ts";

const SAMPLE = "momentum-how-much-is-search";
const notebook = join(projectFolder, "sample-data", "notebooks", `${SAMPLE}.nb.ts`);
const screenshots = join(projectFolder, "docs", "screenshots");
const STRATEGY = "s3c7ab";
const SWEEP = "s5k9pz";
const EVIDENCE = "s7q1sd";
const REGRESSION = "s9w2ka";

let app: RunningApp;
test.beforeAll(async () => {
  app = await launchSample(SAMPLE);
});
test.afterAll(() => app?.close());

const runAll = () => app.window.getByRole("button", { name: "Run all", exact: true }).first().click();

test("Stop ends a sweep in under a second, keeps the definitions, and the app stays usable", async () => {
  const { window } = app;
  await runAll();
  await expectState(window, SWEEP, "running");
  await expect(cell(window, SWEEP)).toContainText(/\d+ \/ 16/, { timeout: 60_000 });
  expect(await timeToStop(window, SWEEP)).toBeLessThan(1_000);
  await expectState(window, STRATEGY, "done");
});

test("a sweep in the window has the very bits of asof run, and the analytics follow", async () => {
  const { window } = app;
  await runAll();
  for (const id of [SWEEP, EVIDENCE, REGRESSION]) await expectState(window, id, "done", 120_000);
  const map = cell(window, SWEEP).locator(".heat-map").first();
  await map.scrollIntoViewIfNeeded();
  const shown = await map
    .locator("td[data-value]")
    .evaluateAll((places) => places.map((place) => Number(place.getAttribute("data-value"))));
  const asof = join(projectFolder, "cli", "bin.mjs");
  const { stdout } = await promisify(execFile)(process.execPath, [asof, "run", notebook, "--json"], {
    maxBuffer: 256 * 1024 * 1024,
  });
  const { cells } = JSON.parse(stdout);
  const outputsOf = (id: string) =>
    cells.find(({ cellId }: { cellId: string }) => cellId === id).outputs as {
      heatMap: { values: number[] };
      rows: unknown[];
    }[];
  expect(shown).toHaveLength(16);
  expect(outputsOf(SWEEP)[0]!.heatMap.values).toEqual(shown);
  expect(outputsOf(EVIDENCE)[0]!.rows).toHaveLength(8);
  await window.screenshot({ path: join(screenshots, "sweep.png") });
  const { violations } = await new AxeBuilder({ page: window }).setLegacyMode().analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
});

test("hover over an operator, a figure and a statistic shows its entry of the reference", async () => {
  const { window } = app;
  const shown = window.locator(".monaco-hover").filter({ visible: true }).first();
  for (const [source, texts] of [
    ["({} as Factor).crossZscore", ["Formula", "Missing values", "field.close.crossZscore()"]],
    ["metrics({} as BacktestRun).sortino", ["downside deviation", "zero-variance", "1.61905"]],
    ["analytics.overfitting", ["The probability of backtest overfitting"]],
  ] as const) {
    await replaceSource(app, STRATEGY, source);
    await window.keyboard.press("ControlOrMeta+K");
    await window.keyboard.press("ControlOrMeta+I");
    for (const text of texts) await expect(shown).toContainText(text, { timeout: 20_000 });
    await window.keyboard.press("Escape");
  }
});

test("the reference finds operators and metrics, in English and in Korean", async () => {
  const { window } = app;
  await window.keyboard.press("Escape");
  await window.keyboard.press("Escape");
  await window.keyboard.press("ControlOrMeta+Shift+H");
  const dialog = window.getByRole("dialog");
  await expect(dialog.getByRole("searchbox")).toBeFocused();
  await window.keyboard.insertText("regression slope");
  await expect(dialog.getByRole("article", { name: "regressionSlope" })).toContainText("Missing values");
  await dialog.getByRole("tab", { name: "Metrics" }).click();
  await dialog.getByRole("searchbox").fill("sortino");
  await expect(dialog.getByRole("article", { name: "sortino" })).toContainText("mean(r − MAR)·A");
  await expect(dialog.getByRole("article")).toContainText("1.61905");
  await window.screenshot({ path: join(screenshots, "reference.png") });
  const { violations } = await new AxeBuilder({ page: window }).setLegacyMode().analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
  await window.keyboard.press("Escape");
  await window.keyboard.press("ControlOrMeta+Shift+P");
  await window.keyboard.insertText("한국어로 전환");
  await window.keyboard.press("Enter");
  await window.keyboard.press("ControlOrMeta+Shift+H");
  await expect(dialog.getByRole("tab", { name: "지표" })).toBeVisible();
  await expect(dialog).toContainText("항목 본문은 영어입니다");
});
