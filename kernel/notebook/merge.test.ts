import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Notebook } from "../contract/document.ts";
import { parseNotebook, serialiseNotebook } from "./index.ts";

const base = [
  "// ---\n// asof: 1\n// title: Merged\n// owner: both # kept\n// ---\n\n",
  "// %% [markdown] id=t\n/*\n# Title\n*/\n\n",
  "// %% id=a  hidden\nconst a = 1;\n\n",
  "// %% id=b\nconst b = a + 1;\n\n",
  "// %% [sql] id=c as=rows\n/*\nselect 1\n*/\n",
].join("");

let folder: string;
const git = async (...args: string[]) => {
  const quiet = ["-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "commit.gpgsign=false"];
  return (await promisify(execFile)("git", [...quiet, ...args], { cwd: folder })).stdout;
};
const file = () => join(folder, "n.nb.ts");
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "asof-merge-"));
  await git("init", "-q", "-b", "main");
  await writeFile(file(), base);
  await git("add", ".");
  await git("commit", "-qm", "base");
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const saved = (change: (notebook: Notebook) => Notebook): string => {
  const parsed = parseNotebook(base);
  if (!parsed.ok) throw new Error(parsed.error.message);
  return serialiseNotebook(change(parsed.notebook), parsed.document);
};
const withSource = (id: string, source: string) => (notebook: Notebook) => ({
  ...notebook,
  cells: notebook.cells.map((cell) => (cell.id === id ? { ...cell, source } : cell)),
});
const withTitle = (notebook: Notebook) => ({ ...notebook, title: "Other" });
const withNewLast = (notebook: Notebook) => ({
  ...notebook,
  cells: [...notebook.cells, { id: "new", kind: "code" as const, source: "b", attributes: [] }],
});
const withoutFirst = (notebook: Notebook) => ({ ...notebook, cells: notebook.cells.slice(1) });

it.each([
  ["two neighbours", withSource("a", "const a = 2;\n// more"), withSource("b", "const b = a;")],
  ["a text cell and the code below it", withSource("t", "# New\n\ntext"), withSource("a", "const a = 3;")],
  ["the first and the last", withSource("t", ""), withSource("c", "select 2\nfrom bars_1d")],
  ["the title and a cell", withTitle, withSource("a", "const a = 4;")],
  ["a new cell at the end and an edit", withNewLast, withSource("b", "const b = 5;")],
  ["a deleted cell and an edit", withoutFirst, withSource("b", "const b = 6;")],
])("F6: git merges edits of %s, and both are there", async (_, ours, theirs) => {
  await git("checkout", "-q", "-B", "ours", "main");
  await writeFile(file(), saved(ours));
  await git("commit", "-qam", "ours");
  await git("checkout", "-q", "-B", "theirs", "main");
  await writeFile(file(), saved(theirs));
  await git("commit", "-qam", "theirs");
  await git("merge", "-q", "--no-edit", "ours");
  const merged = parseNotebook(await readFile(file(), "utf8"));
  const wanted = parseNotebook(saved((notebook) => theirs(ours(notebook))));
  expect(merged.ok && merged.notebook).toEqual(wanted.ok && wanted.notebook);
});

it("F6: two edits of one cell conflict in its lines alone, and the notebook still opens and says where", async () => {
  await git("checkout", "-q", "-B", "ours", "main");
  await writeFile(file(), saved(withSource("a", "const a = 7;")));
  await git("commit", "-qam", "ours");
  await git("checkout", "-q", "-B", "theirs", "main");
  await writeFile(file(), saved(withSource("a", "const a = 8;")));
  await git("commit", "-qam", "theirs");
  await expect(git("merge", "-q", "--no-edit", "ours")).rejects.toThrow();
  const merged = parseNotebook(await readFile(file(), "utf8"));
  await git("merge", "--abort");
  if (!merged.ok) throw new Error(merged.error.message);
  expect(merged.notebook.cells.map(({ id }) => id)).toEqual(["t", "a", "b", "c"]);
  expect(merged.notebook.cells[1]!.source).toContain("const a = 7;");
  expect(merged.notebook.cells[1]!.source).toContain("const a = 8;");
  expect(merged.notices.map(({ code, line }) => [code, line])).toEqual([["merge-conflict", 13]]);
});
