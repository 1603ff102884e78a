import type { Worker } from "node:worker_threads";
import { DuckDBInstance } from "@duckdb/node-api";
import { expect, test } from "vitest";
import { createTableSql } from "../schema/data-definition.ts";
import { tableShape } from "../schema/table-shape.ts";
import { digestRows, rowsOfBatch } from "./digest-rows.ts";

const ROWS = 5_000;
const shape = tableShape("bars_1d");

/** Threads that were started and have not ended. */
const threads = new Set<Worker>();
process.on("worker", (worker) => {
  threads.add(worker);
  worker.once("exit", () => threads.delete(worker));
});

/** Long names, a column of one value, one of none, one of some; 5,000 rows are several chunks. */
const digestOf = async (
  options: { order?: string; change?: string; name?: string; rows?: number; rowsToHashApart?: number } = {},
) => {
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  try {
    await connection.run(createTableSql(shape));
    await connection.run(`INSERT INTO bars_1d SELECT ${options.name ?? "printf('XNYS:a-long-name-%04d', i // 700)"}, DATE '2010-01-01' + i::INTEGER,
      i / 7, i / 7 + 1, i / 7 - 1, i / 7, i, CASE WHEN i % 3 = 0 THEN i END, 'USD', 0, TIMESTAMP '2010-01-01 21:00:00' + INTERVAL (i) DAY, 0,
      'source', 'batch-1-a-long-name', 1 FROM range(${options.rows ?? ROWS}) r(i) ORDER BY ${options.order ?? "i"}`);
    if (options.change) await connection.run(`UPDATE bars_1d SET ${options.change}`);
    return await digestRows(connection, shape, rowsOfBatch(shape, 1), options.rowsToHashApart);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
};

/** Computed once, when every column was hashed on the thread that read it. What a store wrote down must stay true. */
test("[R11] the digest of these rows is the one that it always was", async () => {
  expect((await digestOf()).digest).toBe("062f22721bd4eded3145c5318d339f929a774845d3f914b004620b2807c6bbff");
  expect(
    (await digestOf({ change: "source_id = '한국', turnover = NULL WHERE volume % 7 < 3" })).digest,
  ).toBe("67686be645ef6412bec9cdadbed112cf63fe58b5c585b1cf50d8dd2324ddf307");
  expect(
    (await digestOf({ change: "close = NULL, volume = -0.0, flags = volume::INTEGER % 5" })).digest,
  ).toBe("da2827c2f525b9e352c2c07888d305add26d04702c7e58543905c3de63794f8d");
});

test("[R11] a batch has one digest in whatever order its rows arrived", async () => {
  const inOrder = await digestOf();
  expect(inOrder).toMatchObject({ rows: ROWS, hasDuplicates: false });
  expect(await digestOf({ order: "i DESC" })).toEqual(inOrder);
  expect(await digestOf({ order: "hash(i)" })).toEqual(inOrder);
});

test("[R11] rows hashed in a thread of its own have the same digest, in order or not", async () => {
  expect(await digestOf({ rowsToHashApart: 0 })).toEqual(await digestOf());
  const rows = 100_000;
  const here = await digestOf({ rows, rowsToHashApart: Number.POSITIVE_INFINITY });
  expect(await digestOf({ rows, rowsToHashApart: 0 })).toEqual(here);
  expect(await digestOf({ rows, rowsToHashApart: 0, order: "hash(i)" })).toEqual(here);
  expect(threads.size).toBe(0);
});

test("a digest that is interrupted ends with the interruption, and its thread with it", async () => {
  const instance = await DuckDBInstance.create(":memory:", { threads: "1" });
  const connection = await instance.connect();
  await connection.run(createTableSql(shape));
  await connection.run(`INSERT INTO bars_1d SELECT 'A', DATE '1970-01-01' + i::INTEGER, i, i, i, i, i, i, 'USD', 0,
    TIMESTAMP '2010-01-01 21:00:00', 0, 'source', 'batch', 1 FROM range(1000000) r(i)`);
  // The first buffer that comes back says that the rows are passing.
  process.once("worker", (worker) => worker.once("message", () => connection.interrupt()));
  await expect(digestRows(connection, shape, rowsOfBatch(shape, 1))).rejects.toThrow(/Interrupted!/);
  expect(threads.size).toBe(0);
  connection.closeSync();
  instance.closeSync();
});

test("[R11] one value that differs makes another digest, in columns of one value or of many", async () => {
  const digests = [(await digestOf()).digest];
  for (const change of [
    "currency = 'USd'",
    "currency = 'USd' WHERE volume = 4999",
    "flags = 2",
    "flags = 2 WHERE volume = 0",
    "turnover = NULL",
    "turnover = NULL WHERE turnover = 3",
    "batch_id = 'batch-1-a-long-namf'",
    "batch_id = 'batch-1-a-long-namf' WHERE volume = 2048",
    "iid = 'XNYS:a-long-name-0000' WHERE volume = 700",
    "close = close + 1e-12 WHERE volume = 1",
  ])
    digests.push((await digestOf({ change })).digest);
  expect(new Set(digests).size).toBe(digests.length);
});

test("[R3] two rows of one key are found, also where the key is the same in all rows", async () => {
  expect(
    (
      await digestOf({
        change: "session_date = session_date - 1, known_at = known_at - INTERVAL 1 DAY WHERE volume = 9",
      })
    ).hasDuplicates,
  ).toBe(true);
  expect((await digestOf({ name: "'XNYS:one'" })).hasDuplicates).toBe(false);
  expect(
    (
      await digestOf({
        name: "'XNYS:one'",
        change: "session_date = DATE '2010-01-01', known_at = TIMESTAMP '2010-01-01 21:00:00'",
      })
    ).hasDuplicates,
  ).toBe(true);
});
