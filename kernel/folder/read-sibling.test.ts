import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { readSibling } from "./read-sibling.ts";

const root = mkdtempSync(join(tmpdir(), "asof-folder-"));
afterAll(() => rmSync(root, { recursive: true }));
const folder = join(root, "notes");
mkdirSync(join(folder, "inner"), { recursive: true });
mkdirSync(join(folder, "folder.nb.ts"));
writeFileSync(join(root, "secret.nb.ts"), "secret");
writeFileSync(join(folder, "a.nb.ts"), "here");
writeFileSync(join(folder, "a.ts"), "other");
writeFileSync(join(folder, "inner", "b.nb.ts"), "inner");
symlinkSync(join(root, "secret.nb.ts"), join(folder, "out.nb.ts"));
symlinkSync(join(folder, "a.nb.ts"), join(folder, "same.nb.ts"));
const open = join(folder, "open.nb.ts");

it("G12: a notebook beside the open one is read, also through a link that stays in the folder", async () => {
  expect(await readSibling(open, "a.nb.ts")).toBe("here");
  expect(await readSibling(open, "same.nb.ts")).toBe("here");
});

it.each([
  "../secret.nb.ts",
  "out.nb.ts",
  "inner/b.nb.ts",
  "inner\\b.nb.ts",
  "folder.nb.ts",
  "a.ts",
  "missing.nb.ts",
  "",
  ".",
  "..",
  ".nb.ts",
  "./a.nb.ts",
  join(folder, "a.nb.ts"),
  "a.nb.ts\0",
  "c:a.nb.ts",
])("G12: nothing else is: %j", async (name) => {
  expect(await readSibling(open, name)).toBeNull();
});
