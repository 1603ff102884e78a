import { createHash } from "node:crypto";
import type { Worker } from "node:worker_threads";
import { expect, test } from "vitest";
import { type ColumnHasher, hashHere } from "./column-hasher.ts";
import { hashApart } from "./hash-apart.ts";

const PIECES = 300;
const BYTES = 1 << 16;

/** Three columns, their pieces of different length and content; waits for room as a reader does. */
const feed = async (hasher: ColumnHasher): Promise<string[]> => {
  const buffers = [0, 1, 2].map(() => new ArrayBuffer(BYTES));
  for (let piece = 0; piece < PIECES; piece++) {
    const column = piece % 3;
    const length = BYTES - (piece % 7);
    new Uint8Array(buffers[column]!).fill(piece);
    buffers[column] = hasher.take(column, buffers[column]!, length);
    expect(buffers[column].byteLength).toBe(BYTES);
    await hasher.room();
  }
  return (await hasher.finish()).map((digest) => Buffer.from(digest).toString("hex"));
};

/** Threads that were started and have not ended. */
const threads = new Set<Worker>();
process.on("worker", (worker) => {
  threads.add(worker);
  worker.once("exit", () => threads.delete(worker));
});

test("[R11] a thread of its own hashes every column as this thread does", async () => {
  const apart = hashApart(3);
  const digests = await feed(apart);
  await apart.close();
  expect(digests).toEqual(await feed(hashHere(3)));
  expect(new Set(digests).size).toBe(3);
});

test("a column without bytes has the digest of nothing", async () => {
  const hasher = hashApart(1);
  const nothing = createHash("sha256").digest("hex");
  expect(Buffer.from((await hasher.finish())[0]!).toString("hex")).toBe(nothing);
  await hasher.close();
});

test("a fault in the thread is told to whoever waits, and the thread is gone", async () => {
  const hasher = hashApart(1);
  hasher.take(1, new ArrayBuffer(8), 8);
  await expect(hasher.finish()).rejects.toThrow("undefined");
  await hasher.close();
  expect(threads.size).toBe(0);
});

test("work that is given up leaves no thread behind, and nobody waits for it", async () => {
  const hasher = hashApart(1);
  const buffer = hasher.take(0, new ArrayBuffer(BYTES), BYTES);
  await new Promise((resolve) => setImmediate(resolve));
  expect(threads.size).toBe(1);
  await hasher.close();
  expect(threads.size).toBe(0);
  hasher.take(0, buffer, BYTES);
  await expect(hasher.finish()).rejects.toThrow("ended too early");
});
