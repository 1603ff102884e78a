import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import { expect, test } from "@playwright/test";
import { launch, type RunningApp } from "./support/launch.ts";
import { cell, expectState, replaceSource, setTheme } from "./support/notebook.ts";

const notebook = `// ---
// asof: 1
// title: Values
// ---

// %% id=value
class Position {
  mic = "XKRX";
  opened = new Date(0);
}
const position = Object.defineProperty(new Position(), "weight", {
  enumerable: true,
  get: () => {
    throw new Error("a getter ran");
  },
});
const big = new Float64Array(10_000_000);
big[9_999_999] = 7;
const proxy = new Proxy({}, { ownKeys: () => { throw new Error("a trap ran"); } });
const cycle: Record<string, unknown> = { quarter: [1, Number.NaN, -0, 12n] };
cycle.self = cycle;
({ big, position, "보유 종목": new Map([["삼성전자", 0.25]]), proxy, cycle, text: "close", none: null, lag: undefined, decide: () => 1 });
`;

let app: RunningApp | undefined;
let folder = "";
test.beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "asof-inspector-"));
});
test.afterEach(async () => {
  await app?.close();
  await rm(folder, { recursive: true, force: true });
});

test("O14, O15, O16: a value opens level by level with the keyboard, is copied as JSON, and says when it is gone", async () => {
  const file = join(folder, "values.nb.ts");
  await writeFile(file, notebook);
  app = await launch(file);
  const { electron, window } = app;
  await expect(window.locator('[data-ready="notebook"]')).toBeVisible({ timeout: 60_000 });
  await window.getByRole("button", { name: "Run all" }).first().click();
  await expectState(window, "value", "done");
  const tree = cell(window, "value").getByRole("treegrid");
  /** A row by what stands before its value. */
  const row = (label: string) =>
    tree
      .getByRole("row")
      .filter({ has: window.locator(".value-label, .value-range").getByText(label, { exact: true }) });
  const focused = () => tree.locator('[role="row"]:focus');

  await row("big").click();
  await expect(row("[100 … 999999]")).toBeVisible();
  await window.keyboard.press("End");
  await expect(focused()).toContainText("decide");
  await window.keyboard.press("Home");
  await expect(focused()).toHaveAttribute("aria-level", "1");
  for (const range of ["[9000000 … 9999999]", "[9990000 … 9999999]", "[9999900 … 9999999]"]) {
    await row(range).focus();
    await window.keyboard.press("ArrowRight");
    await expect(row(range)).toHaveAttribute("aria-expanded", "true");
  }
  await expect(row("9999999")).toContainText("7");
  await row("big").focus();
  await window.keyboard.press("ArrowLeft");
  await expect(row("[100 … 999999]")).toBeHidden();
  for (const part of ["position", "cycle"]) {
    await row(part).focus();
    await window.keyboard.press("ArrowRight");
  }
  await expect(row("weight")).toContainText("(…)");
  await expect(row("proxy")).toContainText("Proxy");
  await expect(row("self")).toContainText("↻");
  const { violations } = await new AxeBuilder({ page: window })
    .setLegacyMode()
    .include(".value-output")
    .analyze();
  expect(violations).toEqual([]);

  await cell(window, "value").getByRole("button", { name: "Copy as JSON" }).click();
  await expect(cell(window, "value").getByText("Copied: what is open.")).toBeVisible();
  const copied: unknown = JSON.parse(await electron.evaluate(({ clipboard }) => clipboard.readText()));
  expect(copied).toMatchObject({
    position: { mic: "XKRX", opened: "1970-01-01T00:00:00.000Z", weight: "(…)" },
    cycle: { quarter: "[1, NaN, -0, 12n]" },
    text: "close",
    none: null,
  });
  await setTheme(window, "dark");

  // Run again, its value stands open where the one before did.
  const source = notebook.split("id=value\n")[1]!.trim();
  await replaceSource(app, "value", source.replace('text: "close"', 'text: "open", shares: 12_345_678'));
  await window.keyboard.press("ControlOrMeta+Enter");
  await expect(row("text")).toContainText('"open"');
  await expect(row("shares")).toContainText("12,345,678");
  await expect(row("shares").locator(".value-preview")).toHaveAttribute("title", "12345678");
  await expect(row("mic")).toContainText("XKRX");
  await expect(row("quarter")).toContainText("[1, NaN, -0, 12n]");
  await expect(row("9999999")).toBeHidden();
  await expect(row("proxy").getByText("Proxy", { exact: true })).toHaveCount(1);
  await expect(row("보유 종목").getByText("Map(1)")).toHaveCount(1);

  // Nothing that was there is lost with the kernel; what was not says what to do.
  await window.keyboard.press("Escape");
  await window.keyboard.press("ControlOrMeta+Shift+P");
  await window.keyboard.insertText("Restart kernel");
  await window.keyboard.press("Enter");
  await row("quarter").focus();
  await window.keyboard.press("ArrowRight");
  await expect(tree).toContainText("Run the cell again to see more.");
  await expect(row("mic")).toContainText("XKRX");
});
