import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CALM, calmer, describeTaken, withTaken } from "../../bench/taken-by-host.mjs";
import { electronBinary } from "../electron/provide.mjs";
import { ROOT } from "../paths.mjs";
import { BUSY_CELL, longNotebook, trivialCell } from "./long-notebook.mjs";
import { installTimers } from "./page-timers.mjs";

/** @import { ElectronApplication, Page } from "@playwright/test" */
/** @import { Figure } from "./results-table.mjs" */

const CELLS = 200;
const OPENINGS = 5;
const RUNS = 40;
const COMPLETIONS = 20;
const SWITCHES = 60;
const ROUNDS = 4;
/** What is typed while a backtest runs, and the pause between keys: a fast typist's. */
const TYPED = "const answer = [1, 2, 3].map((value) => value * 2).filter((value) => value > 2); ".repeat(2);
const KEY_PAUSE_MS = 70;

/** @param {readonly number[]} values */
const p95 = (values) => values.toSorted((a, b) => a - b)[Math.ceil(values.length * 0.95) - 1] ?? Number.NaN;

const cell = (/** @type {Page} */ window, /** @type {string} */ id) =>
  window.locator(`[data-cell-id="${id}"]`);

/**
 * Reads the processor time of the page's main thread, in milliseconds since this call.
 * @param {Page} window
 * @returns {Promise<() => Promise<number>>}
 */
async function startProcessorClock(window) {
  const session = await window.context().newCDPSession(window);
  await session.send("Performance.enable", { timeDomain: "threadTicks" });
  return async () => {
    const { metrics } = await session.send("Performance.getMetrics");
    return 1_000 * (metrics.find(({ name }) => name === "TaskDuration")?.value ?? Number.NaN);
  };
}

/**
 * Milliseconds from an event to what it shows, measured in the page.
 * @param {Page} window @param {string} selector @param {string} event @param {() => Promise<unknown>} act
 * @returns {Promise<number>}
 */
async function shownAfter(window, selector, event, act) {
  await window.evaluate(
    ([selector, event]) => {
      const timers = /** @type {any} */ (globalThis).asofTimers;
      timers.waiting = timers.until(selector, event);
    },
    [selector, event],
  );
  await act();
  return window.evaluate(() => /** @type {any} */ (globalThis).asofTimers.waiting);
}

/** Puts the cursor into the code of a cell by one press, as a person does. @param {Page} window @param {string} id */
async function edit(window, id) {
  await cell(window, id).scrollIntoViewIfNeeded();
  await cell(window, id).locator(".cell-editor").click();
  await cell(window, id).locator(".cell-editor.is-focused").waitFor();
}

/** Opens the notebook from the start page of a running app. @param {ElectronApplication} app @param {Page} window @param {string} file */
async function measureOpen(app, window, file) {
  await app.evaluate(({ dialog }, path) => {
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [path] });
  }, file);
  const ready = "html[data-ready=notebook] [data-editor-state=mounted]";
  return shownAfter(window, ready, "keydown", () => window.keyboard.press("ControlOrMeta+O"));
}

/** @param {ElectronApplication} app @param {Page} window @param {() => Promise<number>} processor */
async function measureTyping(app, window, processor) {
  await cell(window, BUSY_CELL).scrollIntoViewIfNeeded();
  await cell(window, BUSY_CELL).click();
  await window.keyboard.press("Escape");
  await window.keyboard.press("ControlOrMeta+Enter");
  await cell(window, BUSY_CELL).and(window.locator("[data-cell-state=running]")).waitFor({ timeout: 60_000 });
  await edit(window, "h2");
  await window.keyboard.press("ControlOrMeta+End");
  await window.keyboard.press("Enter");
  const before = await processor();
  await clear(window);
  await window.keyboard.type(TYPED, { delay: KEY_PAUSE_MS });
  const { paints, longTasks } = await kept(window);
  const used = (await processor()) - before;
  const state = await cell(window, BUSY_CELL).getAttribute("data-cell-state");
  if (state !== "running") throw new Error(`the backtest ended before the typing did: ${state}`);
  await window.keyboard.press("Escape");
  await window.keyboard.press("Escape");
  const control = await measureEmptyPage(app);
  await cell(window, BUSY_CELL).getByRole("button", { name: "Stop" }).click();
  await window.locator("[data-cell-state=running]").waitFor({ state: "detached", timeout: 60_000 });
  return { paints, longTasks, perKey: used / TYPED.length, control };
}

/**
 * The same keys at the same pace in a window with nothing but a text field: what the driver, the display and a busy
 * processor cost before a line of ours runs.
 * @param {ElectronApplication} app
 */
async function measureEmptyPage(app) {
  const opened = app.waitForEvent("window");
  await app.evaluate(({ BrowserWindow }) => {
    void new BrowserWindow({ width: 600, height: 400 }).loadURL("data:text/html,<textarea></textarea>");
  });
  const empty = await opened;
  await empty.locator("textarea").click();
  await empty.evaluate(installTimers);
  await empty.keyboard.type(TYPED, { delay: KEY_PAUSE_MS });
  const { paints } = await kept(empty);
  await empty.close();
  return paints;
}

const clear = (/** @type {Page} */ window) =>
  window.evaluate(() => {
    const { kept } = /** @type {any} */ (globalThis).asofTimers;
    kept.paints.length = 0;
    kept.longTasks.length = 0;
  });
const kept = (/** @type {Page} */ window) =>
  window.evaluate(() => {
    const { paints, longTasks } = /** @type {any} */ (globalThis).asofTimers.kept;
    return {
      paints: /** @type {number[]} */ ([...paints]),
      longTasks: /** @type {number[]} */ ([...longTasks]),
    };
  });

/** Lists open after a dot, in one cell after the other. @param {Page} window */
async function measureCompletion(window) {
  const milliseconds = [];
  await edit(window, trivialCell(3));
  for (let time = 0; time <= COMPLETIONS; time++) {
    await window.keyboard.press("ControlOrMeta+End");
    await window.keyboard.press("Enter");
    await window.keyboard.insertText("momentum0");
    // The list is drawn a tenth of a second before Monaco marks it with a class; only it can have this member.
    const rows = ".suggest-widget[monaco-visible-content-widget=true] .monaco-list-row[aria-label^=universe]";
    const shown = await shownAfter(window, rows, "keydown", () => window.keyboard.press("."));
    // The first one starts the editor's checker.
    if (time > 0) milliseconds.push(shown);
    await window.keyboard.press("Escape");
    await window.keyboard.press("Home");
    await window.keyboard.press("Shift+End");
    await window.keyboard.press("Delete");
  }
  return milliseconds;
}

/** Clicks on "run" of cells that have not run. @param {Page} window */
async function measureRuns(window) {
  const milliseconds = [];
  for (let run = 0; run <= RUNS; run++) {
    const id = trivialCell(7 + 4 * run);
    const target = cell(window, id);
    await target.scrollIntoViewIfNeeded();
    await target.hover();
    const button = target.getByRole("button", { name: "Run cell", exact: true });
    // By the mouse alone: Playwright's own click asks the page what lies under it, in the time that is measured.
    await button.hover();
    await window.mouse.down();
    const shown = await shownAfter(window, `[data-cell-id="${id}"] .cell-outputs`, "pointerup", () =>
      window.mouse.up(),
    );
    if (run > 0) milliseconds.push(shown);
    await target.and(window.locator("[data-cell-state=done]")).waitFor();
  }
  return milliseconds;
}

/** Walks down the cells by key, then through the editors by key. @param {Page} window */
async function measureSwitching(window) {
  await cell(window, "s0000").scrollIntoViewIfNeeded();
  await edit(window, "s0000");
  await window.keyboard.press("Escape");
  await window.waitForTimeout(500);
  await clear(window);
  for (let step = 0; step < SWITCHES; step++) {
    await window.keyboard.press("ArrowDown");
    await window.waitForTimeout(40);
  }
  await window.waitForTimeout(300);
  const walked = await kept(window);
  await clear(window);
  for (let step = 0; step < SWITCHES / 2; step++) {
    await window.keyboard.press("Enter");
    await window.waitForTimeout(60);
    await window.keyboard.press("Escape");
    await window.keyboard.press("ArrowDown");
    await window.waitForTimeout(60);
  }
  await window.waitForTimeout(300);
  const edited = await kept(window);
  return { walked, edited };
}

/**
 * Opens a notebook of its own.
 * @param {ElectronApplication} app @param {Page} window @param {string} folder @param {string} name
 */
async function openLong(app, window, folder, name) {
  const file = join(folder, `${name}.nb.ts`);
  await writeFile(file, longNotebook(CELLS));
  return measureOpen(app, window, file);
}

/** What a notebook does of itself after it has opened is over. @param {Page} window */
const settle = (window) => window.waitForTimeout(2_500);

/** @param {Page} window */
async function closeNotebook(window) {
  await window.keyboard.press("ControlOrMeta+W");
  const asks = window.getByRole("button", { name: "Close without saving" });
  const welcome = window.locator("[data-ready=welcome]");
  await asks.or(welcome).first().waitFor();
  if (await asks.isVisible()) await asks.click();
  await welcome.waitFor();
}

/** @param {ElectronApplication} app @param {Page} window @param {() => Promise<number>} processor @param {string} folder */
async function measureOpenings(app, window, processor, folder) {
  const opened = [];
  const openedProcessor = [];
  for (let opening = 0; opening < OPENINGS; opening++) {
    const before = await processor();
    opened.push(await openLong(app, window, folder, `opening-${opening}`));
    openedProcessor.push((await processor()) - before);
    await settle(window);
    await closeNotebook(window);
  }
  return { opened, openedProcessor };
}

/**
 * Makes each measurement, and makes it again, in a new notebook, while the host takes too much; keeps of each the one
 * that had most of the machine.
 * @template {Record<string, () => Promise<unknown>>} M
 * @param {ElectronApplication} app @param {Page} window @param {string} folder @param {M} measures
 * @returns {Promise<{ [Name in keyof M]: import("../../bench/taken-by-host.mjs").Measured<Awaited<ReturnType<M[Name]>>> }>}
 */
async function measureCalmly(app, window, folder, measures) {
  /** @type {any} */
  const calmest = {};
  for (let round = 0; round < ROUNDS; round++) {
    const busy = Object.keys(measures).filter((name) => (calmest[name]?.taken ?? 1) > CALM);
    if (round > 0 && (busy.length === 0 || Object.values(calmest).some(({ taken }) => taken === null))) break;
    await openLong(app, window, folder, `round-${round}`);
    await settle(window);
    for (const name of busy)
      calmest[name] = calmer(calmest[name], await withTaken(/** @type {M[string]} */ (measures[name])));
    await closeNotebook(window);
  }
  return calmest;
}

/**
 * How a notebook of 200 cells feels in the real window: each figure the 95th percentile, with the processor time that
 * does not depend on who else uses the machine.
 * @param {string} electronFolder
 * @returns {Promise<Figure[]>}
 */
export async function measureNotebookFeel(electronFolder) {
  const { _electron } = await import("@playwright/test");
  const folder = await mkdtemp(join(tmpdir(), "asof-bench-"));
  const args = [ROOT, `--user-data-dir=${folder}`, "--lang=en-US"];
  if (process.platform === "linux") args.push("--ozone-platform=x11");
  if (process.getuid?.() === 0) args.push("--no-sandbox");
  const app = await _electron.launch({ executablePath: electronBinary(electronFolder), args });
  try {
    const isApp = (/** @type {Page} */ page) => page.url().startsWith("app://asof/");
    const window = app.windows().find(isApp) ?? (await app.waitForEvent("window", { predicate: isApp }));
    window.setDefaultTimeout(60_000);
    await window.locator("[data-ready=welcome]").waitFor();
    await window.evaluate(installTimers);
    const processor = await startProcessorClock(window);
    const { opened, openedProcessor } = await measureOpenings(app, window, processor, folder);
    const { switching, completions, typing, runs } = await measureCalmly(app, window, folder, {
      switching: () => measureSwitching(window),
      completions: () => measureCompletion(window),
      typing: () => measureTyping(app, window, processor),
      runs: () => measureRuns(window),
    });
    const over = `${CELLS} cells`;
    /** @type {(name: string, values: readonly number[], wanted: string, what: string, measured: { taken: number | null }) => Figure[]} */
    const figure = (name, values, wanted, what, measured) => {
      const where = `${over}, ${values.length} ${what}${describeTaken(measured)}`;
      return [
        { name: `${name}, p95 in ms`, ratio: p95(values), wanted, over: where },
        { name, milliseconds: values, over: where },
      ];
    };
    const { walked, edited } = switching.result;
    const longest = Math.max(0, ...walked.longTasks, ...edited.longTasks);
    return [
      {
        name: "open to interactive",
        milliseconds: opened,
        over: `${over}, in the running app; wanted: under 1.5 s`,
      },
      {
        name: "open to interactive, main thread",
        milliseconds: openedProcessor,
        over: `${over}, processor time`,
      },
      ...figure("keystroke to paint while a backtest runs", typing.result.paints, "under 33", "keys", typing),
      {
        name: "main thread for a key, ms",
        ratio: typing.result.perKey,
        wanted: "small",
        over: `${over}, processor time`,
      },
      ...figure(
        "the same keys in an empty page meanwhile",
        typing.result.control,
        "to compare",
        "keys",
        typing,
      ),
      ...figure("completion after a dot", completions.result, "under 150", "lists", completions),
      ...figure("run of a trivial cell, click to output", runs.result, "under 60", "cells", runs),
      ...figure("choosing the next cell, key to paint", walked.paints, "under 50", "keys", switching),
      ...figure("into a cell and on to the next, key to paint", edited.paints, "under 50", "keys", switching),
      {
        name: "longest task while switching, ms",
        ratio: longest,
        wanted: "under 50",
        over: `${over}${describeTaken(switching)}`,
      },
    ];
  } finally {
    await app.close();
    await rm(folder, { recursive: true, force: true });
  }
}
