import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { afterEach, beforeEach, expect, test } from "vitest";
import { findSnapshot } from "../snapshots/find-snapshot.ts";
import { verifySnapshot } from "../snapshots/verify-snapshot.ts";
import { copyFixtureStore, temporaryDir } from "../testing/temporary-store.ts";
import type { ApplyBatch } from "../write/batch.ts";
import { applyStaged } from "./apply-staged.ts";
import { proposalOf } from "./commit-staged.ts";
import { readStagedBatch } from "./staged-batch.ts";
import { ask, barMapping, stage, withWriter, writeText } from "./testing/import-into.ts";

let dir = "";
let remove: () => Promise<void>;
beforeEach(async () => {
  ({ dir, remove } = await temporaryDir());
  await copyFixtureStore(dir);
});
afterEach(() => remove());

const days = ["01", "02", "03", "04", "05", "08"].map((day) => `2024-01-${day}`);
const lineOf = (name: string, i: number, day: string) =>
  `${name},${day},${10 + i},${11 + i},${9 + i},${10.5 + i},${i % 7 === 3 ? 0 : 100 * i}`;
const names = Array.from({ length: 40 }, (_, i) => `N${String(i).padStart(3, "0")}`);
const lines = names.flatMap((name, i) => days.map((day) => lineOf(name, i, day)));

/** Takes the lines in as they lie, as a batch that is digested beside from `rowsToDigestBeside` rows on. */
const take = async (
  text: readonly string[],
  rowsToDigestBeside: number,
  change: (apply: ApplyBatch) => ApplyBatch = (apply) => apply,
) => {
  const file = await writeText(
    dir,
    "bars.csv",
    `symbol,date,open,high,low,close,volume\n${text.join("\n")}\n`,
  );
  const { stagedId, report } = await stage(dir, file, barMapping());
  const staged = await readStagedBatch(dir, stagedId!);
  if (!staged.ok) throw new Error(staged.error.message);
  return withWriter(dir, async (writer) => {
    const apply = change(applyStaged(dir, staged.value, rowsToDigestBeside));
    const committed = await writer.commit({ ...proposalOf(staged.value), sha256: "" }, apply);
    if (!committed.ok) throw new Error(committed.error.message);
    const snapshot = await findSnapshot(writer.connection, committed.value.snapshotId);
    if (!snapshot.ok) throw new Error(snapshot.error.message);
    return { report, ...committed.value, check: await verifySnapshot(writer.connection, snapshot.value) };
  });
};

test.each([
  ["in the order of their key", lines],
  [
    "out of order, with some that are kept out",
    [...lines.toReversed(), "N001,2024-01-09,-1,2,1,1,5", "N002,2024-01-10,,,,,"],
  ],
])("[R11] rows %s have the digest of the table they went into, digested beside or after", async (_, text) => {
  const beside = await take(text, 1);
  expect(beside.check).toMatchObject({ isSame: true, faults: [] });
  const { tables, counts } = beside;
  expect(tables.find(({ table }) => table === "bars_1d")?.rows).toBe(lines.length);
  expect(counts).not.toHaveProperty("digests");
  await remove();
  ({ dir, remove } = await temporaryDir());
  await copyFixtureStore(dir);
  expect((await take(text, Number.POSITIVE_INFINITY)).tables).toEqual(tables);
});

test("[R11] rows that are changed behind their digest are found by who verifies the snapshot", async () => {
  const changed =
    (apply: ApplyBatch): ApplyBatch =>
    async (connection, seat, beside) => {
      const applied = await apply(connection, seat, beside);
      await connection.run(
        `UPDATE bars_1d SET close = close + 1 WHERE ingest_seq = ${seat.ingestSeq} AND iid LIKE '%N007'`,
      );
      return applied;
    };
  const { check } = await take(lines, 1, changed);
  expect(check.isSame).toBe(false);
  expect(check.faults.join()).toMatch(/Rows of bars_1d of batch 2 are not those that were committed/);
});

test("[R11] fewer rows than were digested are no batch", async () => {
  const lost =
    (apply: ApplyBatch): ApplyBatch =>
    async (connection, seat, beside) => {
      const applied = await apply(connection, seat, beside);
      await connection.run(`DELETE FROM bars_1d WHERE ingest_seq = ${seat.ingestSeq} AND iid LIKE '%N007'`);
      return applied;
    };
  await expect(take(lines, 1, lost)).rejects.toThrow("another number of rows");
  expect(await ask(dir, "SELECT count(*)::INTEGER FROM bars_1d WHERE ingest_seq = 2")).toEqual([[0]]);
});

test("a batch whose digest fails is not taken in, and says why", async () => {
  const instance = await DuckDBInstance.create(":memory:", { enable_external_access: "false" });
  const without: DuckDBConnection = await instance.connect();
  const blind =
    (apply: ApplyBatch): ApplyBatch =>
    (connection, seat) =>
      apply(connection, seat, without);
  await expect(take(lines, 1, blind)).rejects.toThrow(/disabled|not allowed|Permission/i);
  expect(await ask(dir, "SELECT count(*)::INTEGER FROM bars_1d WHERE ingest_seq = 2")).toEqual([[0]]);
  without.closeSync();
  instance.closeSync();
});
