import { afterAll, beforeAll, expect, test } from "vitest";
import { type Client, connect } from "../wire/connect.ts";
import { wireOk } from "../wire/contract.ts";
import { portPair } from "../wire/port.ts";
import type { PanelHeader, PanelRequest } from "./contract/panel-request.ts";
import { type StoreContract, storeContract } from "./contract/store-contract.ts";
import { openDatabase } from "./duckdb/open-database.ts";
import { openStore } from "./open-store.ts";
import { serveStore } from "./serve-store.ts";
import { closeOf, FIRST_SESSION, SESSIONS } from "./testing/fixture.ts";
import { temporaryStore } from "./testing/temporary-store.ts";

let made: Awaited<ReturnType<typeof temporaryStore>>;
beforeAll(async () => {
  made = await temporaryStore();
});
afterAll(() => made.remove());

const openClient = (): Client<StoreContract> => {
  const [near, far] = portPair();
  serveStore(far, made.store);
  return connect(near, storeContract);
};
const request: PanelRequest = {
  universe: "ALL",
  fields: ["close", "bookValue"],
  from: FIRST_SESSION,
  to: FIRST_SESSION + SESSIONS,
  warmUpSessions: 0,
  snapshot: null,
  frequency: "session" as const,
  decisionByMarket: {},
  reasons: false,
  decision: { kind: "close" as const, delayMinutes: 30 },
  asOf: null,
};
const openPanel = async (
  client: Client<StoreContract>,
  change: Partial<PanelRequest> = {},
): Promise<PanelHeader> => {
  const opened = await client.call("panel/open", { ...request, ...change });
  if (!opened.ok) throw new Error(opened.error.message);
  return opened.value;
};
/** Reads a column of doubles in chunks of `chunk` bytes. */
const readColumn = async (client: Client<StoreContract>, header: PanelHeader, column: number, chunk = 24) => {
  const bytes = new Uint8Array(header.columns[column]!.byteLength);
  for (let byteOffset = 0; byteOffset < bytes.length; byteOffset += chunk) {
    const read = await client.call("panel/read", {
      panelId: header.panelId,
      column,
      byteOffset,
      byteLength: chunk,
    });
    if (!read.ok) throw new Error(read.error.message);
    bytes.set(read.value, byteOffset);
  }
  return [...new Float64Array(bytes.buffer)];
};

test("[R1] a restated bar shows only on rows decided after it, and a late bar leaves a gap that nothing fills", async () => {
  const client = openClient();
  const close = await readColumn(client, await openPanel(client), 0);
  // AAA's bar of session 3 was restated an hour after the close of session 4: row 3 keeps what was known on day 3.
  expect(close.slice(0, 8)).toEqual([100, 101, 102, 103, 104, 105, 106, 107]);
  expect(close.slice(8)).toEqual([50, 51, Number.NaN, 53, 54, 55, 56, 57]);
});

test("[R4] a late restatement of an old period keeps the newest period, and a withdrawal leaves none [R7]", async () => {
  const client = openClient();
  const book = await readColumn(client, await openPanel(client), 1);
  // AAA: 7 (older period) on day 0, then 10; the restatement 8 of the old period never shows; stale after 5 days.
  expect(book.slice(0, 8)).toEqual([7, 10, 10, 10, 10, 10, Number.NaN, Number.NaN]);
  expect(book.slice(8)).toEqual([NaN, NaN, 20, 20, 20, NaN, NaN, NaN]);
});

test("[R4] the period before the newest is served as it was known, restatements included, in panels and cross-sections", async () => {
  const client = openClient();
  const fields = ["bookValue:-1", "bookValue:ttm", "bookValue:-2"];
  const header = await openPanel(client, { fields, reasons: true });
  expect(header.columns.map(({ name }) => name).slice(0, 3)).toEqual(fields);
  const before = await readColumn(client, header, 0);
  expect(before.slice(0, 8)).toEqual([NaN, 7, 7, 8, 8, 8, NaN, NaN]);
  expect(before.slice(8).every(Number.isNaN)).toBe(true);
  expect((await readColumn(client, header, 1)).every(Number.isNaN)).toBe(true);
  const at = closeOf(3) + 30 * 60_000_000;
  const section = await client.call("cross-section/read", { universe: "ALL", fields, at });
  expect(section).toMatchObject({
    ok: true,
    value: { values: [{ field: "bookValue:-1", value: Float64Array.of(8, NaN) }, {}, {}] },
  });
});

test("[R5] rows decided after the cut do not exist, and those before it are the same", async () => {
  const client = openClient();
  const header = await openPanel(client, { asOf: closeOf(4) });
  expect([...header.markets[0]!.sessionDates]).toEqual(
    [0, 1, 2, 3].map((session) => FIRST_SESSION + session),
  );
  expect(header.offsets).toEqual(Int32Array.of(0, 4, 8));
  expect(await readColumn(client, header, 0)).toEqual([100, 101, 102, 103, 50, 51, Number.NaN, 53]);
});

test("warm-up sessions come before the range and the first session keeps its absolute number", async () => {
  const client = openClient();
  const header = await openPanel(client, { from: FIRST_SESSION + 5, warmUpSessions: 2 });
  expect(header.markets[0]!.firstSessionNumber).toBe(3);
  expect(header.markets[0]!.sessionDates[0]).toBe(FIRST_SESSION + 3);
  expect(header.actions).toMatchObject({ row: Int32Array.of(2), ratio: Float64Array.of(2) });
  expect(header.fx[0]).toMatchObject({ currency: "KRW" });
  expect(header.fx[0]!.knownAt[0]).toBe(closeOf(3));
});

test("equal requests are one panel with equal bits, and a panel can be read until it is closed", async () => {
  const [first, second] = [openClient(), openClient()];
  const header = await openPanel(first);
  expect(await openPanel(second)).toEqual(header);
  await first.call("panel/close", { panelId: header.panelId });
  const read = { panelId: header.panelId, column: 0, byteOffset: 0, byteLength: 8 };
  expect(await first.call("panel/read", read)).toMatchObject({ ok: false, error: { code: "unknown-panel" } });
  expect(await second.call("panel/read", read)).toMatchObject({ ok: true });
  expect(await second.call("panel/read", { ...read, column: 9 })).toMatchObject({
    error: { code: "unknown-panel" },
  });
});

test("a chunk is a copy: what a reader writes into it or into its header does not reach another reader", async () => {
  const client = openClient();
  const header = await openPanel(client);
  header.markets[0]!.decisionAt.fill(0);
  const read = { panelId: header.panelId, column: 0, byteOffset: 0, byteLength: 64 };
  const chunk = await client.call("panel/read", read);
  if (chunk.ok) chunk.value.fill(0);
  expect((await openPanel(client)).markets[0]!.decisionAt[0]).toBe(closeOf(0) + 30 * 60_000_000);
  expect((await readColumn(client, header, 0))[0]).toBe(100);
});

test.each([
  [{ universe: "NONE" }, "unknown-universe", '"NONE"'],
  [{ fields: ["clsoe"] }, "unknown-field", '"clsoe"'],
  [{ fields: ["bookToPrice"] }, "unknown-field", "derived"],
  [{ fields: ["close:-4"] }, "unknown-field", "only what is reported has earlier periods"],
  [{ fields: ["bookToPrice:ttm"] }, "unknown-field", "only what is reported has earlier periods"],
  [{ fields: ["bookValue:-0"] }, "unknown-field", '"bookValue:-0"'],
  [{ fields: ["bookValue:-41"] }, "unknown-field", '"bookValue:-41"'],
  [{ from: 30_000, to: 30_010 }, "empty-range", "No session"],
  [{ from: FIRST_SESSION + 3, to: FIRST_SESSION }, "empty-range", "No session"],
])("a panel that cannot be is refused with a reason: %o", async (change, code, words) => {
  const refused = await openClient().call("panel/open", { ...request, ...change });
  expect(refused).toMatchObject({ ok: false, error: { code } });
  expect(!refused.ok && refused.error.message).toContain(words);
});

test("[R4] a cross-section holds what was known at its instant, with the instant of each value", async () => {
  const client = openClient();
  const fields = ["close", "bookValue"];
  const answer = await client.call("cross-section/read", {
    universe: "ALL",
    fields,
    at: closeOf(2) + 30 * 60_000_000,
  });
  expect(answer).toMatchObject({
    ok: true,
    value: {
      iid: ["AAA", "BBB"],
      currency: ["KRW", "KRW"],
      values: [
        // BBB's bar of session 2 is late: its newest known bar is that of session 1.
        { field: "close", value: Float64Array.of(102, 51) },
        {
          field: "bookValue",
          value: Float64Array.of(10, 20),
          knownAt: Float64Array.of(closeOf(1), closeOf(2)),
        },
      ],
    },
  });
});

test("[R2] the history of a fact shows every version known by an instant, withdrawals as null", async () => {
  const client = openClient();
  const all = await client.call("facts/history", { instrument: "BBB", field: "bookValue", at: null });
  const early = await client.call("facts/history", { instrument: "BBB", field: "bookValue", at: closeOf(4) });
  expect(all.ok && all.value.rows.map((row) => [row.value, row.revision])).toEqual([
    [20, 0],
    [null, 1],
  ]);
  expect(early.ok && early.value.rows.map((row) => row.value)).toEqual([20]);
  expect(
    await client.call("facts/history", { instrument: "ZZZ", field: "bookValue", at: null }),
  ).toMatchObject({
    error: { code: "unknown-instrument" },
  });
  expect(await client.call("facts/history", { instrument: "AAA", field: "close", at: null })).toMatchObject({
    error: { code: "unknown-field" },
  });
});

test("the catalog and the health of the store are answered over the wire", async () => {
  const client = openClient();
  const catalog = await made.store.read(null, async (source) =>
    wireOk(await made.store.catalogs.get(source)),
  );
  expect(await client.call("store/catalog", {})).toEqual(catalog);
  expect(await client.call("store/health", {})).toMatchObject({ ok: true, value: { isHealthy: true } });
});

test("[R1] a row committed after the snapshot is not seen, however early it claims to have been known", async () => {
  const later = await temporaryStore();
  later.store.close();
  const database = await openDatabase(later.store.path, "read-write");
  await database.connection.run(
    `INSERT INTO bars_1d SELECT iid, session_date, open, high, low, 999, volume, turnover, currency, flags, known_at, 7, source_id,
       batch_id, 2 FROM bars_1d`,
  );
  database.close();
  const opened = await openStore(later.dir);
  if (!opened.ok) throw new Error(opened.error.message);
  const [near, far] = portPair();
  serveStore(far, opened.value);
  const client = connect(near, storeContract);
  const close = await readColumn(client, await openPanel(client), 0);
  expect(close.slice(0, 3)).toEqual([100, 101, 102]);
  opened.value.close();
  await later.remove();
});
