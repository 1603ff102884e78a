import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { ExportFiles } from "./export-files.ts";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "asof-export-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const bytes = (text: string) => new TextEncoder().encode(text);
const begin = async (files: ExportFiles, name = "a.csv"): Promise<number> => {
  const answer = await files.begin(join(folder, name));
  if (!answer.ok) throw new Error(answer.error.message);
  return answer.value.exportId;
};

it("O11: a file is the old one until it is finished, then the whole new one", async () => {
  await writeFile(join(folder, "a.csv"), "old");
  const files = new ExportFiles();
  const id = await begin(files);
  await Promise.all([files.write(id, bytes("a,b\r\n")), files.write(id, bytes("1,2\r\n"))]);
  expect(await readFile(join(folder, "a.csv"), "utf8")).toBe("old");
  expect(await files.finish(id)).toEqual({ ok: true, value: { name: "a.csv" } });
  expect(await readFile(join(folder, "a.csv"), "utf8")).toBe("a,b\r\n1,2\r\n");
  expect(await readdir(folder)).toEqual(["a.csv"]);
});

it("O11: an export that is stopped, or whose page is gone, leaves nothing behind", async () => {
  const files = new ExportFiles();
  const stopped = await begin(files);
  await files.write(stopped, bytes("x"));
  await files.abort(stopped);
  await begin(files, "b.csv");
  await files.abortAll();
  expect(await readdir(folder)).toEqual([]);
  expect(await files.write(stopped, bytes("x"))).toMatchObject({
    ok: false,
    error: { code: "unknown-export" },
  });
  expect(await files.finish(stopped)).toMatchObject({ ok: false, error: { code: "unknown-export" } });
});

it("O11: a place that cannot be written to is said, and nothing is begun", async () => {
  const files = new ExportFiles();
  const answer = await files.begin(join(folder, "not-there", "a.csv"));
  expect(answer).toMatchObject({ ok: false, error: { code: "not-written" } });
  await writeFile(join(folder, "taken"), "");
  const id = await begin(files, "taken-folder");
  await rm(folder, { recursive: true });
  expect(await files.finish(id)).toMatchObject({ ok: false, error: { code: "not-written" } });
});
