import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { DuckDBConnection } from "@duckdb/node-api";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openStore } from "../open-store.ts";
import { copyFixtureStore, temporaryDir } from "../testing/temporary-store.ts";
import type { ApplyBatch, BatchProposalInput } from "./batch.ts";
import { type OpenedWriter, openWriter } from "./open-writer.ts";

let dir = "";
let remove: () => Promise<void>;
let writer: OpenedWriter | undefined;
beforeEach(async () => {
  ({ dir, remove } = await temporaryDir());
  await copyFixtureStore(dir);
});
afterEach(async () => {
  writer?.close();
  writer = undefined;
  await remove();
});
const open = async (): Promise<OpenedWriter> => {
  const opened = await openWriter(dir);
  if (!opened.ok) throw new Error(opened.error.message);
  writer = opened.value;
  return writer;
};
const proposal: BatchProposalInput = {
  sourceId: "test",
  fileName: "rates.csv",
  sha256: "ab".repeat(32),
  mapping: "{}",
  arrivedAt: 1_700_000_000_000_000,
  stagedId: "s1",
};
/** Rates of one pair on `count` days from day `first`, in the order of their key. */
const addRates =
  (count: number, first = 0): ApplyBatch =>
  async (connection, { ingestSeq, batchId }) => {
    await connection.run(
      `INSERT INTO fx_1d SELECT 'HKD', 'USD', DATE '2020-01-01' + (i + ${first})::INTEGER, 0.1 + i / 1000,
         TIMESTAMP '2024-02-01', 0, 'test', $batchId, ${ingestSeq} FROM range(${count}) t(i) ORDER BY i`,
      { batchId },
    );
    return { rowsIn: count, rowsOk: count, rowsUnchanged: 0, rowsQuarantined: 0 };
  };
const count = async (connection: DuckDBConnection, sql: string): Promise<unknown> =>
  (await (await connection.run(sql)).getRows())[0]?.[0];

test("[R2] a batch is in with its rows, its digests and its snapshot, and the journal says so", async () => {
  const { commit, connection } = await open();
  const first = await commit(proposal, addRates(10));
  const second = await commit(proposal, addRates(5, 10));
  expect(first).toMatchObject({ ok: true, value: { ingestSeq: 2, snapshotName: "batch 2" } });
  expect(second).toMatchObject({ ok: true, value: { ingestSeq: 3, tables: [{ table: "fx_1d", rows: 5 }] } });
  expect(await count(connection, "SELECT count(*)::INTEGER FROM fx_1d WHERE base = 'HKD'")).toBe(15);
  expect(await count(connection, "SELECT count(*)::INTEGER FROM batches WHERE state = 'committed'")).toBe(2);
  const entry = JSON.parse(await readFile(join(dir, "journal", "000000003.json"), "utf8"));
  expect(entry).toMatchObject({ state: "committed", proposal: { fileName: "rates.csv" } });
  writer?.close();
  writer = undefined;
  const store = await openStore(dir);
  if (!store.ok) throw new Error(store.error.message);
  expect(store.value.snapshot.id).toBe(second.ok && second.value.snapshotId);
  store.value.close();
});

test("a batch that fails in the middle leaves nothing, and the next one takes its number", async () => {
  const { commit, connection } = await open();
  const fails: ApplyBatch = async (inside, seat, beside) => {
    await addRates(10)(inside, seat, beside);
    throw new Error("a fault in the middle");
  };
  await expect(commit(proposal, fails)).rejects.toThrow("a fault in the middle");
  expect(await count(connection, "SELECT count(*)::INTEGER FROM fx_1d WHERE base = 'HKD'")).toBe(0);
  expect(await commit(proposal, addRates(1))).toMatchObject({ ok: true, value: { ingestSeq: 2 } });
});

test("[R3] a batch with two rows of one key is refused as a whole", async () => {
  const { commit, connection } = await open();
  const twice: ApplyBatch = async (inside, seat, beside) => {
    await addRates(10)(inside, seat, beside);
    return addRates(1)(inside, seat, beside);
  };
  await expect(commit(proposal, twice)).rejects.toThrow("two rows of fx_1d with one key");
  expect(await count(connection, "SELECT count(*)::INTEGER FROM fx_1d WHERE base = 'HKD'")).toBe(0);
});

test("a batch that is cancelled leaves nothing", async () => {
  const { commit, connection } = await open();
  const stop = new AbortController();
  const cancelled: ApplyBatch = async (inside, seat, beside) => {
    const counts = await addRates(10)(inside, seat, beside);
    stop.abort();
    return counts;
  };
  expect(await commit(proposal, cancelled, { signal: stop.signal })).toMatchObject({
    ok: false,
    error: { code: "cancelled" },
  });
  expect(await count(connection, "SELECT count(*)::INTEGER FROM fx_1d WHERE base = 'HKD'")).toBe(0);
});

test("SQL of a batch reads the staging folder and no other file", async () => {
  const { commit } = await open();
  const reads: ApplyBatch = async (inside) => {
    await inside.run(`SELECT * FROM read_text('${import.meta.filename}')`);
    return { rowsIn: 0, rowsOk: 0, rowsUnchanged: 0, rowsQuarantined: 0 };
  };
  await expect(commit(proposal, reads)).rejects.toThrow(/disabled|not allowed|allowed_directories/i);
});
