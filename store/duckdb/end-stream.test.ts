import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { createTableSql } from "../schema/data-definition.ts";
import { tableShape } from "../schema/table-shape.ts";
import { digestRows, rowsOfBatch } from "../snapshots/digest-rows.ts";
import { temporaryDir } from "../testing/temporary-store.ts";
import { type Database, openDatabase } from "./open-database.ts";
import { streamChunks } from "./stream-chunks.ts";

let temporary: Awaited<ReturnType<typeof temporaryDir>>;
beforeAll(async () => {
  temporary = await temporaryDir();
});
afterAll(() => temporary.remove());

let files = 0;
let path = "";
let database: Database;
beforeEach(async () => {
  path = join(temporary.dir, `${files++}.duckdb`);
  database = await openDatabase(path, "read-write");
});

const script = `
import("@duckdb/node-api")
  .then(({ DuckDBInstance }) => DuckDBInstance.create(process.argv[1]))
  .then(() => "opened", (error) => error.message)
  .then((said) => process.stdout.write(said));`;

/** What another process hears that wants to write the file. */
const openElsewhere = async (): Promise<string> =>
  (await promisify(execFile)(process.execPath, ["-e", script, path])).stdout;

const ROWS = 5_000_000;
const query = { sql: `SELECT i FROM range(${ROWS}) t(i)` };

it("a file is free once it is closed, though a query of it was left in its middle", async () => {
  expect(await streamChunks(database.connection, query, ROWS, () => false)).toBe(false);
  expect(await openElsewhere()).toContain("Conflicting lock");
  database.close();
  expect(await openElsewhere()).toBe("opened");
});

it("a file is free once it is closed, though whoever took the rows threw", async () => {
  const streaming = streamChunks(database.connection, query, ROWS, () => {
    throw new Error("not these");
  });
  await expect(streaming).rejects.toThrow("not these");
  database.close();
  expect(await openElsewhere()).toBe("opened");
});

it("the connection answers what it is asked next", async () => {
  await streamChunks(database.connection, query, ROWS, () => false);
  const answer = await database.connection.run("SELECT 42");
  expect(await answer.getRows()).toEqual([[42]]);
  database.close();
});

it("a file is free once it is closed, though a batch's rows did not lie in the order of their key", async () => {
  const shape = tableShape("fx_1d");
  await database.connection.run(createTableSql(shape));
  await database.connection.run(
    `INSERT INTO fx_1d SELECT 'USD', 'KRW', DATE '2010-01-01' + i::INTEGER, 1 + i / 7, TIMESTAMP '2040-01-01', 0, 's', 'b', 1
     FROM range(5000) r(i) ORDER BY i DESC`,
  );
  expect(await digestRows(database.connection, shape, rowsOfBatch(shape, 1))).toMatchObject({ rows: 5_000 });
  database.close();
  expect(await openElsewhere()).toBe("opened");
});
