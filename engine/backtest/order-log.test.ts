import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import type { OrderRequest } from "../contract/orders.ts";
import { OrderLog } from "./order-log.ts";

/** Doubles in little-endian order, and texts after their length: written anew, by another's functions. */
const bytes = (...parts: readonly (number | string)[]): Buffer =>
  Buffer.concat(
    parts.flatMap((part) => {
      const number = Buffer.alloc(8);
      number.writeDoubleLE(typeof part === "number" ? part : Buffer.byteLength(part));
      return typeof part === "number" ? [number] : [number, Buffer.from(part)];
    }),
  );
const chain = (...blocks: readonly Buffer[]): string =>
  blocks
    .reduce(
      (link, block) => createHash("sha256").update(link).update(block).digest(),
      createHash("sha256").update("asof order log 3\n").digest(),
    )
    .toString("hex");

const KIND = 2 ** 32;
const limit: OrderRequest = { type: "limit", shares: -5, limit: 9.5, timeInForce: { until: 18_300 } };

test("[E78] [E79] the log's bytes are fixed: names at first use, orders, cancels, changes, fills and instants", () => {
  const log = new OrderLog(["never used", "B", "한국 A"]);
  log.marketOrder(2, 100);
  log.order(1, limit);
  log.order(2, { type: "market", shares: 7, timeInForce: "gtc" });
  log.seal(1_000);
  log.fill(2, 100, 123_456, 78);
  log.cancel(2);
  log.amend(3, { shares: 8, limit: 10 });
  log.seal(2_000.5);
  // Nothing was written since: no instant.
  log.seal(3_000);
  const records = [
    ...[0 * KIND + 0, "한국 A", 1 * KIND + 0, 100],
    ...[0 * KIND + 1, "B", 2 * KIND + 1],
    '{"limit":9.5,"shares":-5,"timeInForce":{"until":18300},"type":"limit"}',
    ...[1 * KIND + 0, 7, 6 * KIND, 1_000],
    ...[5 * KIND + 0, 100, 123_456, 78],
    ...[3 * KIND, 2, 4 * KIND, 3, '{"limit":10,"shares":8}', 6 * KIND, 2_000.5],
  ];
  expect(log.hash).toBe(chain(bytes(...records)));
});

test("[E79] an order written otherwise is the same record, and a plain one the short record", () => {
  const hashOf = (write: (log: OrderLog) => void) => {
    const log = new OrderLog(["A"]);
    write(log);
    log.seal(1);
    return log.hash;
  };
  const turned = Object.fromEntries(Object.entries(limit).reverse()) as unknown as OrderRequest;
  expect(hashOf((log) => log.order(0, turned))).toBe(hashOf((log) => log.order(0, limit)));
  const plain = { type: "market", shares: 3, timeInForce: "gtc" } as const;
  expect(hashOf((log) => log.order(0, { ...plain, fillAt: "next-open" }))).toBe(
    hashOf((log) => log.marketOrder(0, 3)),
  );
  for (const other of [
    { ...plain, timeInForce: "day" },
    { ...plain, fillAt: "next-close" },
  ] as const)
    expect(hashOf((log) => log.order(0, other))).not.toBe(hashOf((log) => log.marketOrder(0, 3)));
});

test("[E78] a block ends with the first instant past its length, and a saved log goes on as it would have", () => {
  const iids = Array.from({ length: 700 }, (_, i) => `instrument ${i}`);
  const log = new OrderLog(iids);
  const blocks: (number | string)[][] = [[]];
  const sealed = (at: number) => {
    log.seal(at);
    blocks.at(-1)!.push(6 * KIND, at);
    // With the link before it.
    if (32 + bytes(...blocks.at(-1)!).length >= 8_192) blocks.push([]);
  };
  const first = (i: number) => {
    log.marketOrder(i, i + 1);
    blocks.at(-1)!.push(i, iids[i]!, KIND + i, i + 1);
  };
  for (let i = 0; i < 600; i++) {
    first(i);
    // One instant with more than a block's bytes, then many with few.
    if (i === 400 || i > 550) sealed(i);
  }
  expect(blocks.length).toBeGreaterThan(1);
  const saved = log.save();
  const resumed = new OrderLog([...iids].reverse());
  resumed.restore(structuredClone(saved));
  expect(resumed.hash).toBe(log.hash);
  for (const each of [3, 5, 3]) {
    log.marketOrder(each, 1);
    resumed.marketOrder(699 - each, 1);
    blocks.at(-1)!.push(KIND + each, 1);
  }
  resumed.seal(9);
  sealed(9);
  expect(log.hash).toBe(chain(...blocks.map((block) => bytes(...block))));
  expect(resumed.hash).toBe(log.hash);
});
