import { readdir, readFile, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, expect, test } from "vitest";
import { type Database, openDatabase } from "../duckdb/open-database.ts";
import { type Compared, expectModel } from "../testing/compare-with-model.ts";
import { cutHistory } from "../testing/history.ts";
import { nameIn, requestOf, sourceOf, storableHistory, writeHistories } from "../testing/history-database.ts";
import { type Case, sessionCases } from "../testing/random-history.ts";
import { seededRandom } from "../testing/seeded-random.ts";
import { temporaryDir } from "../testing/temporary-store.ts";
import { PANELS_DIR, PanelFiles } from "./panel-files.ts";
import { readFactEvents } from "./read-fact-events.ts";
import { readPanel } from "./read-panel.ts";

/** How many histories; ASOF_ROUNDS asks for more. */
const HISTORIES = Number(process.env.ASOF_ROUNDS ?? 16);
/** As many as lie side by side in one database. */
const TOGETHER = 200;
/** The batches after this one come between. */
const FIRST_BATCHES = 500_000;

const undo: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});
const folder = async () => {
  const { dir, remove } = await temporaryDir();
  undo.push(remove);
  return dir;
};
const databaseOf = async (cases: readonly Case[]): Promise<Database> => {
  const database = await openDatabase(await writeHistories(await folder(), cases), "read-only");
  undo.push(() => database.close());
  return database;
};

/** Counts what is answered from files. */
class CountedFiles extends PanelFiles {
  found = 0;
  override async readEvents(key: string) {
    const events = await super.readEvents(key);
    if (events) this.found++;
    return events;
  }
}

const eventFiles = async (dir: string): Promise<string[]> =>
  (await readdir(join(dir, PANELS_DIR)))
    .filter((name) => name.startsWith("events-"))
    .map((name) => join(dir, PANELS_DIR, name));

const cutOff = async (path: string, random: () => number): Promise<void> => {
  const { length } = await readFile(path);
  await truncate(path, Math.floor(random() * length));
};

const flipOneBit = async (path: string, random: () => number): Promise<void> => {
  const bytes = await readFile(path);
  const at = Math.floor(random() * bytes.length);
  bytes[at]! ^= 1 << Math.floor(random() * 8);
  await writeFile(path, bytes);
};

const samplesOf = (seed: number, count: number): Case[] =>
  fc
    .sample(sessionCases, { seed, numRuns: count })
    .map((each) => ({ ...each, maxIngestSeq: 1_000_000, history: storableHistory(each.history) }));

const found = { cold: 0, warm: 0, stale: 0, again: 0, cut: 0, mended: 0, flipped: 0 };

const compareAll = async (cases: readonly Case[], seed: number, compared: Compared): Promise<void> => {
  const early = cases.map((each) => ({ ...each, history: cutHistory(each.history, FIRST_BATCHES) }));
  const before = await databaseOf(early);
  const after = await databaseOf(cases);
  const random = seededRandom(seed);
  for (const [n, each] of cases.entries()) {
    const dir = await folder();
    const files = new CountedFiles(dir);
    const expectIn = async (state: keyof typeof found, database: Database, history: Case) => {
      files.found = 0;
      const built = await readPanel(sourceOf(database, history), "p", requestOf(n, history), { files });
      expectModel(built, history, compared, (name) => nameIn(n, name));
      await files.settled();
      if (built.ok) found[state] += files.found;
    };
    await expectIn("cold", before, early[n]!);
    await expectIn("warm", before, early[n]!);
    await expectIn("stale", after, each);
    await expectIn("again", after, each);
    const kept = await eventFiles(dir).catch(() => []);
    for (const path of kept) await cutOff(path, random);
    await expectIn("cut", after, each);
    await expectIn("mended", after, each);
    for (const path of kept) await flipOneBit(path, random);
    await expectIn("flipped", after, each);
  }
};

test(
  "[R1][R3][R4] events from files, cold, warm, stale, cut off or with a bit changed, make the cells that the rules say",
  async () => {
    const compared: Compared = { panels: 0, cells: 0, empty: 0 };
    for (let first = 0; first < HISTORIES; first += TOGETHER)
      await compareAll(samplesOf(900 + first, Math.min(TOGETHER, HISTORIES - first)), first + 1, compared);
    expect(compared.panels).toBeGreaterThan(HISTORIES * 3);
    // Of those with no panel nothing is read. Where no batch came between, the file is not stale.
    expect(found.cold).toBe(0);
    expect(found.warm).toBeGreaterThan(HISTORIES / 3);
    expect(found.again).toBe(found.mended);
    expect(found.again).toBeGreaterThan(HISTORIES / 3);
    expect(found.stale).toBeLessThan(found.again / 2);
    expect(found.cut).toBe(0);
    // A bit of what fills up to a multiple of eight says nothing.
    expect(found.flipped).toBeLessThan(found.again / 3);
  },
  60_000 + HISTORIES * 5_000,
);

test("[R1] where digests do not account for every row nothing is kept", async () => {
  const each = samplesOf(901, 20).find(({ history }) => history.facts.length > 1);
  const path = await writeHistories(await folder(), [each!]);
  const working = await openDatabase(path, "read-write");
  await working.connection.run(
    "DELETE FROM batch_digests WHERE ingest_seq = (SELECT max(ingest_seq) FROM fundamentals)",
  );
  undo.push(() => working.close());
  const dir = await folder();
  const files = new PanelFiles(dir);
  await readFactEvents(sourceOf(working, each!), [nameIn(0, "book")], { hasLengths: false, files });
  await files.settled();
  expect(await readdir(dir)).toEqual([]);
});
