import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, type Locator, type Page, test } from "@playwright/test";
import { launch, type RunningApp } from "./support/launch.ts";
import { cell } from "./support/notebook.ts";

const CODE_CELLS = 30;
const nameOf = (index: number) => `c${String(index).padStart(2, "0")}`;
const codeCell = (_: unknown, index: number) =>
  `// %% id=${nameOf(index)}\nconst first${index} = 1;\nconst second${index} = 2;\nfirst${index} + second${index}`;
const notebook = `// ---
// asof: 1
// title: Typing
// ---

// %% [markdown] id=words
/*
# Words
*/

// %% [sql] id=query as=ones
/*
select 1 as one
*/

${Array.from({ length: CODE_CELLS }, codeCell).join("\n\n")}
`;

let folder = "";
let file = "";
let app: RunningApp | undefined;
test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "asof-typing-"));
  file = join(folder, "n.nb.ts");
  await writeFile(file, notebook);
  app = await launch(file);
  await expect(app.window.locator('[data-ready="notebook"]')).toBeVisible({ timeout: 60_000 });
});
test.afterAll(async () => {
  await app?.close();
  await rm(folder, { recursive: true, force: true });
});

const codeOf = (window: Page, id: string): Locator => cell(window, id).locator(".cell-editor");

/** Puts the cursor at the end of a cell's text. */
const edit = async (window: Page, id: string): Promise<void> => {
  await cell(window, id).scrollIntoViewIfNeeded();
  // Text is shown as it reads until somebody wants to edit it.
  const text = cell(window, id).locator(".cell-text");
  if (await text.isVisible()) await text.dblclick();
  else await codeOf(window, id).click();
  await expect(codeOf(window, id)).toHaveClass(/is-focused/);
  await window.keyboard.press("ControlOrMeta+End");
};

/** Until `release` is called, the page's own work for the next frame does not happen. */
const holdFrames = async (window: Page): Promise<{ release: () => Promise<void> }> => {
  await window.evaluate(() => {
    const request = globalThis.requestAnimationFrame;
    const held: FrameRequestCallback[] = [];
    globalThis.requestAnimationFrame = (callback) => -held.push(callback);
    Object.assign(globalThis, {
      releaseFrames: () => {
        globalThis.requestAnimationFrame = request;
        for (const callback of held) request(callback);
      },
    });
  });
  return {
    release: () =>
      window.evaluate(() => (globalThis as unknown as { releaseFrames: () => void }).releaseFrames()),
  };
};

test("E7: a press on an editor that has not drawn its lines yet puts the cursor where it fell", async () => {
  const { window } = app!;
  const id = nameOf(20);
  await cell(window, id).scrollIntoViewIfNeeded();
  const still = codeOf(window, id).and(window.locator("[data-editor-state=still]"));
  const line = still.locator(".still-line > span:not(.still-number)").nth(1);
  await expect(line).toHaveText("const second20 = 2;");
  const place = (await line.boundingBox())!;
  const frames = await holdFrames(window);
  // Resting on it makes it an editor.
  await window.mouse.move(place.x + 40, place.y + place.height / 2);
  await window.mouse.move(place.x + 2, place.y + place.height / 2);
  await expect(codeOf(window, id)).toHaveAttribute("data-editor-state", "mounted");
  await expect(codeOf(window, id).locator(".view-line")).toHaveCount(0);
  await window.mouse.down();
  await window.mouse.up();
  await frames.release();
  await expect(codeOf(window, id)).toHaveClass(/is-focused/);
  await window.keyboard.type("/* here */");
  await expect(codeOf(window, id).locator(".view-line").nth(1)).toHaveText("/* here */const second20 = 2;");
  // Nothing moves when the editor takes the place of the text.
  const drawn = (await codeOf(window, id).locator(".view-line").nth(1).boundingBox())!;
  expect(drawn.x).toBe(place.x);
});

test("a key that comes before a letter is drawn finds the suggestions that follow from the letter", async () => {
  const { window } = app!;
  const id = nameOf(5);
  await edit(window, id);
  await window.keyboard.press("Enter");
  await window.keyboard.type("second1");
  await expect(window.locator(".suggest-widget.visible .monaco-list-row").first()).toContainText("second1");
  const frames = await holdFrames(window);
  await window.keyboard.type("5");
  await window.keyboard.press("Tab");
  await frames.release();
  await expect(codeOf(window, id).locator(".view-line").last()).toHaveText("second15");
  await window.keyboard.type("; sec");
  await expect(window.locator(".suggest-widget.visible .monaco-list-row").first()).toContainText("second");
  await window.keyboard.type("ond27");
  await expect(window.locator(".suggest-widget.visible .monaco-list-row")).toHaveCount(1);
  await window.keyboard.press("Escape");
});

test("E10: letters that an input method composes are in the text once, in every kind of cell", async () => {
  const { window } = app!;
  const input = await window.context().newCDPSession(window);
  /** As an input method writes a syllable: each step replaces the one before, and the last one stays. */
  const compose = async (...steps: string[]): Promise<void> => {
    for (const text of steps)
      await input.send("Input.imeSetComposition", {
        text,
        selectionStart: text.length,
        selectionEnd: text.length,
      });
    await input.send("Input.insertText", { text: steps.at(-1)! });
  };
  const written: readonly (readonly [id: string, before: string, after: string])[] = [
    [nameOf(3), " // ", "first3 + second3 // 한글 값"],
    ["query", " -- ", "select 1 as one -- 한글 값"],
    ["words", " ", "# Words 한글 값"],
  ];
  for (const [id, before] of written) {
    await edit(window, id);
    await window.keyboard.type(before);
    await compose("ㅎ", "하", "한");
    await compose("ㄱ", "그", "글");
    await window.keyboard.type(" ");
    await compose("ㄱ", "가", "갑", "값");
    await window.keyboard.press("Escape");
  }
  await window.screenshot({ path: test.info().outputPath("composed.png") });
  await window.keyboard.press("ControlOrMeta+S");
  await expect(window.locator(".unsaved-dot")).toHaveCount(0);
  const saved = (await readFile(file, "utf8")).split("\n");
  for (const [, , after] of written) expect(saved).toContain(after);
});
