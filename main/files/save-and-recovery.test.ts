import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import {
  chmod,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  utimes,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { rolldown } from "rolldown";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { KeptDrafts } from "./kept-drafts.ts";
import { NotebookFiles } from "./notebook-files.ts";
import { readResultsFile, resultsPathOf, writeResultsFile } from "./results-files.ts";
import { saveOver, unsavedDrafts } from "./unsaved-drafts.ts";
import { sweepUnfinished } from "./write-atomically.ts";

let folder: string;
let script: string;
beforeAll(async () => {
  const out = await mkdtemp(join(tmpdir(), "asof-saver-"));
  script = join(out, "save-forever.cjs");
  const input = fileURLToPath(new URL("testing/save-forever.ts", import.meta.url));
  const bundle = await rolldown({ input, platform: "node" });
  await bundle.write({ file: script, format: "cjs" });
});
afterAll(() => rm(join(script, ".."), { recursive: true, force: true }));
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "asof-save-"));
});

const startSaving = (path: string, size: number): ChildProcess =>
  spawn(process.execPath, [script, path, String(size)], { stdio: ["ignore", "pipe", "inherit"] });

test("F12: a file whose writer is killed at any moment is the old text or the new one, whole", async () => {
  // The full number of changed files would be days of kills.
  const rounds = Math.min(200, Number(process.env.ASOF_ROUNDS ?? 6));
  const path = join(folder, "killed.nb.ts");
  const random = xoroshiro128plus(12);
  for (let round = 0; round < rounds; round++) {
    const saving = startSaving(path, 200_000);
    const told: number[] = [];
    saving.stdout!.on("data", (bytes) => told.push(...String(bytes).trim().split("\n").map(Number)));
    const gone = once(saving, "close");
    await once(saving.stdout!, "data");
    await new Promise((resolve) => setTimeout(resolve, uniformInt(random, 0, 40)));
    saving.kill("SIGKILL");
    await gone;
    const text = await readFile(path, "utf8");
    const number = Number(/^begin (\d+)\n/.exec(text)?.[1]);
    expect(text.endsWith(`\nend ${number}\n`)).toBe(true);
    expect(
      text
        .split("\n")
        .slice(1, -2)
        .every((line) => line === String(number)),
    ).toBe(true);
    // What was answered as saved is there: the number on the disk is the last one told, or one that was under way.
    expect(number).toBeGreaterThanOrEqual(told.at(-1)!);
  }
});

const isRootOnLinux = process.platform === "linux" && process.getuid?.() === 0;

test("F13: a disk that is full leaves the old file whole, and says so", async (context) => {
  if (!isRootOnLinux) return context.skip("needs root on Linux, who may mount a small disk");
  execFileSync("mount", ["-t", "tmpfs", "-o", "size=1m", "tmpfs", folder]);
  try {
    const path = join(folder, "full.nb.ts");
    const files = new NotebookFiles();
    files.grant(path);
    const old = "old\n".repeat(100_000);
    expect(await files.write(path, old)).toMatchObject({ ok: true });
    // There is room for a part of the new text: what was written of it must not pass for the whole.
    const result = await files.write(path, "new\n".repeat(200_000));
    expect(result).toMatchObject({ ok: false, error: { code: "not-written" } });
    expect(result.ok ? "" : result.error.message).toContain("the disk is full. Your text is still here");
    expect(await readFile(path, "utf8")).toBe(old);
    expect(await readdir(folder)).toEqual(["full.nb.ts"]);
  } finally {
    execFileSync("umount", ["-l", folder]);
  }
});

test("F13: a folder that may not be written to leaves the file as it is, and says so", async () => {
  const path = join(folder, "read-only.nb.ts");
  await writeFile(path, "old\n");
  await chmod(folder, 0o500);
  const files = new NotebookFiles();
  files.grant(path);
  const result = await files.write(path, "new\n");
  await chmod(folder, 0o700);
  // The superuser may write anywhere; for everybody else there is a sentence.
  if (process.getuid?.() === 0) expect(result.ok).toBe(true);
  else expect(result).toMatchObject({ ok: false, error: { code: "not-written" } });
  expect(["old\n", "new\n"]).toContain(await readFile(path, "utf8"));
});

test("F14: a file that another program changed is not written over unasked, and what it holds now is told", async () => {
  const path = join(folder, "shared.nb.ts");
  await writeFile(path, "one\n");
  const told: (string | null)[] = [];
  let hear = () => {};
  const files = new NotebookFiles((_, file) => {
    told.push(file?.text ?? null);
    hear();
  });
  const next = () => new Promise<void>((resolve) => (hear = resolve));
  files.grant(path);
  await files.read(path);
  expect(await files.write(path, "mine\n")).toMatchObject({ ok: true });
  let heard = next();
  await writeFile(path, "theirs\n");
  // A write in the same tick of the disk's clock would look like none.
  await utimes(path, new Date(), new Date(Date.now() + 5_000));
  await heard;
  expect(told).toEqual(["theirs\n"]);
  expect(await files.write(path, "mine again\n")).toMatchObject({
    ok: false,
    error: { code: "changed-on-disk" },
  });
  expect(await readFile(path, "utf8")).toBe("theirs\n");
  expect(await files.write(path, "mine again\n", true)).toMatchObject({ ok: true });
  heard = next();
  await rm(path);
  await heard;
  expect(told.at(-1)).toBeNull();
  expect(await files.write(path, "mine at last\n")).toMatchObject({ ok: true });
  files.close();
});

test("F12: what a killed save left beside a file is removed when the file is opened, and nothing else", async () => {
  const path = join(folder, "swept.nb.ts");
  const names = [
    "swept.nb.ts.0123456789ab.tmp",
    "swept.nb.ts.tmp",
    "swept.nb.ts.2023",
    "other.nb.ts.0123456789ab.tmp",
  ];
  for (const name of names) {
    await writeFile(join(folder, name), "left");
    await utimes(join(folder, name), 1, 1);
  }
  await writeFile(join(folder, "swept.nb.ts.ba9876543210.tmp"), "under way");
  await sweepUnfinished(path);
  expect((await readdir(folder)).sort()).toEqual([...names.slice(1), "swept.nb.ts.ba9876543210.tmp"].sort());
});

test("F12: a save keeps a file's mode, and a link to it a link", async () => {
  const path = join(folder, "mode.nb.ts");
  const link = join(folder, "link.nb.ts");
  await writeFile(path, "old\n", { mode: 0o640 });
  await symlink(path, link);
  const files = new NotebookFiles();
  files.grant(link);
  expect(await files.write(link, "new\n")).toMatchObject({ ok: true });
  expect(await readFile(path, "utf8")).toBe("new\n");
  expect((await lstat(link)).isSymbolicLink()).toBe(true);
  expect((await stat(path)).mode & 0o777).toBe(0o640);
});

test("F7: a file that is not UTF-8 is read as such, so that nothing writes its reading back", async () => {
  const path = join(folder, "latin.nb.ts");
  await writeFile(path, Buffer.from("// ---\n// asof: 1\n// title: Z\xfcrich\n// ---\n", "latin1"));
  const files = new NotebookFiles();
  files.grant(path);
  expect(await files.read(path)).toMatchObject({ ok: true, value: { isExact: false } });
});

test("F12: what is asked of a draft last is what stays, however long the writes before it take", async () => {
  const drafts = new KeptDrafts(join(folder, "drafts"));
  const key = "/a/b.nb.ts";
  const long = "x".repeat(2_000_000);
  await Promise.all([
    drafts.keep({ key, name: "b", text: long }),
    drafts.keep({ key, name: "b", text: "last" }),
    drafts.forget("other"),
  ]);
  expect((await drafts.all()).map(({ text }) => text)).toEqual(["last"]);
  await Promise.all([drafts.keep({ key, name: "b", text: long }), drafts.forget(key)]);
  expect(await drafts.all()).toEqual([]);
});

test("F12: drafts are read with what is still on its way to the disk", async () => {
  const drafts = new KeptDrafts(join(folder, "drafts"));
  for (const text of ["x".repeat(2_000_000), "between", "last"])
    void drafts.keep({ key: "k", name: "n", text });
  expect((await drafts.all()).map(({ text }) => text)).toEqual(["last"]);
});

test("F12: a draft from before a save never comes back over what was saved, whenever the app ends", async () => {
  const path = join(folder, "saved.nb.ts");
  await writeFile(path, "one");
  const drafts = new KeptDrafts(join(folder, "drafts"));
  const files = new NotebookFiles();
  files.grant(path);
  await files.read(path);
  const keep = (text: string) => drafts.keep({ key: path, name: "saved", text, bases: files.basesOf(path) });
  const offered = async () =>
    (await unsavedDrafts(drafts)).map(({ text, isBaseChanged }) => [text, isBaseChanged]);
  await keep("two");
  expect(await offered()).toEqual([["two", false]]);
  // The end comes when the file is written, and before the page has said that its draft is of no use any more.
  expect(await saveOver(files, drafts, path, "three", false)).toMatchObject({ ok: true });
  expect(await offered()).toEqual([]);
  // Typed while the file was being written: on top of either state of it.
  const saving = saveOver(files, drafts, path, "four", false);
  expect(files.basesOf(path)).toHaveLength(2);
  const keeping = keep("four and more");
  await Promise.all([saving, keeping]);
  expect(await offered()).toEqual([["four and more", false]]);
  await writeFile(path, "three");
  expect(await offered()).toEqual([["four and more", false]]);
  // Somebody else's text is another matter.
  await writeFile(path, "theirs");
  expect(await offered()).toEqual([["four and more", true]]);
});

test("F9: a link in place of the sidecar, or of its folder, is neither read nor written", async () => {
  const secret = join(folder, "secret");
  await writeFile(secret, "secret");
  const one = join(folder, "one", "n.nb.ts");
  await mkdir(join(folder, "one", ".asof"), { recursive: true });
  await symlink(secret, resultsPathOf(one));
  const two = join(folder, "two", "n.nb.ts");
  await mkdir(join(folder, "two"));
  await mkdir(join(folder, "elsewhere"));
  await writeFile(join(folder, "elsewhere", "n.results"), "secret");
  await symlink(join(folder, "elsewhere"), join(folder, "two", ".asof"));
  for (const notebook of [one, two]) {
    expect(await readResultsFile(notebook)).toEqual({ ok: true, value: { bytes: null } });
    expect(await writeResultsFile(notebook, Uint8Array.of(1))).toMatchObject({
      ok: false,
      error: { code: "not-written" },
    });
  }
  expect(await readFile(secret, "utf8")).toBe("secret");
  expect(await readFile(join(folder, "elsewhere", "n.results"), "utf8")).toBe("secret");
});

test("F8: results are kept beside the notebook and read back; a sidecar too large is not read", async () => {
  const notebook = join(folder, "n.nb.ts");
  expect(await readResultsFile(notebook)).toEqual({ ok: true, value: { bytes: null } });
  expect(await writeResultsFile(notebook, Uint8Array.of(1, 2))).toMatchObject({ ok: true });
  expect(resultsPathOf(notebook)).toBe(join(folder, ".asof", "n.results"));
  expect(await readResultsFile(notebook)).toEqual({ ok: true, value: { bytes: Uint8Array.of(1, 2) } });
  await writeFile(resultsPathOf(notebook), new Uint8Array(33 * 1024 * 1024));
  expect((await stat(resultsPathOf(notebook))).size).toBeGreaterThan(32 * 1024 * 1024);
  expect(await readResultsFile(notebook)).toEqual({ ok: true, value: { bytes: null } });
});
