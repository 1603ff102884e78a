import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildStore } from "../../store/build/build-store.ts";
import { buildMarketTables } from "./build-market-tables.ts";

const provenance = { sourceId: "asof-reference", batchId: "asof-reference/1", ingestSeq: 1 };
const options = { snapshotName: "empty", isSynthetic: false };
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "asof-reference-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe("a store that holds nothing but facts of the exchanges", () => {
  it("[R6][R11] passes the store's checks, is named alike twice, and answers for any instant", async () => {
    const first = await buildStore(join(folder, "first"), buildMarketTables(provenance), options);
    const second = await buildStore(join(folder, "second"), buildMarketTables(provenance), options);
    expect(second.snapshotId).toBe(first.snapshotId);
    const instance = await DuckDBInstance.create(first.path, { access_mode: "READ_ONLY" });
    const connection = await instance.connect();
    const statusAt = async (instant: string) => {
      const result = await connection.runAndReadAll(
        `SELECT status FROM calendars WHERE mic = 'XHKG' AND session_date = DATE '2023-09-08'
         AND known_at <= TIMESTAMP '${instant}' ORDER BY known_at DESC, revision DESC LIMIT 1`,
      );
      return result.getRows()[0]?.[0];
    };
    expect(await statusAt("2022-11-30 00:00:00")).toBeUndefined();
    expect(await statusAt("2023-09-07 08:30:00")).toBe("open");
    expect(await statusAt("2023-09-08 01:30:00")).toBe("moved");
    expect(await statusAt("2023-09-08 04:30:00")).toBe("closed");
    connection.closeSync();
    instance.closeSync();
  }, 60_000);
});
