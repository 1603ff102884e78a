import { cp, mkdir, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { wireOk } from "../../wire/contract.ts";
import { verifyBackup } from "../backup/verify-backup.ts";
import { commitStaged } from "../ingest/commit-staged.ts";
import { openStore } from "../open-store.ts";
import { listBatches } from "../snapshots/list-batches.ts";
import { listSnapshots } from "../snapshots/list-snapshots.ts";
import { verifySnapshot } from "../snapshots/verify-snapshot.ts";
import { bundleChild } from "../testing/bundle-child.ts";
import { type CrashLine, type FoundStore, WORKS } from "../testing/crash-lines.ts";
import {
  countRates,
  type KillMoment,
  killStaging,
  RATES,
  stageRates,
  writeRates,
} from "../testing/kill-import.ts";
import { reingestMade } from "../testing/made-batches.ts";
import { type Death, runUntilKilled } from "../testing/run-until-killed.ts";
import { seededRandom } from "../testing/seeded-random.ts";
import { copyFixtureStore, temporaryDir } from "../testing/temporary-store.ts";
import { openWriter } from "../write/open-writer.ts";
import { storeFolder } from "../write/store-folder.ts";

const KILLS = 200;
/** Stores that are killed again and again, so that what a kill leaves behind is what the next one happens to. */
const CHAINS = 10;
const AT_A_TIME = 2;
/** Every fifth kill ends the process that reads a file for an import; the others end the process that owns the store. */
const IMPORT_EVERY = 5;
const STEPS = ["applying", "digesting", "committing", "checkpointing"] as const;

let temporary: Awaited<ReturnType<typeof temporaryDir>>;
let child: Awaited<ReturnType<typeof bundleChild>>;
let importer: Awaited<ReturnType<typeof bundleChild>>;
let template = "";
beforeAll(async () => {
  temporary = await temporaryDir();
  child = await bundleChild("store/testing/crash-child.ts");
  importer = await bundleChild("store/shells/import-process.ts");
  template = join(temporary.dir, "template");
  await copyFixtureStore(template);
});
afterAll(async () => {
  await child.remove();
  await importer.remove();
  await temporary.remove();
});

/** What a store owes whoever heard its acknowledgements. */
interface Acknowledged {
  readonly batches: Set<string>;
  readonly snapshots: Set<string>;
  readonly backups: string[];
}

const hear = (line: CrashLine, acknowledged: Acknowledged): void => {
  if (line.kind === "failed") throw new Error(line.message);
  if (line.kind === "found") expectWhole(line, acknowledged);
  else if (line.kind === "batch") acknowledged.batches.add(line.id);
  else if (line.kind === "snapshot") acknowledged.snapshots.add(line.name);
  else if (line.kind === "backup") acknowledged.backups.push(line.target);
};

const expectWhole = (found: FoundStore, { batches, snapshots }: Acknowledged): void => {
  const there = new Set(found.batches.map(({ id }) => id));
  expect([...batches].filter((id) => !there.has(id))).toEqual([]);
  expect([...snapshots].filter((name) => !found.snapshots.includes(name))).toEqual([]);
  expect(found.batches.filter((batch) => batch.rows !== batch.found)).toEqual([]);
  expect(found.faults).toEqual([]);
  expect(found.lost).toBe(0);
};

/** At the end everything is read: the rows of all batches give the snapshot's id, and no row is without its batch. */
const expectWholeAtLast = async (dir: string, { batches, snapshots, backups }: Acknowledged) => {
  const store = await openStore(dir, { reingest: reingestMade });
  if (!store.ok) throw new Error(store.error.message);
  const read = await store.value.read(null, async ({ connection, snapshot }) =>
    wireOk({
      ids: (await listBatches(connection)).map(({ batchId }) => batchId),
      names: (await listSnapshots(connection)).map(({ name }) => name),
      check: await verifySnapshot(connection, snapshot),
    }),
  );
  store.value.close();
  if (!read.ok) throw new Error(read.error.message);
  const { ids, names, check } = read.value;
  expect([...batches].filter((id) => !ids.includes(id))).toEqual([]);
  expect([...snapshots].filter((name) => !names.includes(name))).toEqual([]);
  expect(check).toMatchObject({ isSame: true, faults: [] });
  expect(store.value.recovery).toMatchObject({ lost: [], pending: [] });
  // A backup that was acknowledged is whole, whatever became of the store it was made from.
  for (const target of backups.slice(0, 1)) expect(await verifyBackup(target)).toMatchObject({ ok: true });
};

/** Two openings in a row at most: a batch that ends the program four times is not begun again, by design. */
const chooseDeath = (random: () => number, openingsBefore: number): Death => {
  if (openingsBefore < 2 && random() < 0.15) return { kind: "time", inWork: -1, share: random() * 1.1 };
  const inWork = Math.floor(random() * 3);
  return random() < 0.4
    ? { kind: "step", inWork, step: STEPS[Math.floor(random() * STEPS.length)]! }
    : { kind: "time", inWork, share: random() * 1.1 };
};

/** Anywhere in an import, and now and then in its last steps, which are short. */
const chooseMoment = (random: () => number): KillMoment => {
  const since = (["reading", "reading", "checking", "writing"] as const)[Math.floor(random() * 4)]!;
  return { since, share: random() * 0.9 };
};

interface ImportRound {
  readonly dir: string;
  readonly home: string;
  /** Of the file. */
  readonly number: number;
  readonly moment: KillMoment;
}

/**
 * Kills the staging process of an import, and imports the file again as a person would: then the store has each row of
 * it once, and nothing is left behind. Answers in which step it died; null when it had answered before.
 */
const killImport = async (
  { dir, home, number, moment }: ImportRound,
  acknowledged: Acknowledged,
): Promise<string | null> => {
  const rates = { script: importer.script, dir, file: await writeRates(home, number) };
  const diedIn = await killStaging(rates, moment);
  let isCommitted = false;
  for (let round = 0; !isCommitted && round < 2; round++) {
    const staged = await stageRates(rates);
    if (!staged.ok) throw new Error(staged.error.message);
    expect(staged.value.report).toMatchObject({ rowsIn: RATES, rowsAdded: RATES });
    // What had answered was whole, so its work is not done twice.
    if (diedIn === null && round === 0) expect(staged.value.report.isResumed).toBe(true);
    const writer = await openWriter(dir, { reingest: reingestMade });
    if (!writer.ok) throw new Error(writer.error.message);
    expect(await countRates(writer.value.connection, number)).toEqual([0, 0, 0]);
    const committed = await commitStaged(writer.value, staged.value.stagedId!);
    if (committed.ok) {
      acknowledged.batches.add(committed.value.batchId);
      expect(await countRates(writer.value.connection, number)).toEqual([RATES, RATES, RATES]);
      isCommitted = true;
    } // A batch that was made again on opening came between, as the next round's check of the file sees.
    else expect(committed.error.code).toBe("unknown-batch");
    writer.value.close();
  }
  expect(isCommitted).toBe(true);
  expect(await readdir(storeFolder(dir).staging)).toEqual([]);
  return diedIn;
};

test(`${KILLS} kills in the middle of imports, commits, checkpoints, recoveries and backups lose nothing that was acknowledged`, {
  timeout: 900_000,
}, async () => {
  const diedIn: Record<string, number> = {};
  const seen = { kills: 0, batches: 0, snapshots: 0, backups: 0, putInOrder: 0 };
  const runChain = async (chain: number) => {
    const random = seededRandom(1_000 + chain);
    const home = join(temporary.dir, `chain-${chain}`);
    const dir = join(home, "store");
    await mkdir(home);
    await cp(template, dir, { recursive: true });
    const acknowledged: Acknowledged = { batches: new Set(), snapshots: new Set(), backups: [] };
    let openings = 0;
    let checkedSeq = 0;
    let files = 0;
    for (let run = 0; run < KILLS / CHAINS; run++) {
      if (run % IMPORT_EVERY === IMPORT_EVERY - 1) {
        let moment = chooseMoment(random);
        let step = await killImport({ dir, home, number: files++, moment }, acknowledged);
        // It was quicker than usual, and answered: once more, in the middle.
        for (let again = 0; step === null && again < 3; again++) {
          moment = { since: "reading", share: random() / 2 };
          step = await killImport({ dir, home, number: files++, moment }, acknowledged);
        }
        expect(step, "an import that was killed").not.toBeNull();
        seen.kills++;
        diedIn[`import, ${step}`] = (diedIn[`import, ${step}`] ?? 0) + 1;
        openings = 0;
        continue;
      }
      const death = chooseDeath(random, openings);
      openings = death.inWork === -1 ? openings + 1 : 0;
      const firstWork = Math.floor(random() * WORKS.length);
      const dead = await runUntilKilled({ script: child.script, dir, run, firstWork, checkedSeq }, death);
      expect(dead.errors).toBe("");
      for (const line of dead.lines) {
        hear(line, acknowledged);
        if (line.kind !== "found") continue;
        checkedSeq = line.batches.at(-1)?.seq ?? 0;
        if (line.recovered.length > 0) seen.putInOrder++;
      }
      seen.kills++;
      diedIn[dead.diedIn] = (diedIn[dead.diedIn] ?? 0) + 1;
    }
    await expectWholeAtLast(dir, acknowledged);
    seen.batches += acknowledged.batches.size;
    seen.snapshots += acknowledged.snapshots.size;
    seen.backups += acknowledged.backups.length;
    await rm(home, { recursive: true, force: true });
  };
  const chains = Array.from({ length: CHAINS }, (_, chain) => chain);
  const worker = async () => {
    for (let chain = chains.shift(); chain !== undefined; chain = chains.shift()) await runChain(chain);
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, worker));
  console.log(`kills: ${JSON.stringify({ ...seen, diedIn })}`);
  // The deaths were in the middle of every kind of work, and the work was real.
  expect(seen.kills).toBe(KILLS);
  for (const work of ["open", ...WORKS]) expect(diedIn[work] ?? 0, work).toBeGreaterThanOrEqual(6);
  for (const step of ["reading", "checking", "writing"])
    expect(diedIn[`import, ${step}`] ?? 0, step).toBeGreaterThanOrEqual(2);
  expect(seen.batches).toBeGreaterThan(KILLS / 4);
  expect(seen.snapshots).toBeGreaterThan(10);
  expect(seen.backups).toBeGreaterThan(5);
  expect(seen.putInOrder).toBeGreaterThan(10);
});
