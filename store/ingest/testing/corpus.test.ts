import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { expectOutcome } from "./check-outcome.ts";
import { arrowFaults } from "./corpus/arrow-faults.ts";
import { csvDisguises, csvEncodingFaults, csvPackingFaults } from "./corpus/csv-byte-faults.ts";
import { csvHeaderFaults, csvQuoteFaults, csvRowFaults } from "./corpus/csv-shape-faults.ts";
import { csvDateFaults, csvNumberFaults, csvTextFaults } from "./corpus/csv-value-faults.ts";
import type { FaultyFile } from "./corpus/faulty-file.ts";
import { companyFactFaults, jsonFaults } from "./corpus/json-faults.ts";
import { parquetFaults } from "./corpus/parquet-faults.ts";
import { placeFaults } from "./corpus/place-faults.ts";
import { type FaultStore, fingerprint, makeFaultStore } from "./fault-store.ts";
import { ARRIVED } from "./import-into.ts";
import { openStagingPool, type StagingPool } from "./staging-pool.ts";

let store: FaultStore;
let pool: StagingPool;
beforeAll(async () => {
  pool = await openStagingPool(2);
  store = await makeFaultStore();
}, 120_000);
afterAll(async () => {
  await pool.close();
  await store.remove();
});

/** Most that a file may cost of a processor, whatever is in it. */
const MOST_MS = 10_000;

const corpora: Readonly<Record<string, readonly FaultyFile[]>> = {
  "CSV quotes": csvQuoteFaults,
  "CSV rows": csvRowFaults,
  "CSV headers": csvHeaderFaults,
  "CSV numbers": csvNumberFaults,
  "CSV dates": csvDateFaults,
  "CSV texts": csvTextFaults,
  "CSV encodings": csvEncodingFaults,
  "packed CSV": csvPackingFaults,
  "no CSV": csvDisguises,
  places: placeFaults,
  Parquet: parquetFaults,
  Arrow: arrowFaults,
  JSON: jsonFaults,
  "company facts": companyFactFaults,
};

describe.each(Object.entries(corpora))("%s", (_, files) => {
  test.concurrent.for(files)("$name", { timeout: 120_000 }, async (file, { expect }) => {
    const path = await file.write(store.files);
    if (file.seenAs !== undefined) {
      const { result, cpuMs } = await pool.ask(path, store.dir, "file/inspect", { format: null });
      expect(result.ok ? result.value.format.kind : result.error.code).toBe(file.seenAs);
      expect(cpuMs).toBeLessThan(MOST_MS);
    }
    const request = { mapping: file.mapping, isDryRun: false, arrivedAt: ARRIVED };
    const { result, cpuMs } = await pool.ask(path, store.dir, "file/stage", request);
    expectOutcome(file, result);
    expect(cpuMs).toBeLessThan(MOST_MS);
  });
});

test("the corpus has at least 80 CSV files", () => {
  const names = Object.entries(corpora).flatMap(([group, files]) =>
    /CSV|places/.test(group) ? files.map(({ name }) => name) : [],
  );
  expect(new Set(names).size).toBe(names.length);
  expect(names.length).toBeGreaterThanOrEqual(80);
});

test("a hundred bad files leave the store as it was, and staging with whole batches only", async () => {
  expect(await fingerprint(store.dir)).toEqual(store.asMade);
  const staged = await readdir(join(store.dir, "staging"));
  for (const name of staged) expect(await readdir(join(store.dir, "staging", name))).toContain("staged.json");
});
