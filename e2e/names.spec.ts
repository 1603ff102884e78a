import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import { launch, type RunningApp } from "./support/launch.ts";
import { cell } from "./support/notebook.ts";

const notebook = `// ---
// asof: 1
// title: Names
// ---

// %% [markdown] id=title
/*
# Names
*/

// %% id=first
const price = 3;

// %% id=second
const twice = price * 2;

// %% [sql] id=query as=ones
/*
select $price as one
*/

// %% id=reads
ones.length

// %% id=imports
import { scale } from "./factors.nb.ts";
const scaled = scale * 2;

// %% id=uses
scaled + 1

// %% id=wrong
const large = data.universe("GLOBAL_LARG");
`;

const imported = `// ---
// asof: 1
// ---

// %% id=only
const scale = 7;
`;

let folder = "";
let app: RunningApp | undefined;
test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "asof-names-"));
});
test.afterAll(async () => {
  await app?.close();
  await rm(folder, { recursive: true, force: true });
});

/** Puts the cursor on a word of a cell's code. */
const clickWord = async (window: Page, cellId: string, word: string) => {
  const text = cell(window, cellId).locator("[data-editor-state=mounted] .view-line span span");
  await text.filter({ hasText: word }).last().click();
};

test("E1: names are renamed, found and mended across cells, in the real window", async () => {
  const file = join(folder, "names.nb.ts");
  await writeFile(file, notebook);
  await writeFile(join(folder, "factors.nb.ts"), imported);
  app = await launch(file);
  const { window } = app;
  await expect(window.locator('[data-ready="notebook"]')).toBeVisible({ timeout: 60_000 });

  // A fault says what was meant, and one click mends it.
  const fault = window.getByRole("button", { name: /There is no universe named "GLOBAL_LARG"/ });
  await expect(fault).toBeVisible({ timeout: 60_000 });
  const { violations } = await new AxeBuilder({ page: window }).setLegacyMode().analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
  await window.screenshot({ path: test.info().outputPath("fault.png") });
  await fault.click();
  await expect(cell(window, "wrong")).toHaveAttribute("data-active", "true");
  await window.getByRole("button", { name: "Write GLOBAL_LARGE" }).click();
  await expect(cell(window, "wrong")).toContainText('"GLOBAL_LARGE"');
  await expect(fault).toBeHidden({ timeout: 30_000 });

  // The store's names say what they are.
  await cell(window, "wrong").getByText('"GLOBAL_LARGE"').hover();
  await expect(window.locator(".monaco-hover").getByText("Members", { exact: false })).toBeVisible();
  await window.keyboard.press("Escape");

  // A cell with an import shares its names like any other.
  await clickWord(window, "uses", "scaled");
  await window.keyboard.press("ControlOrMeta+K");
  await window.keyboard.press("ControlOrMeta+I");
  await expect(window.locator(".monaco-hover").getByText("const scaled: number")).toBeVisible();
  await window.keyboard.press("Escape");

  // From a use in one cell, all cells are renamed; one undo takes all of it back.
  await clickWord(window, "second", "price");
  await window.keyboard.press("F2");
  await expect(window.locator(".rename-input")).toBeFocused();
  await window.keyboard.press("ControlOrMeta+A");
  await window.keyboard.insertText("cost");
  await window.keyboard.press("Enter");
  await expect(cell(window, "first")).toContainText("const cost = 3;");
  await expect(cell(window, "second")).toContainText("cost * 2");
  await expect(cell(window, "query")).toContainText("$cost");
  await window.screenshot({ path: test.info().outputPath("renamed.png") });
  await expect(cell(window, "second").locator(".cell-editor")).toHaveClass(/is-focused/);
  await window.keyboard.press("ControlOrMeta+Z");
  await expect(cell(window, "first")).toContainText("const price = 3;");
  await expect(cell(window, "second")).toContainText("price * 2");
  await expect(cell(window, "query")).toContainText("$price");

  // Definitions lead to the cell that has them, of code and of SQL.
  await clickWord(window, "second", "price");
  await window.keyboard.press("F12");
  await expect(cell(window, "first")).toHaveAttribute("data-active", "true");
  await clickWord(window, "reads", "ones");
  await window.keyboard.press("F12");
  await expect(cell(window, "query")).toHaveAttribute("data-active", "true");

  // Tables and columns are offered in a query.
  await cell(window, "query").locator(".view-lines").click();
  await window.keyboard.press("ControlOrMeta+End");
  await window.keyboard.type(" from cale");
  await expect(window.locator(".suggest-widget.visible")).toContainText("calendars");
});

test("the box for a new name has the focus also where the page draws late", async () => {
  const { window } = app!;
  await window.keyboard.press("Escape");
  await clickWord(window, "second", "price");
  await window.evaluate(() => {
    const draw = requestAnimationFrame;
    globalThis.requestAnimationFrame = (work) => {
      setTimeout(() => draw(work), 1_000);
      return 0;
    };
  });
  await window.keyboard.press("F2");
  await expect(window.locator(".rename-input")).toBeFocused();
});
