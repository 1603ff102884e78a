import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { bundleChild } from "../../testing/bundle-child.ts";
import { askStaging } from "../spawn-staging.ts";
import { expectSound } from "./check-outcome.ts";
import { type FaultStore, fingerprint, makeFaultStore } from "./fault-store.ts";
import { type FuzzSeed, makeFuzzSeeds } from "./fuzz-seeds.ts";
import { ARRIVED } from "./import-into.ts";
import { mutateBytes } from "./mutate-bytes.ts";
import { openStagingPool, type StagingPool } from "./staging-pool.ts";

/** Files that are tried; more or fewer on demand. */
const FILES = Number(process.env.ASOF_FUZZ_FILES ?? 3_000);
const REAL_PROCESSES = Math.ceil(FILES / 20);
/** Most that a damaged file may cost of a processor. */
const MOST_MS = 10_000;

let store: FaultStore;
let pool: StagingPool;
let seeds: readonly FuzzSeed[];
beforeAll(async () => {
  store = await makeFaultStore();
  pool = await openStagingPool(2);
  seeds = await makeFuzzSeeds();
}, 120_000);
afterAll(async () => {
  await pool.close();
  await store.remove();
});

const damaged = async (number: number) => {
  const { name, bytes, mapping } = seeds[number % seeds.length]!;
  const path = join(store.files, `fuzz-${number}`);
  await writeFile(path, mutateBytes(bytes, number));
  return { name, path, mapping };
};

/** Runs so many at a time as there are processors for it. */
const forAll = async (
  count: number,
  atOnce: number,
  work: (number: number) => Promise<void>,
): Promise<void> => {
  let next = 0;
  const run = async (): Promise<void> => {
    while (next < count) await work(next++);
  };
  await Promise.all(Array.from({ length: atOnce }, run));
};

test("every whole file goes in before it is damaged", async () => {
  for (const { name, bytes, mapping } of seeds) {
    const path = join(store.files, "whole");
    await writeFile(path, bytes);
    const { result } = await pool.ask(path, store.dir, "file/stage", {
      mapping,
      isDryRun: true,
      arrivedAt: ARRIVED,
    });
    expect(
      result.ok && result.value.report.rowsQuarantined,
      `${name}: ${JSON.stringify(result).slice(0, 400)}`,
    ).toBe(0);
    expect(result.ok && result.value.report.rowsAdded, name).toBeGreaterThan(0);
  }
}, 60_000);

test(`${FILES} damaged files: each ends with a report that adds up, or with a reason`, async () => {
  const outcomes = new Map<string, number>();
  const crashes: string[] = [];
  await forAll(FILES, 4, async (number) => {
    const { name, path, mapping } = await damaged(number);
    const { result, cpuMs } = await pool.ask(path, store.dir, "file/stage", {
      mapping,
      isDryRun: number % 10 !== 0,
      arrivedAt: ARRIVED,
    });
    const code = result.ok ? "read" : result.error.code;
    outcomes.set(code, (outcomes.get(code) ?? 0) + 1);
    if (code === "crashed") crashes.push(`${name} ${number}`);
    else
      try {
        expectSound(result, number % 10 !== 0);
        expect(cpuMs).toBeLessThan(MOST_MS);
      } catch (error) {
        throw new Error(
          `${name}, number ${number}: ${(error as Error).message} ${JSON.stringify(result).slice(0, 600)}`,
        );
      }
    if (number % 10 === 5) {
      const seen = await pool.ask(path, store.dir, "file/inspect", { format: null });
      if (!seen.result.ok)
        expect(seen.result.error.code, `${name}, number ${number}`).toMatch(
          /^(not-readable|unknown-format|too-large|crashed)$/,
        );
    }
    await rm(path);
  });
  console.log(
    `damaged files: ${JSON.stringify(Object.fromEntries(outcomes))}; workers lost: ${pool.lost} ${crashes.join(", ")}`,
  );
  expect(outcomes.get("read")).toBeGreaterThan(FILES / 10);
  expect(await fingerprint(store.dir)).toEqual(store.asMade);
}, 1_800_000);

test(`${REAL_PROCESSES} damaged files, each in a process of its own`, async () => {
  const { script, remove } = await bundleChild("store/shells/import-process.ts");
  try {
    await forAll(REAL_PROCESSES, 2, async (number) => {
      const { name, path, mapping } = await damaged(FILES + number);
      const result = await askStaging(
        { script, filePath: path, storeDir: store.dir, silentMs: 60_000 },
        "file/stage",
        { mapping, isDryRun: true, arrivedAt: ARRIVED },
      );
      try {
        expectSound(result, true);
      } catch (error) {
        throw new Error(`${name}, number ${FILES + number}: ${(error as Error).message}`);
      }
    });
  } finally {
    await remove();
  }
}, 1_800_000);
