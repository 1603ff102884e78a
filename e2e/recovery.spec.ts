import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, type Page, test } from "@playwright/test";
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { draftsOf, mainGone, type Process, pageAgain, processId } from "./support/killing.ts";
import { launch, type RunningApp } from "./support/launch.ts";
import { cell, expectState } from "./support/notebook.ts";

const rounds = Number(process.env.ASOF_ROUNDS ?? 5);
const CELL = "typed1";
const whole = `// ---
// asof: 1
// title: Recovery
// owner: kept
// ---

// %% id=${CELL}
const first = 0; //

// %% id=sum001
const sum = first + 1;
sum;

// %% id=busy01
let spins = 0;
for (let n = 0; n < 60_000_000; n++) spins += first;
spins;

// %% [sql] id=sql001 as=sessions
/*
select count(*) as days from calendars
*/
`;

// A record of hundreds of kills would be larger than what it is good for.
if (rounds > 20) test.use({ trace: "off" });

/** The texts that this test can have made: one name in all cells, and the words of one round, from the first on. */
const possible = new RegExp(
  `^${whole
    .replace(/[.*+?^$()|[\]{}]/g, "\\$&")
    .replace("first = 0; //", "(?<name>first\\d*) = \\d+; //(?<words>(?: r\\d+w\\d+)*)")
    .replaceAll(/first(?= \\\+|;)/g, "\\k<name>")}$`,
);

let folder: string;
let app: RunningApp;
let page: Page;
let leave: () => Promise<void> = async () => {};
test.beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "asof-recovery-"));
});
test.afterEach(async () => {
  await leave().catch(() => {});
  await app?.close().catch(() => {});
  await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
});

const ready = () => expect(page.locator('[data-ready="notebook"]')).toBeVisible({ timeout: 60_000 });
const start = async (path: string, userData: string) => {
  app = await launch(path, `--user-data-dir=${userData}`);
  page = app.window;
  await ready();
};

const enterCell = async () => {
  await cell(page, CELL).locator(".monaco-editor, [data-editor-state]").first().click();
  const editor = cell(page, CELL).locator(".monaco-editor textarea, .monaco-editor .native-edit-context");
  await expect(editor.first()).toBeFocused();
};

/** The text of the notebook as the window shows it: of the cell that is typed in, and the name that the next one reads. */
const shownWords = async (): Promise<string> => {
  // An editor that is there draws its lines a frame later.
  await expect(cell(page, CELL).locator(".view-line")).not.toHaveCount(0);
  return (await cell(page, CELL).locator(".view-lines").textContent())!.replaceAll("\u00a0", " ");
};
const shownName = async (): Promise<string> =>
  /first\d*/.exec((await cell(page, "sum001").textContent())!.replaceAll("\u00a0", " "))![0];

const activities = ["typing", "running", "saving", "renaming a name", "saving as"] as const;
type Activity = (typeof activities)[number];

/** What is done once, after a few words, and what goes on after it. */
const begin: Readonly<Record<Activity, (round: number) => Promise<unknown>>> = {
  typing: async () => {},
  running: () => page.keyboard.press("ControlOrMeta+Shift+Enter"),
  saving: () => page.keyboard.press("ControlOrMeta+S"),
  "saving as": async (round) => {
    await app.electron.evaluate(
      ({ dialog }, filePath) => {
        dialog.showSaveDialog = async () => ({ canceled: false, filePath });
      },
      join(folder, `saved-as-${round}.nb.ts`),
    );
    await page.keyboard.press("ControlOrMeta+Shift+S");
  },
  "renaming a name": async (round) => {
    await page.keyboard.press("Home");
    await page.keyboard.press("ControlOrMeta+ArrowRight");
    await page.keyboard.press("ControlOrMeta+ArrowRight");
    await page.keyboard.press("F2");
    const box = page.locator(".rename-box input");
    await box.waitFor({ state: "visible", timeout: 5_000 });
    await box.fill(`first${round}`, { timeout: 5_000 });
    await page.keyboard.press("Enter");
    await box.waitFor({ state: "hidden", timeout: 5_000 });
    await page.keyboard.press("End");
  },
};

interface Typed {
  readonly word: string;
  readonly at: number;
}

/** Types, and does the activity, until a process is killed at a moment of chance; answers what was typed until then. */
const typeUntilKilled = async (
  round: number,
  target: Process,
  pid: number,
  activity: Activity,
  afterMs: number,
  gap: () => number,
) => {
  const typed: Typed[] = [];
  let at = 0;
  const killed = new Promise<void>((resolve) =>
    setTimeout(() => {
      process.kill(pid, "SIGKILL");
      at = Date.now();
      resolve();
    }, afterMs),
  );
  const work = async () => {
    for (let n = 0; at === 0; n++) {
      const word = ` r${round}w${n}`;
      await page.keyboard.insertText(word);
      if (at === 0) typed.push({ word, at: Date.now() });
      if (n === 2 || (activity === "saving" && n % 8 === 0)) await begin[activity](round);
      await new Promise((resolve) => setTimeout(resolve, gap()));
    }
  };
  // What was under way when its process ended fails or never answers; before that nothing may fail.
  const working = work().catch((error) => {
    if (at === 0) throw error;
  });
  const isWindowGone = target === "main" || target === "page";
  const unanswered = () => new Promise((end) => setTimeout(end, isWindowGone ? 300 : 20_000));
  // A window that is there goes on with what was under way, and a name that changes during a run would fail it.
  await Promise.race([Promise.all([working, killed]), killed.then(unanswered)]);
  return { typed, at };
};

const runsCells: ReadonlySet<Process> = new Set(["kernel", "store", "query"]);
const sentences: Partial<Record<Process, RegExp>> = {
  page: /page ended and was loaded again/,
  kernel: /kernel (was ended from outside|process ended)/,
  store: /data process/i,
};

test("F12, F15: any process killed at any moment leaves files whole, loses a second of typing at most, and work goes on", async () => {
  test.setTimeout(60_000 + rounds * 60_000);
  const random = xoroshiro128plus(Number(process.env.ASOF_SEED ?? 2_024));
  const targets = ["main", "page", "kernel", "store", "query", "main", "page", "gpu", "network"] as const;
  const counts: Record<string, number> = {};
  const lost: number[] = [];
  let path = join(folder, "recovery.nb.ts");
  await writeFile(path, whole);
  const userData = await mkdtemp(join(folder, "profile-"));
  await start(path, userData);
  for (let round = 1; round <= rounds; round++) {
    const target = targets[(round - 1) % targets.length]!;
    const activity = activities[uniformInt(random, 0, activities.length - 1)]!;
    const afterMs = uniformInt(random, 100, 2_500);
    const startedAt = Date.now();
    await test.step(`round ${round}: ${target} while ${activity}`, async () => {
      await enterCell();
      await page.keyboard.press("ControlOrMeta+A");
      await page.keyboard.insertText(`const ${await shownName()} = ${round}; //`);
      const began: Typed = { word: ` = ${round};`, at: Date.now() };
      const pid = (await processId(app, target))!;
      expect(pid, target).toBeGreaterThan(0);
      const { typed: words, at } = await typeUntilKilled(round, target, pid, activity, afterMs, () =>
        uniformInt(random, 0, 120),
      );
      const typed = [began, ...words];
      counts[`${target}, ${activity}`] = (counts[`${target}, ${activity}`] ?? 0) + 1;
      if (target === "main") await mainGone(app);
      if (target === "page") {
        await leave();
        ({ window: page, leave } = await pageAgain(app, userData, pid));
        await ready();
      }
      const names = (await readdir(folder)).filter((name) => name.endsWith(".nb.ts"));
      const files = await Promise.all(
        names.map(async (name) => ({
          key: join(folder, name),
          text: await readFile(join(folder, name), "utf8"),
        })),
      );
      const drafts = await draftsOf(userData);
      for (const { text } of [...files, ...drafts]) expect(text).toMatch(possible);
      const holder = (word: string) => [...drafts, ...files].find(({ text }) => text.includes(word));
      // A keystroke shows with the next frame.
      if (target !== "main" && target !== "page")
        await expect(cell(page, CELL)).toContainText(typed.at(-1)!.word.trim());
      const isKept =
        target === "main"
          ? (word: string) => holder(word) !== undefined
          : await shownWords().then((shown) => (word: string) => shown.includes(word));
      const firstLost = typed.find(({ word }) => !isKept(word));
      const lostMs = firstLost ? at - firstLost.at : 0;
      lost.push(lostMs);
      if (target === "main" || target === "page") expect(lostMs).toBeLessThanOrEqual(1_000);
      else expect(firstLost, "nothing is lost with a process that holds no text").toBeUndefined();
      const lastKept = typed.findLast(({ word }) => isKept(word))?.word ?? "const first";
      if (target === "main") {
        await leave();
        leave = async () => {};
        await rm(app.userData, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
        path = holder(lastKept)?.key ?? path;
        await start(path, userData);
      }
      await expect(cell(page, CELL)).toContainText(lastKept.trim());
      const said = sentences[target];
      if (said) await expect(page.locator(".notices")).toContainText(said);
      await page.keyboard.press("Escape");
      await page.keyboard.press("Escape");
      console.log(
        `${round}: ${target}, ${activity}, ${afterMs} ms: ${typed.length} words, lost ${lostMs} ms, took ${Date.now() - startedAt} ms`,
      );
      // Work goes on: all of the notebook runs again, code and query. What has no part in that is not asked each time.
      if (round > 9 && !runsCells.has(target)) return;
      await expect(page.locator("[data-kernel-state]")).toHaveAttribute("data-kernel-state", "idle", {
        timeout: 60_000,
      });
      await page.keyboard.press("ControlOrMeta+Shift+Enter");
      await expectState(page, "sum001", "done");
      await expectState(page, "sql001", "done");
    });
  }
  console.log(`killed ${JSON.stringify(counts)}; worst loss of typing ${Math.max(...lost)} ms`);
});

test("F7, F8, F14: a file that is no notebook, stored results, and another program's change", async () => {
  const broken = join(folder, "broken.nb.ts");
  await writeFile(broken, "// ---\n// asof: 7\n// ---\n\n// %% id=a\nsecretOfTheFile\n");
  const userData = await mkdtemp(join(folder, "profile-"));
  app = await launch(broken, `--user-data-dir=${userData}`);
  page = app.window;
  await expect(app.window.locator('[data-ready="plain-file"]')).toContainText("secretOfTheFile", {
    timeout: 60_000,
  });
  await expect(app.window.getByRole("alert")).toContainText("line 2: This notebook is of format 7");
  await app.window.screenshot({ path: test.info().outputPath("plain-file.png") });
  await app.electron.close();

  const path = join(folder, "shared.nb.ts");
  await writeFile(path, whole);
  await start(path, userData);
  await app.window.keyboard.press("ControlOrMeta+Shift+Enter");
  await expectState(app.window, "sum001", "done", 120_000);
  await expect.poll(() => readdir(join(folder, ".asof")).catch(() => [])).toContain("shared.results");
  await app.electron.close();

  await start(path, userData);
  const stored = cell(app.window, "sum001").locator("[data-stored]");
  await expect(stored).toHaveAttribute("data-stored", "fresh");
  await expect(stored).toContainText("Stored result of");
  await expectState(app.window, "sum001", "idle");
  await app.window.screenshot({ path: test.info().outputPath("stored-fresh.png") });
  await enterCell();
  await app.window.keyboard.press("ControlOrMeta+A");
  await app.window.keyboard.insertText("const first = 41; // mine");
  await expect(stored).toHaveAttribute("data-stored", "stale");

  await writeFile(path, whole.replace("first = 0", "first = 5; // theirs"));
  await expect(
    app.window.getByText("was changed by another program while you have unsaved changes"),
  ).toBeVisible();
  await app.window.screenshot({ path: test.info().outputPath("choice.png") });
  await app.window.keyboard.press("ControlOrMeta+S");
  expect(await readFile(path, "utf8")).toContain("theirs");
  await app.window.getByRole("button", { name: "Keep both" }).click();
  await expect(app.window.getByRole("button", { name: /^shared-mine.nb.ts/ })).toBeVisible();
  await expect(cell(app.window, CELL)).toContainText("// mine");
  expect(await readFile(path, "utf8")).toContain("theirs");
});
