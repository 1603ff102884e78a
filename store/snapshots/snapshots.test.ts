import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DOUBLE, type DuckDBConnection, DuckDBInstance, VARCHAR } from "@duckdb/node-api";
import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import { wireOk } from "../../wire/contract.ts";
import { createTableSql } from "../schema/data-definition.ts";
import { tableShape } from "../schema/table-shape.ts";
import { applyMade, proposeMade } from "../testing/made-batches.ts";
import { temporaryStore } from "../testing/temporary-store.ts";
import { createSnapshot, pinSnapshot } from "./create-snapshot.ts";
import { diffSnapshots } from "./diff-snapshots.ts";
import { digestRows, rowsOfBatch } from "./digest-rows.ts";
import { findSnapshot } from "./find-snapshot.ts";
import { listSnapshots } from "./list-snapshots.ts";

let made: Awaited<ReturnType<typeof temporaryStore>>;
beforeEach(async () => {
  made = await temporaryStore();
});
afterEach(() => made.remove());

const at = 1_710_000_000_000_000;
const add = async (name: string, rows: number) => {
  const proposal = await proposeMade(made.dir, { name, rows });
  return made.store.write((writer) => writer.commit(proposal, applyMade({ name, rows })));
};
const find = (wanted: string | null) => made.store.read(wanted, async ({ snapshot }) => wireOk(snapshot));

test("[R1] while a batch is written reads wait; then the newest snapshot has it and the earlier one has not", async () => {
  const count = (snapshot: string | null) =>
    made.store.read(snapshot, async ({ connection, snapshot: cut }) =>
      wireOk(
        (
          await (
            await connection.run(
              `SELECT count(*)::INTEGER FROM fx_1d WHERE ingest_seq <= ${cut.maxIngestSeq}`,
            )
          ).getRows()
        )[0]![0],
      ),
    );
  const proposal = await proposeMade(made.dir, { name: "one", rows: 500 });
  const writing = made.store.write((writer) =>
    writer.commit(proposal, applyMade({ name: "one", rows: 500 })),
  );
  const during = count(null);
  expect(await writing).toMatchObject({ ok: true, value: { snapshotName: "batch 2" } });
  expect(await during).toEqual({ ok: true, value: 508 });
  expect(await count("test")).toEqual({ ok: true, value: 8 });
  expect(made.store.snapshot.name).toBe("batch 2");
});

test("[R1] what speaks of the future (calendars, settlement, costs) does not move the instant a snapshot reaches", async () => {
  const before = made.store.snapshot.knownTo;
  const reference = (table: string, columns: string) => async (connection: DuckDBConnection) => {
    await connection.run(`INSERT INTO ${table} BY NAME SELECT ${columns}, TIMESTAMP '2030-01-01' AS known_at,
      0 AS revision, 'test' AS source_id, 'batch-2-000000000000' AS batch_id, 2 AS ingest_seq`);
  };
  const inserts = [
    reference(
      "calendars",
      `'XKRX' AS mic, DATE '2031-01-02' AS session_date, 'open' AS status,
       TIMESTAMP '2031-01-02' AS open_utc, TIMESTAMP '2031-01-02 06:30:00' AS close_utc`,
    ),
    reference("settlement_cycles", "'XKRX' AS mic, DATE '2031-01-01' AS valid_from, 1 AS sessions"),
    reference(
      "trading_costs",
      "'XKRX' AS mic, 'levy' AS kind, 'sell' AS side, DATE '2031-01-01' AS valid_from, 1.0 AS basis_points",
    ),
  ];
  const proposal = { ...(await proposeMade(made.dir, { name: "later", rows: 1 })), sha256: "0".repeat(64) };
  const committed = await made.store.write((writer) =>
    writer.commit(proposal, async (connection) => {
      for (const insert of inserts) await insert(connection);
      return { rowsIn: 3, rowsOk: 3, rowsUnchanged: 0, rowsQuarantined: 0 };
    }),
  );
  expect(committed).toMatchObject({ ok: true, value: { tables: { length: 3 } } });
  expect(made.store.snapshot).toMatchObject({ name: "batch 2", knownTo: before });
});

test("a snapshot is found by name, by id and by the beginning of its id, and by nothing else", async () => {
  const { id } = made.store.snapshot;
  for (const wanted of ["test", id, id.slice(0, 8)])
    expect(await find(wanted)).toMatchObject({ ok: true, value: { id } });
  for (const wanted of ["tes", id.slice(0, 7), `${id}0`, "", "' OR true --"])
    expect(await find(wanted)).toMatchObject({ error: { code: "unknown-snapshot" } });
});

test("a state may have several names; the one given last is shown, and a name in use is refused", async () => {
  const created = await made.store.write((writer) => createSnapshot(writer, "Q1 review", at));
  expect(created).toMatchObject({ ok: true, value: { id: made.store.snapshot.id, createdAt: at } });
  expect(made.store.snapshot.name).toBe("Q1 review");
  for (const name of ["Q1 review", "test", "batch 9"])
    expect(await made.store.write((writer) => createSnapshot(writer, name, at))).toMatchObject({
      error: { code: "name-taken" },
    });
  const pinned = await made.store.write((writer) => pinSnapshot(writer, "test", true));
  expect(pinned).toMatchObject({ value: { name: "test", isPinned: true } });
  const listed = await made.store.read(null, async ({ connection }) =>
    wireOk(await listSnapshots(connection)),
  );
  expect(listed.ok && listed.value.map(({ name, isCurrent }) => [name, isCurrent])).toEqual([
    ["Q1 review", true],
    ["test", false],
  ]);
});

test("[R11] a difference names the batches, the rows added and the facts changed, whichever way it is asked", async () => {
  await add("one", 3);
  await made.store.write((writer) =>
    writer.commit(
      {
        sourceId: "test",
        fileName: "fix.csv",
        sha256: "cd".repeat(32),
        mapping: null,
        arrivedAt: at,
        stagedId: null,
      },
      async (connection, { ingestSeq, batchId }) => {
        await connection.run(
          `INSERT INTO fx_1d SELECT base, quote, session_date, 2, known_at, revision + 1, 'test', '${batchId}', ${ingestSeq}
           FROM fx_1d WHERE base = 'KRW' ORDER BY session_date LIMIT 2`,
        );
        return { rowsIn: 2, rowsOk: 2, rowsUnchanged: 0, rowsQuarantined: 0 };
      },
    ),
  );
  const diff = (from: string, to: string) =>
    made.store.read(null, ({ connection }) => diffSnapshots(connection, from, to));
  const found = await diff("test", "batch 3");
  expect(found).toMatchObject({
    value: {
      batches: [
        { fileName: "one.json", rows: 3 },
        { fileName: "fix.csv", rows: 2 },
      ],
      tables: [{ table: "fx_1d", addedRows: 5, changedFacts: 2 }],
    },
  });
  expect(found.ok && found.value.tables[0]!.examples[0]).toEqual({
    fact: "base KRW, quote USD, session_date 2024-01-01",
    before: "rate 0.0007",
    after: "rate 2.0",
  });
  expect(await diff("batch 3", "test")).toEqual(found);
  expect(await diff("test", "nobody")).toMatchObject({ error: { code: "unknown-snapshot" } });
});

test("a kept catalog that was damaged is computed again", async () => {
  const { snapshot } = made.store;
  const get = () => made.store.read(null, async (source) => wireOk(await made.store.catalogs.get(source)));
  const first = await get();
  const path = join(made.dir, "catalogs", `${snapshot.id}.json`);
  expect(await readdir(join(made.dir, "catalogs"))).toEqual([`${snapshot.id}.json`]);
  await writeFile(path, "{");
  const { CatalogCache } = await import("../catalog/catalog-cache.ts");
  const other = new CatalogCache(join(made.dir, "catalogs"));
  expect(await made.store.read(null, async (source) => wireOk(await other.get(source)))).toEqual(first);
});

/** Rows of any kind a table may hold: texts short, long and beyond the plane, nulls, zeros of both signs, no numbers. */
const anyRow = fc.record({
  source: fc.oneof(
    fc.string({ unit: "binary", maxLength: 20 }),
    fc.constantFrom("a", "a long text that is kept elsewhere"),
  ),
  value: fc.option(fc.oneof(fc.double(), fc.constantFrom(0, -0, Number.NaN, Number.POSITIVE_INFINITY)), {
    nil: null,
  }),
  date: fc.integer({ min: 0, max: 20_000 }),
});

test("[R11] a digest does not depend on the order or the chunks of rows, and changes with any bit, text or null", async () => {
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  const table = tableShape("fx_1d");
  const digestOf = async (
    rows: readonly { source: string; value: number | null; date: number }[],
    inserts: number,
  ) => {
    await connection.run("DROP TABLE IF EXISTS fx_1d");
    await connection.run(createTableSql(table));
    const size = Math.ceil(rows.length / inserts);
    for (let from = 0; from < rows.length; from += size) {
      for (const { source, value, date } of rows.slice(from, from + size))
        await connection.run(
          `INSERT INTO fx_1d VALUES ('A', 'B', DATE '1970-01-01' + ${date}, $value, TIMESTAMP '2020-01-01', 0, $source, 'b', 1)`,
          { value, source },
          // Else a whole number is bound as an integer, which has no -0.
          { value: DOUBLE, source: VARCHAR },
        );
    }
    return digestRows(connection, table, rowsOfBatch(table, 1));
  };
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(anyRow, { selector: ({ date }) => date, minLength: 1, maxLength: 12 }),
      async (rows) => {
        const clean = rows.map((row) => ({ ...row, source: row.source.replaceAll("\0", "") }));
        const first = await digestOf(clean, 1);
        expect((await digestOf(clean.toReversed(), 3)).digest).toBe(first.digest);
        const changes = [
          { ...clean[0]!, source: `${clean[0]!.source}x` },
          { ...clean[0]!, value: clean[0]!.value === null ? 0 : null },
          ...(clean[0]!.value === 0 ? [{ ...clean[0]!, value: -clean[0]!.value }] : []),
        ];
        for (const changed of changes)
          expect((await digestOf([changed, ...clean.slice(1)], 1)).digest).not.toBe(first.digest);
      },
    ),
    { numRuns: 25, seed: 11 },
  );
  instance.closeSync();
}, 120_000);

test("the newest of two states is what is read when nobody asks for another", async () => {
  await add("one", 3);
  const found = await made.store.read(null, async ({ connection }) => findSnapshot(connection, null));
  expect(found).toMatchObject({ value: { name: "batch 2", maxIngestSeq: 2, isSynthetic: true } });
});
