import { join } from "node:path";
import { expect, type Locator, test } from "@playwright/test";
import { launchSample, projectFolder, type RunningApp } from "./support/launch.ts";
import { cell, expectState, replaceSource, timeToStop } from "./support/notebook.ts";

const CELL = "a81cq0";
const SOURCE = [
  "const twice = (n: number) => {",
  "  const inner = n * 2;",
  "  return inner;",
  "};",
  "let total = 0;",
  "for (let i = 1; i < 4; i++) {",
  "  total += twice(i);",
  "}",
  "await 0;",
  "total;",
].join("\n");

let app: RunningApp;
test.afterEach(() => app?.close());

const standsAt = (scope: Locator, line: number) =>
  expect(scope.getByRole("status").filter({ hasText: "Stands" })).toHaveText(`Stands at line ${line}`, {
    timeout: 20_000,
  });

test("D1, D3, D4: a cell stands at a breakpoint, shows its names, steps, goes on, and is stopped where it stands", async () => {
  app = await launchSample("twelve-one-momentum");
  const { window } = app;
  const here = cell(window, CELL);
  const variable = (name: string) => here.locator(`[data-variable="${name}"]`);
  await replaceSource(app, CELL, SOURCE);
  await here.locator(".line-numbers", { hasText: /^2$/ }).click();
  await expect(here.locator(".breakpoint-mark")).toHaveCount(1);
  await here.locator(".monaco-editor .view-line").first().click();
  await window.keyboard.press("ControlOrMeta+Enter");
  await standsAt(here, 2);
  await expect(variable("n")).toContainText("1");
  await expect(variable("total")).toContainText("0");
  await expect(variable("inner")).toContainText("no value yet");
  await expect(here.locator(".stopped-line")).toHaveCount(1);
  await here.scrollIntoViewIfNeeded();
  await window.screenshot({ path: join(projectFolder, "test-results", "debugging.png") });

  const press = (name: RegExp) => here.getByRole("button", { name }).click();
  await press(/^Step over/);
  await standsAt(here, 3);
  await expect(variable("inner")).toContainText("2");
  await press(/^Step out/);
  await standsAt(here, 6);
  await expect(variable("total")).toContainText("2");
  // The next round of the loop comes to the breakpoint again.
  await press(/^Go on/);
  await standsAt(here, 2);
  await expect(variable("n")).toContainText("2");
  await expect(variable("total")).toContainText("2");

  expect(await timeToStop(window, CELL)).toBeLessThan(2_000);
  await expect(here.locator(".debug-bar")).toHaveCount(0);
  // Stopping kept the worker, and the breakpoint holds in the next run.
  await expect(window.getByText("Stopping needed a fresh worker", { exact: false })).toHaveCount(0);
  await here.locator(".monaco-editor .view-line").first().click();
  await window.keyboard.press("ControlOrMeta+Enter");
  await standsAt(here, 2);
  await here.locator(".line-numbers", { hasText: /^2$/ }).click();
  await expectState(window, CELL, "done", 20_000);
  await expect(here.locator(".cell-outputs")).toContainText("12");
});
