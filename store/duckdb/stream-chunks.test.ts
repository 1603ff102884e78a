import { open, stat } from "node:fs/promises";
import { join } from "node:path";
import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { afterAll, beforeAll, expect, it } from "vitest";
import { temporaryDir } from "../testing/temporary-store.ts";
import { openDatabase } from "./open-database.ts";
import { vectorItems } from "./read-columns.ts";
import { countRows, IncompleteResult, streamChunks } from "./stream-chunks.ts";

const ROWS = 1_000_000;
let instance: DuckDBInstance;
let connection: DuckDBConnection;
beforeAll(async () => {
  instance = await DuckDBInstance.create(":memory:", { threads: "2" });
  connection = await instance.connect();
});
afterAll(() => {
  connection.closeSync();
  instance.closeSync();
});

const from = `FROM range(${ROWS}) t(i)`;
const failing = `SELECT (i::VARCHAR || CASE WHEN i = 700000 THEN 'x' ELSE '' END)::INTEGER ${from}`;

it("every row is taken", async () => {
  let rows = 0;
  const rowCount = await countRows(connection, { sql: from });
  const isWhole = await streamChunks(connection, { sql: `SELECT i ${from}` }, rowCount, (chunk) => {
    rows += chunk.rowCount;
    return true;
  });
  expect([isWhole, rows, rowCount]).toEqual([true, ROWS, ROWS]);
});

it("rows of a table come in its order: bars are placed by it", async () => {
  const { dir, remove } = await temporaryDir();
  const database = await openDatabase(join(dir, "order.duckdb"), "read-write");
  const { connection: own } = database;
  try {
    await own.run(`CREATE TABLE t AS SELECT i::INTEGER AS i, sin(i) AS value ${from}`);
    for (const slow of ["", " WHERE md5(value::VARCHAR) <> ''"]) {
      let next = 0;
      await streamChunks(own, { sql: `SELECT i, value FROM t${slow}` }, ROWS, (chunk) => {
        const values = vectorItems<Int32Array>(chunk, 0);
        return values.every((value) => value === next++);
      });
      expect(next).toBe(ROWS);
    }
  } finally {
    database.close();
    await remove();
  }
}, 60_000);

it("a query that fails half-way is an error, not a shorter answer", async () => {
  let rows = 0;
  const streaming = streamChunks(connection, { sql: failing }, ROWS, (chunk) => {
    rows += chunk.rowCount;
    return true;
  });
  await expect(streaming).rejects.toThrow(/of 1000000 rows.*doctor/);
  expect(rows).toBeLessThan(ROWS);
  expect(rows).toBeGreaterThan(0);
});

it("an interrupted query is an error too", async () => {
  const streaming = streamChunks(connection, { sql: `SELECT i ${from}` }, ROWS, () => {
    connection.interrupt();
    return true;
  });
  await expect(streaming).rejects.toThrow(/of 1000000 rows/);
});

it("whoever has enough may stop", async () => {
  expect(await streamChunks(connection, { sql: failing }, ROWS, () => false)).toBe(false);
});

it("a block that the disk gave back wrongly is an error", async () => {
  const { dir, remove } = await temporaryDir();
  const path = join(dir, "t.duckdb");
  const written = await openDatabase(path, "read-write");
  await written.connection.run(`CREATE TABLE t AS SELECT (hash(i) / 7)::DOUBLE AS value ${from}`);
  await written.connection.run("CHECKPOINT");
  written.close();
  const file = await open(path, "r+");
  await file.write(Buffer.alloc(64, 0x5a), 0, 64, Math.floor((await stat(path)).size * 0.6));
  await file.close();

  const damaged = await openDatabase(path, "read-only");
  const rowCount = await countRows(damaged.connection, { sql: "FROM t" });
  const streaming = streamChunks(damaged.connection, { sql: "SELECT value FROM t" }, rowCount, () => true);
  await expect(streaming).rejects.toThrow(IncompleteResult);
  damaged.close();
  await remove();
});
