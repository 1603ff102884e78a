import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openDatabase } from "../store/duckdb/open-database.ts";
import { makeSampleStore, TRUTHS_FILE } from "./make-sample-store.ts";
import { parseOptions, type SampleOptions } from "./sample-options.ts";
import { plantedTruthsSchema } from "./truths/planted-truths.ts";

const tiny: SampleOptions = { seed: 1, instruments: 12, years: 3, hasMinutes: true };
let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "asof-sample-"));
});
afterAll(() => rm(root, { recursive: true, force: true }));

const storeIn = (folder: string) => join(folder, "store.duckdb");
const snapshotOf = async (folder: string): Promise<unknown> => {
  const database = await openDatabase(storeIn(folder), "read-only");
  try {
    const result = await database.connection.run("SELECT snapshot_id FROM snapshots");
    return (await result.getRows())[0]![0];
  } finally {
    database.close();
  }
};

it("a small sample is made once, and the second call finds it there", async () => {
  const folder = join(root, "once");
  const said: string[] = [];
  expect(await makeSampleStore(folder, (line) => said.push(line), tiny)).toBe("made");
  expect(said.join("\n")).toMatch(/bars_1d: [\d,]+ rows/);
  expect(said.join("\n")).toMatch(/bars_1m: [\d,]+ rows/);
  const first = await readFile(storeIn(folder));
  expect(await makeSampleStore(folder, () => {}, tiny)).toBe("already there");
  expect((await readFile(storeIn(folder))).equals(first)).toBe(true);
  expect(existsSync(`${folder}.making`)).toBe(false);
  const truths = JSON.parse(await readFile(join(folder, TRUTHS_FILE), "utf8"));
  expect(plantedTruthsSchema.parse(truths).options).toEqual(tiny);
}, 60_000);

it("other options make another sample in the same folder, and equal options the same content", async () => {
  const folder = join(root, "options");
  await makeSampleStore(folder, () => {}, tiny);
  const first = await snapshotOf(folder);
  expect(await makeSampleStore(folder, () => {}, { ...tiny, seed: 2 })).toBe("made");
  expect(await snapshotOf(folder)).not.toBe(first);
  expect(await makeSampleStore(folder, () => {}, tiny)).toBe("made");
  expect(await snapshotOf(folder)).toBe(first);
}, 60_000);

it("an interrupted build is built again", async () => {
  const folder = join(root, "interrupted");
  // What a build leaves that was ended before its manifest was written.
  await mkdir(`${folder}.making`, { recursive: true });
  await mkdir(folder, { recursive: true });
  await writeFile(join(`${folder}.making`, "store.duckdb.making"), "half a store");
  await writeFile(storeIn(folder), "half a store");
  expect(await makeSampleStore(folder, () => {}, tiny)).toBe("made");
  expect(await snapshotOf(folder)).toMatch(/^[0-9a-f]{64}$/);
  expect((await readdir(root)).filter((name) => name.endsWith(".making"))).toEqual([]);
}, 60_000);

it.each([
  [["--instruments", "3000", "--years", "20"], { seed: 1, instruments: 3000, years: 20, hasMinutes: false }],
  [["--minutes", "--seed", "7"], { seed: 7, instruments: 380, years: 12, hasMinutes: true }],
  [[], { seed: 1, instruments: 380, years: 12, hasMinutes: false }],
])("the options %j are read", (words, options) => {
  expect(parseOptions(words)).toEqual({ options });
});

it.each([
  [
    ["--instrument", "30"],
    "There is no option --instrument. Known: --instruments, --years, --seed, --minutes.",
  ],
  [["--years", "40"], "--years must be a whole number from 3 to 23, was 40."],
  [["--instruments"], "--instruments must be a whole number from 8 to 9999, was undefined."],
])("the options %j are refused", (words, fault) => {
  expect(parseOptions(words)).toEqual({ fault });
});
