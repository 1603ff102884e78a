import { afterAll, beforeAll, expect, test } from "vitest";
import { type Client, connect } from "../../wire/connect.ts";
import { portPair } from "../../wire/port.ts";
import { type StoreContract, storeContract } from "../contract/store-contract.ts";
import { serveStore } from "../serve-store.ts";
import { closeOf, FIRST_SESSION, fixtureRows, fixtureTables } from "../testing/fixture.ts";
import { temporaryStore } from "../testing/temporary-store.ts";

let made: Awaited<ReturnType<typeof temporaryStore>>;
let client: Client<StoreContract>;

beforeAll(async () => {
  const tables = fixtureTables();
  const batch = {
    source_id: "test",
    file_name: "prices.csv",
    sha256: "ab",
    mapping: null,
    arrived_at: null,
    rows_in: 5,
    rows_ok: 2,
    rows_quarantined: 3,
    state: "committed",
    undoes: null,
  };
  const kept = { batch_id: "b7", column_name: null, reason: "The price is not above zero." };
  // A day after the last bar, which is called off three days before.
  const called = { ...tables.calendars![0]!, session_date: FIRST_SESSION + 8, close_utc: closeOf(8) };
  made = await temporaryStore(
    fixtureRows({
      ...tables,
      batches: [{ ...batch, batch_id: "b7" }],
      checks: [
        {
          batch_id: "b7",
          check_name: "jump",
          severity: "warning",
          rows: 1,
          first_line: null,
          reason: "Large.",
        },
        {
          batch_id: "b7",
          check_name: "price",
          severity: "blocking",
          rows: 2,
          first_line: 3,
          reason: "Zero.",
        },
      ],
      quarantine: [
        { ...kept, line: 9, raw: "AAA,0", check_name: "price", column_name: "close" },
        { ...kept, line: 3, raw: "AAA,-1", check_name: "price" },
        { ...kept, line: 4, raw: "ZZZ,1", check_name: "unknown-instrument" },
      ],
      calendars: [
        ...tables.calendars!,
        called,
        { ...called, status: "closed", known_at: closeOf(5), revision: 1 },
      ],
    }),
  );
  const [near, far] = portPair();
  serveStore(far, made.store);
  client = connect(near, storeContract);
});
afterAll(() => made.remove());

const answered = async <T>(
  answer: Promise<{ ok: true; value: T } | { ok: false; error: { code: string } }>,
) => {
  const result = await answer;
  return result.ok ? result.value : result.error.code;
};

test("rows kept out come by line, page by page, with what every check found", async () => {
  const ask = (check: string | null, offset: number, limit: number) =>
    answered(client.call("quarantine/list", { batchId: "b7", check, offset, limit }));
  expect(await ask(null, 0, 2)).toMatchObject({
    total: 3,
    checks: [
      { check: "price", rows: 2, firstLine: 3 },
      { check: "jump", severity: "warning", firstLine: null },
    ],
    rows: [
      { line: 3, raw: "AAA,-1", column: null },
      { line: 4, check: "unknown-instrument" },
    ],
  });
  expect(await ask("price", 1, 10)).toMatchObject({ total: 2, rows: [{ line: 9, column: "close" }] });
  const unknown = await answered(
    client.call("quarantine/list", { batchId: "b8", check: null, offset: 0, limit: 1 }),
  );
  expect(unknown).toBe("unknown-batch");
});

test("[R6] the days of a market are told as of an instant: the called-off session is one until the evening before", async () => {
  const ask = (at: number | null) =>
    client.call("calendar/days", { mic: "XKRX", from: "2024-01-08", to: "2024-01-09", at });
  const [before, after] = [await ask(closeOf(5) - 1), await ask(null)];
  expect(before).toMatchObject({ ok: true, value: [{ status: "open" }, { status: "open", versions: 1 }] });
  expect(after).toMatchObject({
    ok: true,
    value: [
      { status: "open", before: null },
      { sessionDate: "2024-01-09", status: "closed", versions: 2, before: { status: "open" } },
    ],
  });
  expect(
    await answered(
      client.call("calendar/days", { mic: "X", from: "2024-01-08", to: "2024-01-09", at: null }),
    ),
  ).toBe("unknown-market");
});

test("an instrument is found by its symbol and its life is told, bars included", async () => {
  const found = await client.call("instrument/search", { text: "aaa.ks", on: "2024-01-02", limit: 10 });
  expect(found).toMatchObject({ ok: true, value: [{ iid: "AAA", symbol: "AAA.KS", scheme: "symbol" }] });
  const life = await client.call("instrument/life", { iid: "AAA" });
  expect(life).toMatchObject({
    ok: true,
    value: { name: "AAA Inc.", firstBar: "2024-01-01", lastBar: "2024-01-08", bars: 8 },
  });
  if (!life.ok) return;
  expect(life.value.events.map(({ kind, detail }) => `${kind} ${detail}`)).toEqual([
    "listed XKRX",
    "identifier symbol AAA.KS",
    "joined ALL",
    "split 2:1",
  ]);
  expect(await answered(client.call("instrument/life", { iid: "nobody" }))).toBe("unknown-instrument");
});
