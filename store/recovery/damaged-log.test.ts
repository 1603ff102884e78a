import { spawn } from "node:child_process";
import { once } from "node:events";
import { cp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { wireOk } from "../../wire/contract.ts";
import { openStore } from "../open-store.ts";
import { listBatches } from "../snapshots/list-batches.ts";
import { verifySnapshot } from "../snapshots/verify-snapshot.ts";
import { bundleChild } from "../testing/bundle-child.ts";
import { applyMade, proposeMade, reingestMade } from "../testing/made-batches.ts";
import { seededRandom } from "../testing/seeded-random.ts";
import { copyFixtureStore, temporaryDir } from "../testing/temporary-store.ts";
import { openWriter } from "../write/open-writer.ts";

/** Of each kind of damage. */
const TRIALS = 50;

let temporary: Awaited<ReturnType<typeof temporaryDir>>;
/** A store with two acknowledged batches, one undone, and one that is in the log only. */
let template = "";
let wal: Buffer;
let whole: string[] = [];
beforeAll(async () => {
  temporary = await temporaryDir();
  template = join(temporary.dir, "template");
  await copyFixtureStore(template);
  const writer = await openWriter(template);
  if (!writer.ok) throw new Error(writer.error.message);
  for (const batch of [
    { name: "one", rows: 300 },
    { name: "two", rows: 3_000 },
  ])
    await writer.value.commit(await proposeMade(template, batch), applyMade(batch));
  writer.value.close();
  const child = await bundleChild("store/testing/crash-child.ts");
  // Ends itself between the commit and the checkpoint of its first batch.
  const process_ = spawn(process.execPath, [child.script, template, "9", "0", "0", "checkpointing", "0"]);
  await once(process_, "close");
  await child.remove();
  wal = await readFile(join(template, "store.duckdb.wal"));
  whole = ["R9N0.json", "two.json", "one.json"];
});
afterAll(() => temporary.remove());

const damages: Readonly<Record<string, (bytes: Buffer, random: () => number) => Buffer>> = {
  truncated: (bytes, random) => bytes.subarray(0, Math.floor(random() * bytes.length)),
  "filled with zeros from a point on": (bytes, random) =>
    Buffer.from(bytes).fill(0, Math.floor(random() * bytes.length)),
  "with one bit flipped": (bytes, random) => {
    const flipped = Buffer.from(bytes);
    const at = Math.floor(random() * bytes.length);
    flipped[at] = flipped[at]! ^ (1 << Math.floor(random() * 8));
    return flipped;
  },
};

/** Opens a copy of the store whose log was damaged, and says what it holds then. */
const openDamaged = async (bytes: Buffer | null) => {
  const dir = join(temporary.dir, "copy");
  await rm(dir, { recursive: true, force: true });
  await cp(template, dir, { recursive: true });
  if (bytes === null) await rm(join(dir, "store.duckdb.wal"));
  else await writeFile(join(dir, "store.duckdb.wal"), bytes);
  const store = await openStore(dir, { reingest: reingestMade });
  if (!store.ok) return { message: store.error.message, files: [], reingested: [], faults: [], damaged: [] };
  const read = await store.value.read(null, async ({ connection, snapshot }) =>
    wireOk({
      files: (await listBatches(connection)).map(({ fileName }) => fileName),
      faults: (await verifySnapshot(connection, snapshot)).faults,
    }),
  );
  store.value.close();
  if (!read.ok) throw new Error(read.error.message);
  return {
    message: "",
    ...read.value,
    reingested: store.value.recovery.reingested,
    damaged: await readdir(join(dir, "damaged")).catch(() => [] as string[]),
  };
};

test("the log of the template does hold a batch: as it is, it is replayed and nothing is taken in again", async () => {
  expect(wal.length).toBeGreaterThan(1_000);
  expect(await openDamaged(wal)).toMatchObject({ message: "", files: whole, reingested: [], faults: [] });
});

test("a log that is missing costs nothing: the batch is named and taken in again", async () => {
  expect(await openDamaged(null)).toMatchObject({
    files: whole,
    reingested: [{ fileName: "R9N0.json" }],
    faults: [],
  });
});

test.each(Object.keys(damages))(
  `${TRIALS} logs %s: the store opens, whole, and names what it took in again`,
  {
    timeout: 900_000,
  },
  async (kind) => {
    const random = seededRandom(kind.length);
    let reingested = 0;
    for (let trial = 0; trial < TRIALS; trial++) {
      const opened = await openDamaged(damages[kind]!(wal, random));
      expect(opened, `trial ${trial}`).toMatchObject({ message: "", files: whole, faults: [] });
      reingested += opened.reingested.length;
      // What was put aside is there to be looked at, and a log that was put aside cost its batch.
      if (opened.damaged.length > 0) expect(opened.reingested).toHaveLength(1);
    }
    // The damage was real: nearly every log lost its batch.
    expect(reingested).toBeGreaterThan(TRIALS * 0.8);
  },
);

test("a damaged journal entry of a batch that is in the store is put aside, and nothing is lost", async () => {
  const dir = join(temporary.dir, "torn");
  await cp(template, dir, { recursive: true });
  await writeFile(join(dir, "journal", "000000002.json"), '{"version":1,"ingestSeq":2,"bat');
  const writer = await openWriter(dir, { reingest: reingestMade });
  if (!writer.ok) throw new Error(writer.error.message);
  expect(writer.value.recovery).toMatchObject({ tornEntries: ["000000002.json.1"], lost: [] });
  expect((await listBatches(writer.value.connection)).map(({ fileName }) => fileName)).toEqual(whole);
  writer.value.close();
});
