import { execFileSync } from "node:child_process";
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { launch, type RunningApp } from "./support/launch.ts";
import { cell } from "./support/notebook.ts";

const mayMount = process.platform === "linux" && process.getuid?.() === 0;
const whole = "// ---\n// asof: 1\n// title: Trouble\n// ---\n\n// %% id=only01\nconst a = 1;\n";
const LINE = "const some = [1, 2, 3, 4]; // a line of data that somebody pasted\n";

let folder: string;
let app: RunningApp;
const mounted: string[] = [];
test.beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "asof-trouble-"));
});
test.afterEach(async () => {
  await app?.close().catch(() => {});
  for (const each of mounted.splice(0)) execFileSync("umount", ["-l", each]);
  await chmod(join(folder, "read-only"), 0o700).catch(() => {});
  await rm(folder, { recursive: true, force: true });
});

const openFile = async (path: string) => {
  await app.electron.evaluate(({ dialog }, picked) => {
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [picked] });
  }, path);
  await app.window.keyboard.press("ControlOrMeta+O");
};
const type = async (text: string) => {
  await cell(app.window, "only01").locator(".monaco-editor, [data-editor-state]").first().click();
  const editor = cell(app.window, "only01").locator(
    ".monaco-editor textarea, .monaco-editor .native-edit-context",
  );
  await expect(editor.first()).toBeFocused();
  await app.window.keyboard.press("ControlOrMeta+A");
  await app.window.keyboard.insertText(text);
};
const isUnsaved = () => expect(app.window.getByRole("button", { name: "Save", exact: true })).toBeEnabled();
/** Asks how many seconds of processor the page's main thread has used since. */
const pageClock = async (): Promise<() => Promise<number>> => {
  const session = await app.window.context().newCDPSession(app.window);
  await session.send("Performance.enable", { timeDomain: "threadTicks" });
  const read = async () => {
    const { metrics } = await session.send("Performance.getMetrics");
    return metrics.find(({ name }) => name === "TaskDuration")!.value;
  };
  const before = await read();
  return async () => (await read()) - before;
};
const pageMegabytes = () =>
  app.electron.evaluate(({ app: electron, webContents }) => {
    const page = webContents.getAllWebContents().find((each) => each.getURL().startsWith("app:"));
    const found = electron.getAppMetrics().find(({ pid }) => pid === page?.getOSProcessId());
    return (found?.memory.workingSetSize ?? 0) / 1024;
  });

test("F7, F13: a cell of 100 MB, a read-only folder and a full disk: a message each, and the text stays", async () => {
  test.setTimeout(240_000);
  const readOnly = join(folder, "read-only");
  const full = join(folder, "full");
  for (const each of [readOnly, full]) {
    await mkdir(each);
    if (mayMount) {
      execFileSync("mount", ["-t", "tmpfs", "-o", "size=1m", "tmpfs", each]);
      mounted.push(each);
    }
    await writeFile(join(each, "n.nb.ts"), whole);
  }
  // The superuser may write into any folder, and only not onto a disk that takes nothing.
  if (mayMount) execFileSync("mount", ["-o", "remount,ro", readOnly]);
  else await chmod(readOnly, 0o500);
  const huge = join(folder, "huge.nb.ts");
  await writeFile(huge, whole + LINE.repeat(Math.ceil((100 * 1024 * 1024) / LINE.length)));
  app = await launch();
  await expect(app.window.getByText("Momentum, how much of it is search").first()).toBeVisible({
    timeout: 60_000,
  });

  const [used, usedBefore] = [await pageClock(), await pageMegabytes()];
  await openFile(huge);
  const text = app.window.locator('[data-ready="plain-file"]');
  await expect(text).toContainText("a line of data that somebody pasted", { timeout: 60_000 });
  await expect(app.window.getByRole("alert")).toContainText(
    "The file has more than 32000000 characters. Part it",
  );
  const [seconds, megabytes] = [await used(), (await pageMegabytes()) - usedBefore];
  console.log(`a cell of 100 MB: ${seconds.toFixed(1)} s of the page, ${megabytes.toFixed(0)} MB more`);
  await app.window.screenshot({ path: test.info().outputPath("huge.png") });
  expect(seconds).toBeGreaterThan(0.01);
  expect(seconds).toBeLessThan(5);
  expect(megabytes).toBeLessThan(1_000);
  await app.window.keyboard.press("ControlOrMeta+W");

  for (const [name, path, reason] of [
    [
      "read-only",
      join(readOnly, "n.nb.ts"),
      mayMount ? "the disk is read-only" : "this account may not do that there",
    ],
    ["full", join(full, "n.nb.ts"), "the disk is full"],
  ] as const) {
    if (name === "full" && !mayMount) continue;
    await openFile(path);
    await expect(app.window.locator('[data-ready="notebook"]')).toBeVisible({ timeout: 60_000 });
    await type(`const a = 2; // typed on the ${name} disk`);
    if (name === "full")
      execFileSync("sh", ["-c", `dd if=/dev/zero of=${full}/filler bs=4k 2>/dev/null || true`]);
    await app.window.keyboard.press("ControlOrMeta+S");
    const told = app.window.getByText(`n.nb.ts was not saved: ${reason}. Your text is still here`);
    await expect(told).toBeVisible();
    await expect(app.window.getByText("Something in this window failed")).toBeHidden();
    await app.window.screenshot({ path: test.info().outputPath(`${name}.png`) });
    expect(await readFile(path, "utf8")).toBe(whole);
    expect((await readdir(join(path, ".."))).filter((each) => each.endsWith(".tmp"))).toEqual([]);
    await isUnsaved();
    // Saved elsewhere, it is whole.
    const elsewhere = join(folder, `${name}-saved.nb.ts`);
    await app.electron.evaluate(({ dialog }, filePath) => {
      dialog.showSaveDialog = async () => ({ canceled: false, filePath });
    }, elsewhere);
    await app.window.keyboard.press("ControlOrMeta+Shift+S");
    await expect(told).toBeHidden();
    expect(await readFile(elsewhere, "utf8")).toContain(`// typed on the ${name} disk`);
    await app.window.keyboard.press("ControlOrMeta+W");
  }
});
