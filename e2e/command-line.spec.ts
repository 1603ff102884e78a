import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { projectFolder } from "./support/launch.ts";

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The command as a user has it: its own process, its own exit code. */
const asof = (...args: string[]): Promise<Ended> =>
  new Promise((resolve) => {
    execFile(
      process.execPath,
      [join(projectFolder, "cli", "bin.mjs"), ...args],
      { maxBuffer: 256 * 1024 * 1024 },
      (error, stdout, stderr) => resolve({ code: error ? Number(error.code) : 0, stdout, stderr }),
    );
  });

let folder: string;
test.beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "asof-command-"));
});
test.afterEach(() => rm(folder, { recursive: true, force: true }));

const notebook = async (...lines: string[]): Promise<string> => {
  const path = join(folder, "n.nb.ts");
  await writeFile(path, ["// ---", "// asof: 1", "// title: Test", "// ---", "", ...lines, ""].join("\n"));
  return path;
};

test("a notebook that runs ends with 0 and prints each cell's result", async () => {
  const path = await notebook("// %% id=one", "const x = 6 * 7;", "", "// %% id=two", "x + 1");
  const { code, stdout } = await asof("run", path);
  expect(code).toBe(0);
  expect(stdout).toContain("one");
  expect(stdout).toMatch(/two[^\n]*\n[^\n]*43/);
});

test("M4, M6: asof verify ends with 0 for the same, 1 for a difference that it names, 2 without a kept run", async () => {
  const path = await notebook("// %% id=one", "const x = 6 * 7;", "", "// %% id=two", "x + Math.random()");
  expect(await asof("verify", path)).toMatchObject({ code: 2, stderr: expect.stringContaining("asof run") });
  const { stdout } = await asof("run", path);
  const [, id] = /Run ([0-9a-f]{12}) /.exec(stdout)!;
  const same = await asof("verify", path, "--run", id!.slice(0, 6));
  expect([same.code, same.stderr]).toEqual([0, ""]);
  expect(same.stdout).toContain(`the same as run ${id}`);
  await writeFile(path, (await readFile(path, "utf8")).replace("6 * 7", "6 * 8"));
  const changed = await asof("verify", path, "--json");
  expect(changed.code).toBe(1);
  const told = JSON.parse(changed.stdout);
  expect(told).toMatchObject({
    ok: false,
    run: id,
    inputs: [{ input: "code", cellId: "one" }],
    first: { cellId: "two", output: 0, path: "value.preview" },
  });
  expect(told.first.was).not.toBe(told.first.is);
  expect((await asof("verify", path, "--run", "nothing")).code).toBe(2);
});

test("M9: asof verify names the row and the column of the first difference in a table, and both values with their bytes", async () => {
  const path = await notebook(
    "// %% id=one",
    "const last = 0.3;",
    "table(Array.from({ length: 5_000 }, (_, n) => ({ n, value: n === 4_321 ? last : n })));",
  );
  await asof("run", path);
  await writeFile(path, (await readFile(path, "utf8")).replace("last = 0.3", "last = 0.1 + 0.2"));
  const { code, stdout } = await asof("verify", path);
  expect(code).toBe(1);
  expect(stdout).toContain('First difference: cell one, output 1 (table), table, row 4322, column "value"');
  expect(stdout).toContain("was: 0.3 (bytes 3fd3333333333333)");
  expect(stdout).toContain("is:  0.30000000000000004 (bytes 3fd3333333333334)");
});

test("G10, G12: asof run takes names from a notebook beside it, and none from elsewhere", async () => {
  const head = ["// ---", "// asof: 1", "// title: Rates", "// ---", ""];
  const rates = [...head, "// %% id=r1", "const base = 20;", "", "// %% id=r2", "const rate = base + 1;", ""];
  await writeFile(join(folder, "rates.nb.ts"), rates.join("\n"));
  const path = await notebook(
    "// %% id=one",
    'import { rate as taken } from "./rates.nb.ts";',
    "taken * 2",
    "",
    "// %% id=two",
    "taken + 0.5",
  );
  const { code, stdout, stderr } = await asof("run", path);
  expect([code, stderr]).toEqual([0, ""]);
  expect(stdout).toMatch(/one[^\n]*\n[^\n]*42[\s\S]*two[^\n]*\n[^\n]*21\.5/);
  // What the other notebook says counts as an input.
  await writeFile(join(folder, "rates.nb.ts"), rates.join("\n").replace("20", "30"));
  const changed = JSON.parse((await asof("verify", path, "--json")).stdout);
  expect(changed).toMatchObject({ ok: false, first: { cellId: "one", was: '"42"', is: '"62"' } });
  const elsewhere = await notebook("// %% id=one", 'import { rate } from "../rates.nb.ts";', "rate");
  const refused = await asof("run", elsewhere);
  expect(refused.code).toBe(1);
  expect(refused.stderr).toContain(`${elsewhere}:7:`);
});

test("a syntax error ends with 1 and names file, line, column and cell", async () => {
  const path = await notebook("// %% id=good", "const x = 1;", "", "// %% id=bad", "const y = ;");
  const { code, stderr } = await asof("run", path);
  expect(code).toBe(1);
  // Said once, with the line and a mark under the place.
  expect(stderr.trimEnd().split("\n")).toEqual([
    `${path}:10:11: cell bad: Expression expected.`,
    "> 10 | const y = ;",
    "     |           ^",
  ]);
});

test("a runtime error ends with 1 and names the line that threw, and what depends on it is not blamed", async () => {
  const path = await notebook(
    "// %% id=thrower",
    "const list: number[] = [];",
    'if (list.length === 0) throw new RangeError("the list is empty");',
    "",
    "// %% id=reader",
    "list.length",
  );
  const { code, stderr } = await asof("run", path);
  expect(code).toBe(1);
  expect(stderr).toContain(`${path}:8:30: cell thrower: the list is empty`);
  expect(stderr).not.toContain("cell reader");
});

test("an unknown field ends with 1 and offers the nearest name", async () => {
  const path = await notebook(
    "// %% id=wrong",
    "strategy({",
    '  name: "s", universe: "GLOBAL_LARGE", decide: atClose("XNYS"), rebalance: "month-end",',
    "  signal: ({ field }) => field.clsoe.rank(),",
    "  weights: ({ signal }) => signal.top(10).equal(),",
    "});",
  );
  const { code, stderr } = await asof("run", path);
  expect(code).toBe(1);
  expect(stderr).toContain(`${path}:9:32: cell wrong: There is no field named "clsoe" in the store.`);
  expect(stderr).toContain('Did you mean "close"?');
});

test("a missing file and a file that is no notebook end with 2 and say what to do", async () => {
  const missing = await asof("run", join(folder, "none.nb.ts"));
  expect(missing.code).toBe(2);
  expect(missing.stderr).toContain("none.nb.ts: there is no such file. Give the path of a *.nb.ts notebook.");
  const path = join(folder, "text.nb.ts");
  await writeFile(path, "hello");
  const wrong = await asof("run", path);
  expect(wrong.code).toBe(2);
  expect(wrong.stderr).toContain(`${path}:1:1:`);
});

test("a store that is not there ends with 2 and says so", async () => {
  const path = await notebook("// %% id=one", "1");
  const { code, stderr } = await asof("run", path, "--store", join(folder, "nowhere"));
  expect(code).toBe(2);
  expect(stderr).toContain("nowhere");
});

test("a report is one file with its charts drawn in it, and no script", async () => {
  const report = join(folder, "report.html");
  const path = join(projectFolder, "sample-data", "notebooks", "twelve-one-momentum.nb.ts");
  expect((await asof("run", path, "--report", report)).code).toBe(0);
  const html = await readFile(report, "utf8");
  expect(html.match(/<svg/g)?.length).toBeGreaterThanOrEqual(2);
  expect(html).toContain("Sharpe");
  expect(html).not.toMatch(/<script|<link|src="http|url\(http/i);
});

test("the value sample's two strategies, expression and callback, place equal orders", async () => {
  const path = join(projectFolder, "sample-data", "notebooks", "value-book-to-price.nb.ts");
  const { code, stdout } = await asof("run", path);
  expect(code).toBe(0);
  expect(stdout).toContain("The two order logs are **equal**.");
});

test("doctor names what runs and whether the store is healthy", async () => {
  const { code, stdout } = await asof("doctor", "--json");
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    store: { ok: true, isHealthy: true },
    denoVersion: expect.any(String),
  });
});
