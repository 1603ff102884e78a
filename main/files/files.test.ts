import { chmod, mkdir, mkdtemp, readdir, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { z } from "zod";
import { jsonFile } from "./json-file.ts";
import { KeptDrafts } from "./kept-drafts.ts";
import { NotebookFiles } from "./notebook-files.ts";
import { type RecentFile, withOpened } from "./recent-files.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "asof-files-"));
});

test("a path the user did not grant is neither read nor written", async () => {
  const path = join(folder, "other.nb.ts");
  await writeFile(path, "secret");
  const files = new NotebookFiles();
  expect(await files.read(path)).toMatchObject({ ok: false, error: { code: "not-granted" } });
  expect(await files.write(path, "gone")).toMatchObject({ ok: false, error: { code: "not-granted" } });
  expect(await readFile(path, "utf8")).toBe("secret");
});

test("granting one path does not grant its neighbours", async () => {
  const files = new NotebookFiles();
  files.grant(join(folder, "mine.nb.ts"));
  expect(files.isGranted(join(folder, "mine.nb.ts", "..", "other.nb.ts"))).toBe(false);
  expect(files.isGranted(join(folder, "x", "..", "mine.nb.ts"))).toBe(true);
});

test("a notebook is written whole and read back, with no temporary file left", async () => {
  const files = new NotebookFiles();
  const path = files.grant(join(folder, "a.nb.ts"));
  expect(await files.write(path, "// %% id=a\nconst x = 1;\n")).toMatchObject({ ok: true });
  expect(await files.read(path)).toMatchObject({
    ok: true,
    value: { name: "a.nb.ts", text: "// %% id=a\nconst x = 1;\n" },
  });
  expect(await readdir(folder)).toEqual(["a.nb.ts"]);
});

test("a missing file, a folder and a folder that is not there give a sentence and a code", async () => {
  const files = new NotebookFiles();
  const missing = files.grant(join(folder, "none.nb.ts"));
  expect(await files.read(missing)).toMatchObject({ ok: false, error: { code: "not-found" } });
  const asFolder = files.grant(join(folder, "folder.nb.ts"));
  await mkdir(asFolder);
  expect(await files.read(asFolder)).toMatchObject({ ok: false, error: { code: "not-readable" } });
  const nowhere = files.grant(join(folder, "no", "where.nb.ts"));
  const result = await files.write(nowhere, "text");
  expect(result).toMatchObject({ ok: false, error: { code: "not-written" } });
  if (!result.ok) expect(result.error.message).toContain("Your text is still here");
});

test("drafts are kept per notebook, replaced, and forgotten", async () => {
  const drafts = new KeptDrafts(join(folder, "drafts"));
  expect(await drafts.all()).toEqual([]);
  await drafts.keep({ key: "/a/b.nb.ts", name: "b", text: "1" });
  await drafts.keep({ key: "/a/b.nb.ts", name: "b", text: "2" });
  await drafts.keep({ key: "new:1", name: "c", text: "3" });
  expect((await drafts.all()).map(({ text }) => text).sort()).toEqual(["2", "3"]);
  await drafts.forget("/a/b.nb.ts");
  expect((await drafts.all()).map(({ text }) => text)).toEqual(["3"]);
});

test("a broken draft does not hide the others", async () => {
  const drafts = new KeptDrafts(folder);
  await drafts.keep({ key: "k", name: "k", text: "kept" });
  await writeFile(join(folder, "broken.json"), "{");
  expect((await drafts.all()).map(({ text }) => text)).toEqual(["kept"]);
});

test("a settings file that does not parse counts as absent", async () => {
  const file = jsonFile(join(folder, "settings.json"), z.object({ language: z.enum(["en", "ko"]) }));
  expect(await file.read()).toBeNull();
  await writeFile(join(folder, "settings.json"), '{"language":"xx"}');
  expect(await file.read()).toBeNull();
  await file.write({ language: "ko" });
  expect(await file.read()).toEqual({ language: "ko" });
});

test("an unreadable file is told as such", async () => {
  const files = new NotebookFiles();
  const path = files.grant(join(folder, "locked.nb.ts"));
  await writeFile(path, "x");
  await chmod(path, 0o000);
  const result = await files.read(path);
  // The superuser reads everything; for everybody else the refusal has a code.
  if (process.getuid?.() === 0) expect(result.ok).toBe(true);
  else expect(result).toMatchObject({ ok: false, error: { code: "not-readable" } });
});

test("the list of recent notebooks is newest first, without repeats, and bounded", () => {
  let recent: RecentFile[] = [];
  for (let i = 0; i < 30; i++) recent = withOpened(recent, `/n/${i % 20}.nb.ts`, i);
  expect(recent).toHaveLength(12);
  expect(recent[0]).toEqual({ path: "/n/9.nb.ts", name: "9.nb.ts", openedAt: 29 });
  expect(new Set(recent.map(({ path }) => path)).size).toBe(12);
});
