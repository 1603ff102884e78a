import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, type Page, test } from "@playwright/test";
import { launch, type RunningApp } from "./support/launch.ts";
import { cell } from "./support/notebook.ts";

/** How many cells are editors at a time. */
const SEATS = 6;

const CELLS = 200;
/** As far as the walk goes: some pages on. */
const LAST = 36;
const nameOf = (index: number) => `c${String(index).padStart(3, "0")}`;
const notebook = `// ---
// asof: 1
// title: Two hundred cells
// ---

${Array.from({ length: CELLS }, (_, index) => `// %% id=${nameOf(index)}\nconst value${index} = ${index};\nvalue${index} + 1`).join("\n\n")}
`;

interface Seen {
  /** The most editors at once, and how often a visible cell showed nothing at a frame. */
  editors: number;
  blank: number;
  frames: number;
  /** The cells in which something on the page changed. */
  changed: string[];
}

/** Looks at the page at every frame and every change, until `stop` is asked for. */
const watch = (window: Page) =>
  window.evaluate(() => {
    const seen: Seen = { editors: 0, blank: 0, frames: 0, changed: [] };
    const count = () => document.querySelectorAll("[data-editor-state=mounted]").length;
    const observer = new MutationObserver((records) => {
      seen.editors = Math.max(seen.editors, count());
      const ids = records.map(({ target }) =>
        (target instanceof Element ? target : target.parentElement)
          ?.closest("[data-cell-id]")
          ?.getAttribute("data-cell-id"),
      );
      seen.changed = [...new Set([...seen.changed, ...ids.filter((id) => typeof id === "string")])];
    });
    observer.observe(document.body, {
      subtree: true,
      childList: true,
      attributes: true,
      characterData: true,
    });
    const bottom = document.querySelector(".cells-scroll")!.getBoundingClientRect().bottom;
    let isOver = false;
    // Asked between a frame's layout and its painting, when the editors have drawn what they draw in it.
    const probe = document.body.appendChild(document.createElement("i"));
    probe.style.cssText = "position: fixed; height: 1px; width: 1px";
    const painting = new ResizeObserver(() => {
      seen.frames++;
      for (const code of document.querySelectorAll(".cell-editor")) {
        const { top } = code.getBoundingClientRect();
        if (top < bottom && !code.querySelector(".still-line, .view-line")) seen.blank++;
      }
    });
    painting.observe(probe);
    const look = () => {
      if (isOver) return;
      probe.style.width = probe.style.width === "1px" ? "2px" : "1px";
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
    const stop = () => {
      isOver = true;
      observer.disconnect();
      painting.disconnect();
      probe.remove();
      return seen;
    };
    Object.assign(globalThis, { stopWatching: stop });
  });

/** Until nothing on the page has changed for a while but one cell. */
const untilOthersRest = (window: Page, cellId: string) =>
  window.evaluate(
    (own) =>
      new Promise<void>((resolve) => {
        const rest = () => {
          observer.disconnect();
          resolve();
        };
        let timer = setTimeout(rest, 2_000);
        const observer = new MutationObserver((records) => {
          const isOther = records.some(({ target }) => {
            const element = target instanceof Element ? target : target.parentElement;
            const id = element?.closest("[data-cell-id]")?.getAttribute("data-cell-id");
            return id && id !== own;
          });
          if (!isOther) return;
          clearTimeout(timer);
          timer = setTimeout(rest, 2_000);
        });
        observer.observe(document.body, { subtree: true, childList: true, attributes: true });
      }),
    cellId,
  );

const stopWatching = (window: Page) =>
  window.evaluate(() => (globalThis as unknown as { stopWatching: () => Seen }).stopWatching());

let folder = "";
let app: RunningApp | undefined;
test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "asof-long-"));
});
test.afterAll(async () => {
  await app?.close();
  await rm(folder, { recursive: true, force: true });
});

test("E4, E7: in two hundred cells a key changes its own cell, and a walk makes few editors and no gaps", async () => {
  const file = join(folder, "long.nb.ts");
  await writeFile(file, notebook);
  app = await launch(file);
  const { window } = app;
  await expect(window.locator('[data-ready="notebook"]')).toBeVisible({ timeout: 60_000 });

  // A press on still code is a press in the editor that takes its place.
  const far = nameOf(12);
  await expect(window.locator("[data-editor-state=mounted]")).toHaveCount(SEATS);
  await cell(window, far).scrollIntoViewIfNeeded();
  await cell(window, far).locator(".still-line, .view-line").last().click();
  await expect(cell(window, far).locator(".cell-editor")).toHaveClass(/is-focused/);
  await window.keyboard.press("End");
  await window.keyboard.type(" ");
  await expect(window.locator(".unsaved-dot")).toBeVisible();
  // What came near has its colours and, as far as there are any to spare, its editor; Monaco ends each in idle time.
  await untilOthersRest(window, far);
  await watch(window);
  await window.keyboard.type("+ 20 * 3");
  await expect(cell(window, far)).toContainText("20 * 3");
  const typed = await stopWatching(window);
  expect(typed.changed).toEqual([far]);
  expect(typed.frames).toBeGreaterThan(0);

  await window.keyboard.press("Escape");
  await expect(cell(window, far)).toBeFocused();
  await watch(window);
  for (let step = 13; step <= LAST; step++) {
    await window.keyboard.press("ArrowDown");
    await cell(window, nameOf(step)).and(window.locator("[data-active]")).waitFor();
  }
  await window.keyboard.press("Enter");
  await expect(cell(window, nameOf(LAST)).locator(".cell-editor")).toHaveClass(/is-focused/);
  await expect(window.locator("[data-editor-state=mounted]")).toHaveCount(SEATS);
  const walked = await stopWatching(window);
  expect(walked.editors).toBeLessThanOrEqual(SEATS);
  expect(walked.blank).toBe(0);
  await window.screenshot({ path: test.info().outputPath("walked.png") });
  await expect(window.getByText("Something in this window failed", { exact: false })).toHaveCount(0);
});

test("E7: a press on still code leaves the cursor in the editor that takes its place", async () => {
  const { window } = app!;
  let still = 0;
  for (let index = 40; index < 70; index++) {
    const id = nameOf(index);
    await cell(window, id).scrollIntoViewIfNeeded();
    const code = cell(window, id).locator("[data-editor-state]");
    if ((await code.getAttribute("data-editor-state")) === "still") still++;
    await code.click();
    await expect(cell(window, id).locator(".cell-editor")).toHaveClass(/is-focused/);
    // Whoever is still there after the button went up keeps it.
    await expect(cell(window, id).locator(".native-edit-context")).toBeFocused();
    await window.keyboard.press("Escape");
  }
  expect(still).toBeGreaterThan(10);
});

test("a press on a button of a cell chooses the cell before it is let go", async () => {
  const { window } = app!;
  const id = nameOf(30);
  await cell(window, id).scrollIntoViewIfNeeded();
  await cell(window, id).hover();
  await cell(window, id).getByRole("button", { name: "Run cell", exact: true }).hover();
  await window.mouse.down();
  await expect(cell(window, id)).toHaveAttribute("data-active", "true");
  await expect(cell(window, id)).toHaveAttribute("data-cell-state", "idle");
  await window.mouse.up();
  await expect(cell(window, id)).toHaveAttribute("data-cell-state", "done");
});
