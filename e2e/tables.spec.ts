import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, type Locator, type Page, test } from "@playwright/test";
import { tableFromIPC } from "apache-arrow";
import { launch, type RunningApp } from "./support/launch.ts";
import { cell, expectState, limitKernelMemory, timeToStop } from "./support/notebook.ts";

const ROWS = 1_000_000;

const notebook = `// %% id=big
table(Array.from({ length: ${ROWS} }, (_, i) => ({
  number: i,
  ticker: "KR" + ((i * 7919) % 100_000),
  weight: i % 10 === 3 ? null : (i % 1000) / 1000,
  isHeld: i % 4 === 0,
})), { title: "Million" });

// %% id=wide
table(Array.from({ length: 3 }, (_, i) => Object.fromEntries(
  Array.from({ length: 9 }, (_, at) => ["Total return of the last twelve months, local " + at, i / 7]),
)), { title: "Wide" });

// %% id=drawn
md("Before the chart");
chart.line([1, 2, 3], { a: [1, 3, 2] }, { title: "Undrawable" });
table([{ name: "A", weight: 0.5 }], { title: "After the chart" });

// %% id=helper
const risky = (value: number): number => {
  if (value > 1) throw new RangeError("value must be at most 1, was " + value);
  return value;
};

// %% id=fails
const fine = risky(1);
const 값 = 1; const broken = risky(fine + 값);
`;

let app: RunningApp | undefined;
let folder = "";
test.beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "asof-tables-"));
});
test.afterEach(async () => {
  await app?.close();
  app = undefined;
  await rm(folder, { recursive: true, force: true });
});

const head = "// ---\n// asof: 1\n// title: Tables\n// ---\n\n";

const openNotebook = async (cells: string): Promise<Page> => {
  const file = join(folder, "tables.nb.ts");
  await writeFile(file, head + cells);
  app = await launch(file);
  const { window } = app;
  await expect(window.locator('[data-ready="notebook"]')).toBeVisible({ timeout: 60_000 });
  return window;
};

const runAll = (window: Page): Promise<void> =>
  window.getByRole("button", { name: "Run all" }).first().click();

/** The texts of a row by its place in the table, from 1. */
const rowTexts = (table: Locator, place: number): Promise<string[]> =>
  table.locator(`[role=row][aria-rowindex="${place + 1}"] [role=cell]`).allTextContents();

/** Chooses a file format in the table's menu, with the answer of the dialog given. */
const exportAs = async (window: Page, format: "CSV" | "Arrow", filePath: string): Promise<void> => {
  await app!.electron.evaluate(({ dialog }, path) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: path });
  }, filePath);
  const box = cell(window, "big");
  await box.getByRole("button", { name: "Million" }).click();
  await window.getByRole("menuitem", { name: format }).click();
};

test("O10, O11: a million rows scroll, sort, filter and are written as files", async () => {
  const window = await openNotebook(notebook);
  await runAll(window);
  await expectState(window, "big", "done", 90_000);
  const box = cell(window, "big");
  await box.scrollIntoViewIfNeeded();
  const table = box.getByRole("table", { name: "Million" });
  await expect(table).toHaveAttribute("aria-rowcount", String(ROWS + 1));
  await expect.poll(() => rowTexts(table, 1)).toEqual(["0", "KR0", "0", "yes"]);

  // The end, by key: a scrollbar cannot be as long as a million rows.
  await table.focus();
  await window.keyboard.press("End");
  await expect.poll(() => rowTexts(table, ROWS)).toEqual(["999,999", "KR92081", "0.9990", "no"]);
  await window.keyboard.press("PageUp");
  await expect.poll(() => table.evaluate((element) => element.scrollTop > 0)).toBe(true);

  await table.getByRole("button", { name: "ticker" }).click();
  await expect(table.getByRole("columnheader", { name: "ticker" })).toHaveAttribute("aria-sort", "ascending");
  // Natural order: KR2 before KR10.
  await expect.poll(() => rowTexts(table, 21).then((texts) => texts[1])).toBe("KR2");

  await box.getByRole("button", { name: "Filter" }).click();
  await table.getByRole("textbox", { name: "weight" }).fill(">0.99");
  await table.getByRole("textbox", { name: "number" }).fill("500000..");
  await expect(box.locator(".output").first()).toContainText(/4,\d00 of 1,000,000/, { timeout: 30_000 });
  const shown = await rowTexts(table, 1);
  expect(Number(shown[0]!.replaceAll(",", ""))).toBeGreaterThanOrEqual(500_000);

  const csv = join(folder, "million.csv");
  await exportAs(window, "CSV", csv);
  await expect(box.locator(".table-news")).toContainText("million.csv", { timeout: 30_000 });
  await expect.poll(() => readdir(folder)).toContain("million.csv");
  const lines = (await readFile(csv, "utf8")).trim().split("\r\n");
  expect(lines[0]).toBe("number,ticker,weight,isHeld");
  const first = lines[1]!.split(",");
  expect(first[1]).toBe(shown[1]);

  const arrow = join(folder, "million.arrow");
  await exportAs(window, "Arrow", arrow);
  await expect(box.locator(".table-news")).toContainText("million.arrow", { timeout: 30_000 });
  await expect.poll(() => readdir(folder)).toContain("million.arrow");
  const read = tableFromIPC(await readFile(arrow));
  expect(read.numRows).toBe(lines.length - 1);
  expect(read.getChild("ticker")!.get(0)).toBe(shown[1]);

  // Without filters the whole million goes out, in the order on the screen.
  await box.getByRole("button", { name: "Remove filters" }).click();
  await expect(table).toHaveAttribute("aria-rowcount", String(ROWS + 1), { timeout: 30_000 });
  await exportAs(window, "Arrow", join(folder, "all.arrow"));
  await expect(box.locator(".table-news")).toContainText("all.arrow", { timeout: 60_000 });
  await expect.poll(() => readdir(folder), { timeout: 60_000 }).toContain("all.arrow");
  const all = tableFromIPC(await readFile(join(folder, "all.arrow")));
  expect([all.numRows, all.getChild("ticker")!.get(20)]).toEqual([ROWS, "KR2"]);
});

test("O10: names and filters above a table stand over their columns, however wide it is", async () => {
  const window = await openNotebook(notebook);
  await runAll(window);
  await expectState(window, "wide", "done", 90_000);
  const box = cell(window, "wide");
  const edges = (selector: string): Promise<number[]> =>
    box
      .locator(selector)
      .evaluateAll((parts) => parts.map((part) => Math.round(part.getBoundingClientRect().x)));
  for (const part of ["[role=columnheader]", ".data-table-filter"]) {
    if (part === ".data-table-filter") await box.getByRole("button", { name: "Filter" }).click();
    await expect(box.locator(part)).toHaveCount(9);
    const inset = part === ".data-table-filter" ? 2 : 0;
    expect((await edges(part)).map((x) => x - inset)).toEqual(await edges("[aria-rowindex='2'] [role=cell]"));
  }
});

test("O10, M2, X1: a table of five million rows holds up neither the next cell nor a stop", async () => {
  const window = await openNotebook(`// %% id=huge
const day = new Float64Array(5_000_000).map((_, i) => i % 2_500);
table(Array.from(day, (on, i) => ({ i, name: "KR" + on, on, value: i / 7 })), { title: "Huge" });

// %% id=next
1 + 1

// %% id=spins
for (;;) {}
`);
  // Five million objects are nine tenths of the limit as it is delivered, and more where garbage is collected late.
  await limitKernelMemory(window, 6_144);
  await runAll(window);
  await expectState(window, "huge", "done", 120_000);
  const ended = Date.now();
  await expectState(window, "next", "done", 5_000);
  await expectState(window, "spins", "running", 5_000);
  expect(await timeToStop(window, "spins")).toBeLessThan(5_000);
  // Reading all its values for the manifest alone took forty seconds once, and the host with it.
  expect(Date.now() - ended).toBeLessThan(8_000);
  const table = cell(window, "huge").getByRole("table", { name: "Huge" });
  await table.focus();
  await window.keyboard.press("End");
  await expect.poll(() => rowTexts(table, 5_000_000)).toContain("4,999,999");
});

test("O8: an output that cannot be drawn says so in its place, and the others stay", async () => {
  const window = await openNotebook(notebook);
  // Where a graphics driver fails, the browser gives no canvas.
  await window.evaluate(() => {
    const { getContext } = HTMLCanvasElement.prototype;
    const page = globalThis as { giveCanvas?: () => void };
    page.giveCanvas = () => {
      HTMLCanvasElement.prototype.getContext = getContext;
    };
    HTMLCanvasElement.prototype.getContext = () => {
      throw new Error("no canvas left");
    };
  });
  await runAll(window);
  await expectState(window, "drawn", "done");
  const box = cell(window, "drawn");
  await box.scrollIntoViewIfNeeded();
  await expect(box.getByRole("alert")).toContainText("This output could not be drawn:");
  await expect(box).toContainText("Before the chart");
  await expect(box.getByRole("table", { name: "After the chart" })).toBeVisible();
  await box.getByRole("button", { name: "Show as text" }).click();
  await expect(box.locator(".fault-text")).toContainText("Undrawable");
  await window.evaluate(() => (globalThis as { giveCanvas?: () => void }).giveCanvas?.());
  await box.getByRole("button", { name: "Try again" }).click();
  await expect(box.locator(".chart-canvas canvas")).toBeVisible();
  await expect(box.getByRole("alert")).toHaveCount(0);
});

test("O12: an error shows its line with a mark under the place, and a press puts the cursor there", async () => {
  const window = await openNotebook(notebook);
  await runAll(window);
  await expectState(window, "fails", "failed", 90_000);
  const box = cell(window, "fails");
  await box.scrollIntoViewIfNeeded();
  const frame = box.locator(".code-frame");
  await expect(frame.locator(".is-faulty")).toContainText("2const 값 = 1; const broken = risky(fine + 값);");
  // The mark stands under the call, also behind a letter that is two columns wide.
  const [mark, text] = await frame.locator(".is-faulty").evaluate((line) => {
    const range = document.createRange();
    const node = [...line.childNodes].find((each) => each.nodeType === Node.TEXT_NODE)!;
    const at = node.textContent!.indexOf("risky");
    range.setStart(node, at);
    range.setEnd(node, at + 1);
    const sign = line.querySelector(".code-frame-mark")!;
    const last = sign.lastChild!;
    const caret = document.createRange();
    caret.selectNodeContents(last);
    return [caret.getBoundingClientRect().left, range.getBoundingClientRect().left];
  });
  expect(Math.abs(mark! - text!)).toBeLessThan(1.5);
  await frame.getByRole("button").click();
  await expect(box.locator(".monaco-editor")).toBeVisible();
  await expect(box.locator(".monaco-editor .cursors-layer .cursor").first()).toBeVisible();
});
