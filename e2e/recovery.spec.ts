import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { launch, type RunningApp } from "./support/launch.ts";
import { cell, expectState } from "./support/notebook.ts";

const rounds = Number(process.env.ASOF_ROUNDS ?? 4);
const CELL = "typed1";
const whole = `// ---
// asof: 1
// title: Recovery
// owner: kept
// ---

// %% id=${CELL}
const first = 0;

// %% id=sum001
const sum = first + 1;
sum;
`;

let folder: string;
let app: RunningApp;
test.beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "asof-recovery-"));
});
test.afterEach(async () => {
  await app?.close().catch(() => {});
  await rm(folder, { recursive: true, force: true });
});

const ready = () => expect(app.window.locator('[data-ready="notebook"]')).toBeVisible({ timeout: 60_000 });
const start = async (path: string, userData: string) => {
  app = await launch(path, `--user-data-dir=${userData}`);
  await ready();
};

const editor = () =>
  cell(app.window, CELL).locator(".monaco-editor textarea, .monaco-editor .native-edit-context").first();
const enterCell = async () => {
  await cell(app.window, CELL).locator(".monaco-editor, [data-editor-state]").first().click();
  await expect(editor()).toBeFocused();
};

type Process = "main" | "renderer" | "kernel" | "store";

const pidOf = (process: Process): Promise<number> =>
  app.electron.evaluate(({ app: electron, webContents }, wanted) => {
    if (wanted === "store")
      return (
        electron
          .getAppMetrics()
          .find(
            ({ type, name, serviceName }) => type === "Utility" && /store/i.test(`${name} ${serviceName}`),
          )?.pid ?? 0
      );
    const start = wanted === "kernel" ? "kernel:" : "app:";
    return (
      webContents
        .getAllWebContents()
        .find((each) => each.getURL().startsWith(start))
        ?.getOSProcessId() ?? 0
    );
  }, process);

/** What the page shows, asked of the main process: the driver does not come back to a page that crashed. */
const shownText = (): Promise<string> =>
  app.electron.evaluate(async ({ BrowserWindow }) => {
    const window = BrowserWindow.getAllWindows().find((each) => each.webContents.getURL().startsWith("app:"));
    if (!window || window.webContents.isCrashed() || window.webContents.isLoading()) return "";
    const asked = window.webContents.executeJavaScript("document.body.innerText").catch(() => "");
    // A page that goes while it is asked never answers.
    const late = new Promise((resolve) => setTimeout(() => resolve(""), 2_000));
    return String(await Promise.race([asked, late])).replaceAll("\u00a0", " ");
  });

const draftsOf = async (userData: string): Promise<string[]> => {
  const drafts = join(userData, "drafts");
  const names = (await readdir(drafts).catch(() => [])).filter((name) => name.endsWith(".json"));
  return Promise.all(
    names.map(
      async (name) => (JSON.parse(await readFile(join(drafts, name), "utf8")) as { text: string }).text,
    ),
  );
};

/** A file that is some text of this test as a whole: its head and its last cell stand where they belong. */
const expectWhole = (text: string) => {
  expect(text.startsWith(whole.slice(0, whole.indexOf("const first")))).toBe(true);
  expect(text.endsWith(whole.slice(whole.indexOf("\n// %% id=sum001")))).toBe(true);
};

test("F12: each process is killed while typing, running and saving: files stay whole and a second of typing is lost at most", async () => {
  test.setTimeout(60_000 + rounds * 60_000);
  const random = xoroshiro128plus(2_024);
  const killed = { main: 0, renderer: 0, kernel: 0, store: 0 };
  let worst = 0;
  let path = join(folder, "recovery.nb.ts");
  await writeFile(path, whole);
  const userData = await mkdtemp(join(folder, "profile-"));
  await start(path, userData);
  for (let round = 0; round < rounds; round++) {
    const target = (["main", "renderer", "kernel", "store"] as const)[round % 4]!;
    const activity = (["typing", "running", "saving", "renaming"] as const)[uniformInt(random, 0, 3)]!;
    const seen = await test.step(`round ${round}: ${target} while ${activity}`, async () => {
      await enterCell();
      await app.window.keyboard.press("ControlOrMeta+A");
      await app.window.keyboard.insertText(`const first = ${round}; //`);
      if (activity === "running") await app.window.keyboard.press("ControlOrMeta+Shift+Enter");
      const pid = target === "main" ? app.electron.process().pid! : await pidOf(target);
      expect(pid).toBeGreaterThan(0);
      const typed: { word: string; at: number }[] = [];
      const end = Date.now() + uniformInt(random, 200, 2_500);
      let isSaved = activity !== "saving" && activity !== "renaming";
      for (let n = 0; Date.now() < end; n++) {
        const word = ` r${round}w${n}`;
        await app.window.keyboard.insertText(word);
        typed.push({ word, at: Date.now() });
        if (!isSaved && n === 5) {
          isSaved = true;
          if (activity === "renaming") {
            path = join(folder, `renamed-${round}.nb.ts`);
            await app.electron.evaluate(({ dialog }, filePath) => {
              dialog.showSaveDialog = async () => ({ canceled: false, filePath });
            }, path);
          }
          // Not waited for: the end shall come in the middle of it.
          void app.window.keyboard.press(
            activity === "renaming" ? "ControlOrMeta+Shift+S" : "ControlOrMeta+S",
          );
        }
      }
      const at = Date.now();
      process.kill(pid, "SIGKILL");
      killed[target]++;
      return { typed, at };
    });
    const names = (await readdir(folder)).filter((name) => name.endsWith(".nb.ts"));
    const files = await Promise.all(names.map((name) => readFile(join(folder, name), "utf8")));
    for (const text of files) expectWhole(text);
    const must = seen.typed.filter(({ at }) => at < seen.at - 1_000).at(-1)?.word ?? `const first = ${round}`;
    if (target === "main" || target === "renderer") {
      const drafts = await draftsOf(userData);
      for (const text of drafts) expectWhole(text);
      const kept = [...drafts, ...files].join("\n");
      const has = seen.typed.filter(({ word }) => kept.includes(word)).at(-1);
      const lost =
        seen.typed.length === 0 || has === seen.typed.at(-1) ? 0 : seen.at - (has?.at ?? seen.typed[0]!.at);
      worst = Math.max(worst, lost);
      expect(kept, `${target} while typing`).toContain(must);
      if (!names.some((name) => path.endsWith(name))) path = join(folder, names[0]!);
      if (target === "renderer") {
        // The page comes back by itself, with the text.
        await expect.poll(shownText, { timeout: 60_000 }).toContain("const first");
        const child = app.electron.process();
        const gone = new Promise((resolve) => child.once("exit", resolve));
        child.kill("SIGKILL");
        await gone;
      }
      await start(path, userData);
      await expect(cell(app.window, CELL)).toContainText("const first");
    } else {
      // Nothing is lost of what was typed, and the notebook still runs.
      await expect(cell(app.window, CELL)).toContainText(seen.typed.at(-1)?.word.trim() ?? "const first");
    }
  }
  await app.window.keyboard.press("Escape");
  await app.window.keyboard.press("ControlOrMeta+Shift+Enter");
  await expectState(app.window, "sum001", "done", 120_000);
  console.log(`killed ${JSON.stringify(killed)}; worst loss of typing ${worst} ms`);
});

test("F7, F8, F14: a file that is no notebook, stored results, and another program's change", async () => {
  const broken = join(folder, "broken.nb.ts");
  await writeFile(broken, "// ---\n// asof: 7\n// ---\n\n// %% id=a\nsecretOfTheFile\n");
  const userData = await mkdtemp(join(folder, "profile-"));
  app = await launch(broken, `--user-data-dir=${userData}`);
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
