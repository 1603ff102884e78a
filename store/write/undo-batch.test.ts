import { afterEach, beforeEach, expect, test } from "vitest";
import { MICROS_PER_MINUTE } from "../../engine/contract/time.ts";
import { wireOk } from "../../wire/contract.ts";
import type { TableName } from "../contract/tables.ts";
import { readRows } from "../duckdb/read-columns.ts";
import { openStore } from "../open-store.ts";
import { tableShape } from "../schema/table-shape.ts";
import { verifySnapshot } from "../snapshots/verify-snapshot.ts";
import { closeOf, FIRST_SESSION } from "../testing/fixture.ts";
import { copyFixtureStore, temporaryDir } from "../testing/temporary-store.ts";
import type { ApplyBatch } from "./batch.ts";
import { type OpenedWriter, openWriter } from "./open-writer.ts";
import { undoBatch } from "./undo-batch.ts";

let dir = "";
let remove: () => Promise<void>;
let writer: OpenedWriter;
beforeEach(async () => {
  ({ dir, remove } = await temporaryDir());
  await copyFixtureStore(dir);
  const opened = await openWriter(dir);
  if (!opened.ok) throw new Error(opened.error.message);
  writer = opened.value;
});
afterEach(async () => {
  writer.close();
  await remove();
});

const now = 1_710_000_000_000_000;
const commit = async (statements: readonly string[]): Promise<string> => {
  const apply: ApplyBatch = async (connection, { ingestSeq, batchId }) => {
    for (const sql of statements)
      await connection.run(sql.replace("PROVENANCE", `'test', '${batchId}', ${ingestSeq}`));
    return { rowsIn: 1, rowsOk: 1, rowsUnchanged: 0, rowsQuarantined: 0 };
  };
  const proposal = {
    sourceId: "test",
    fileName: "f.csv",
    sha256: "ab".repeat(32),
    mapping: null,
    arrivedAt: now,
    stagedId: null,
  };
  const committed = await writer.commit(proposal, apply);
  if (!committed.ok) throw new Error(committed.error.message);
  return committed.value.batchId;
};
const undo = async (batchId: string) => {
  const undone = await undoBatch(writer, batchId, now);
  if (!undone.ok) throw new Error(undone.error.message);
  return undone.value;
};
const instant = (micros: number) => `make_timestamp(${micros}::BIGINT)`;
const fact = (period: number, value: number | "NULL", known: number, revision: number) =>
  `INSERT INTO fundamentals VALUES ('AAA', 'bookValue', DATE '1970-01-01' + ${FIRST_SESSION + period}, 'Q', ${value}, 'currency',
     'KRW', NULL, 'exact', ${instant(known)}, ${revision}, PROVENANCE)`;

/** What is seen of AAA's older period at each instant: [known_at in minutes after the first close, value]. */
const versions = async (maxSeq = 99) => {
  const rows = await readRows(
    writer.connection,
    {
      sql: `SELECT epoch_us(known_at)::DOUBLE, revision, coalesce(value, 'NaN'::DOUBLE) FROM fundamentals
            WHERE iid = 'AAA' AND period_end = DATE '1970-01-01' + ${FIRST_SESSION - 180} AND ingest_seq <= ${maxSeq}
            QUALIFY row_number() OVER (PARTITION BY known_at ORDER BY revision DESC, ingest_seq DESC) = 1
            ORDER BY known_at`,
    },
    { knownAt: "double", revision: "int", value: "double" },
  );
  return rows.map(({ knownAt, value }) => [(knownAt - closeOf(0)) / MICROS_PER_MINUTE, value]);
};

test("[R2] undoing a correction brings back what was known before it, at the same instant, and keeps the snapshot", async () => {
  const before = await versions();
  const batchId = await commit([fact(-180, 99, closeOf(5), 2)]);
  const seen = await versions();
  expect(seen).toEqual([...before, [(closeOf(5) - closeOf(0)) / MICROS_PER_MINUTE, 99]]);
  const undone = await undo(batchId);
  expect(undone.counts.rowsOk).toBe(1);
  expect((await versions()).at(-1)).toEqual([(closeOf(5) - closeOf(0)) / MICROS_PER_MINUTE, 8]);
  // R1: the snapshot of the batch still holds it.
  expect(await versions(undone.ingestSeq - 1)).toEqual(seen);
});

test("[R2] undoing a first version leaves a tombstone, and undoing that gives it back", async () => {
  const batchId = await commit([fact(-270, 5, closeOf(2), 0)]);
  const first = await undo(batchId);
  const read = async () =>
    readRows(
      writer.connection,
      {
        sql: `SELECT revision, coalesce(value, 'NaN'::DOUBLE) FROM fundamentals
              WHERE period_end = DATE '1970-01-01' + ${FIRST_SESSION - 270} ORDER BY known_at, revision`,
      },
      { revision: "int", value: "double" },
    );
  expect((await read()).map(({ value }) => value)).toEqual([5, Number.NaN]);
  await undo(first.batchId);
  expect(await read()).toEqual([
    { revision: 0, value: 5 },
    { revision: 1, value: Number.NaN },
    { revision: 2, value: 5 },
  ]);
  const states = await readRows(
    writer.connection,
    { sql: "SELECT state FROM batches ORDER BY ingest_seq" },
    { state: "text" },
  );
  expect(states.map(({ state }) => state)).toEqual(["committed", "undone", "committed"]);
});

test("[R3] undoing leaves what another batch has put in its place since, before and after", async () => {
  const first = await commit([fact(-180, 50, closeOf(5), 2), fact(-180, 60, closeOf(6), 3)]);
  await commit([fact(-180, 51, closeOf(5), 3), fact(-180, 70, closeOf(7), 4)]);
  await undo(first);
  const minutes = (session: number) => (closeOf(session) - closeOf(0)) / MICROS_PER_MINUTE;
  expect((await versions()).slice(-3)).toEqual([
    [minutes(5), 51],
    // What stood there without the first batch: the second one's word of the day before.
    [minutes(6), 51],
    [minutes(7), 70],
  ]);
});

const day = `DATE '1970-01-01' + ${FIRST_SESSION}`;
const known = instant(closeOf(6));
const tombstones: readonly (readonly [TableName, string, Readonly<Record<string, string>>])[] = [
  [
    "bars_1d",
    `INSERT INTO bars_1d VALUES ('ZZZ', ${day}, 1, 2, 1, 2, 9, 18, 'KRW', 2, ${known}, 0, PROVENANCE)`,
    { close: "null", volume: "null", turnover: "null", flags: "0" },
  ],
  [
    "bars_1m",
    `INSERT INTO bars_1m VALUES ('ZZZ', ${day}, ${instant(closeOf(0))}, 1, 2, 1, 2, 9, 18, 'KRW', 0, ${known}, 0, PROVENANCE)`,
    { close: "null", volume: "null" },
  ],
  [
    "fx_1d",
    `INSERT INTO fx_1d VALUES ('KRW', 'GBP', ${day}, 0.5, ${known}, 0, PROVENANCE)`,
    { rate: "null" },
  ],
  [
    "actions",
    `INSERT INTO actions VALUES ('AAA', 'cash-dividend', NULL, ${day}, NULL, NULL, 1, 3, 'KRW', NULL, ${known}, 0, PROVENANCE, 0.5)`,
    { ratio: "1", cash: "0", cost_share: "null" },
  ],
  [
    "classifications",
    `INSERT INTO classifications VALUES ('ZZZ', 'sector', ${day}, 'Energy', ${known}, 0, PROVENANCE)`,
    { value: "null" },
  ],
  [
    "memberships",
    `INSERT INTO memberships VALUES ('ALL', 'ZZZ', ${day}, NULL, NULL, NULL, ${known}, 0, PROVENANCE)`,
    { valid_to: "2024-01-01" },
  ],
  [
    "instrument_ids",
    `INSERT INTO instrument_ids VALUES ('ZZZ', 'symbol', 'Z', ${day}, NULL, ${known}, 0, PROVENANCE)`,
    { valid_to: "2024-01-01" },
  ],
  [
    "listings",
    `INSERT INTO listings VALUES ('ZZZ', 'XKRX', ${day}, NULL, NULL, NULL, ${known}, 0, PROVENANCE)`,
    { delisted_on: "2024-01-01" },
  ],
  [
    "calendars",
    `INSERT INTO calendars VALUES ('XHKG', ${day}, 'open', ${known}, ${known}, NULL, NULL, ${known}, 0, PROVENANCE)`,
    { status: "closed" },
  ],
];

test.each(tombstones)(
  "[R2] the only version of a fact of %s is withdrawn by a tombstone of its kind",
  async (table, sql, expected) => {
    const undone = await undo(await commit([sql]));
    const columns = Object.keys(expected);
    const rows = await readRows(
      writer.connection,
      {
        sql: `SELECT ${columns.map((name) => `coalesce("${name}"::VARCHAR, 'null')`).join(", ")}, revision FROM "${table}"
            WHERE ingest_seq = ${undone.ingestSeq}`,
      },
      { ...Object.fromEntries(columns.map((name) => [name, "text" as const])), revision: "int" as const },
    );
    expect(
      rows.map((row) =>
        Object.fromEntries(
          Object.entries(row).map(([k, v]) => [k, k === "revision" ? v : String(v).replace(/\.0$/, "")]),
        ),
      ),
    ).toEqual([{ ...expected, revision: 1 }]);
    expect(tableShape(table).key).toContain("revision");
  },
);

test("a batch that is not there, or was taken back before, is refused with a reason", async () => {
  const batchId = await commit([fact(-270, 5, closeOf(2), 0)]);
  await undo(batchId);
  expect(await undoBatch(writer, batchId, now)).toMatchObject({ error: { code: "already-undone" } });
  expect(await undoBatch(writer, "batch-77", now)).toMatchObject({ error: { code: "unknown-batch" } });
});

test("[R11] after commits and undos the rows give each snapshot's id, and a changed bit gives another", async () => {
  await undo(await commit([fact(-180, 99, closeOf(5), 2)]));
  writer.close();
  const store = await openStore(dir);
  if (!store.ok) throw new Error(store.error.message);
  for (const name of ["test", "batch 2", "batch 3"]) {
    const checked = await store.value.read(name, async ({ connection, snapshot }) =>
      wireOk(await verifySnapshot(connection, snapshot)),
    );
    expect(checked).toMatchObject({ ok: true, value: { isSame: true, faults: [] } });
  }
  await store.value.write(async (other) => {
    await other.connection.run("UPDATE fundamentals SET value = value + 1e-9 WHERE ingest_seq = 2");
    return wireOk(null);
  });
  const checked = await store.value.read("batch 2", async ({ connection, snapshot }) =>
    wireOk(await verifySnapshot(connection, snapshot)),
  );
  expect(checked).toMatchObject({
    value: { isSame: false, faults: ["Rows of fundamentals of batch 2 are not those that were committed."] },
  });
  store.value.close();
  const again = await openWriter(dir);
  if (again.ok) writer = again.value;
});
