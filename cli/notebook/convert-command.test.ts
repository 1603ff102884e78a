import { mkdtemp, readdir, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { checkNotebook } from "./check-command.ts";
import { convertCommand } from "./convert-command.ts";

const notebook = "// ---\n// asof: 1\n// title: One\n// ---\n\n// %% id=a hidden\nconst a = 1;\n";

test("F10: asof convert goes there and back without a change, and replaces nothing unasked", async () => {
  const folder = await mkdtemp(join(tmpdir(), "asof-convert-"));
  const file = join(folder, "one.nb.ts");
  await writeFile(file, notebook);
  expect(await convertCommand(file, { force: false })).toBe(0);
  const jupyter = join(folder, "one.ipynb");
  expect(JSON.parse(await readFile(jupyter, "utf8")).nbformat_minor).toBe(5);
  expect(await convertCommand(jupyter, { force: false })).toBe(2);
  expect(await convertCommand(jupyter, { force: false, out: join(folder, "two.nb.ts") })).toBe(0);
  expect(await readFile(join(folder, "two.nb.ts"), "utf8")).toBe(notebook);
  expect(await convertCommand(join(folder, "none.ipynb"), { force: false })).toBe(2);
  expect((await readdir(folder)).sort()).toEqual(["one.ipynb", "one.nb.ts", "two.nb.ts"]);
});

test("F7: asof check names file, line and what to do, and is silent about a sound notebook", () => {
  const check = (text: string | Uint8Array) => checkNotebook("n.nb.ts", Buffer.from(text));
  expect(check(notebook)).toEqual([]);
  expect(check("// ---\n// asof: 2\n// ---\n")).toEqual([
    expect.stringMatching(/^n\.nb\.ts:2: .*newer Asof\.$/),
  ]);
  expect(check(`${notebook}// %% id=a\n`)).toEqual([
    expect.stringMatching(/^n\.nb\.ts:8: Two cells have the id a;/),
  ]);
  expect(check(Uint8Array.from([...Buffer.from(notebook), 0xff]))).toEqual([
    "n.nb.ts:8: The file is not UTF-8. Save it as UTF-8.",
  ]);
});
