import { readdir } from "node:fs/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { MICROS_PER_MINUTE } from "../../engine/contract/time.ts";
import { closeOf, type FixtureRow, fixtureRows, fixtureTables, tableRows } from "../testing/fixture.ts";
import { temporaryDir } from "../testing/temporary-store.ts";
import { buildStore } from "./build-store.ts";

let dir = "";
let remove: () => Promise<void>;
beforeEach(async () => {
  ({ dir, remove } = await temporaryDir());
});
afterEach(() => remove());

const options = { snapshotName: "test", isSynthetic: true };
const build = (change: (tables: Record<string, FixtureRow[]>) => void = () => {}) => {
  const tables = fixtureTables();
  change(tables);
  return buildStore(dir, fixtureRows(tables), options);
};
const changeBar = (change: FixtureRow) => (tables: Record<string, FixtureRow[]>) => {
  tables.bars_1d![0] = { ...tables.bars_1d![0], ...change };
};

test("[R11] equal rows make an equal snapshot id, whatever their order and the name given to it", async () => {
  const first = await build();
  const reversed = await build((tables) => {
    for (const rows of Object.values(tables)) rows.reverse();
  });
  const renamed = await buildStore(dir, fixtureRows(), { ...options, snapshotName: "other" });
  const split = fixtureTables();
  const bars = split.bars_1d!;
  const inTwo = [
    ...fixtureRows({ ...split, bars_1d: bars.slice(0, 5) }),
    tableRows("bars_1d", bars.slice(5)),
  ];
  expect(reversed.snapshotId).toBe(first.snapshotId);
  expect(renamed.snapshotId).toBe(first.snapshotId);
  expect((await buildStore(dir, inTwo, options)).snapshotId).toBe(first.snapshotId);
  expect(first.snapshotId).toMatch(/^[0-9a-f]{64}$/);
});

test("[R11] one changed bit, one moved instant or one more row makes another snapshot id", async () => {
  const ids = [
    await build(),
    await build(changeBar({ volume: 100 + 2 ** -40 })),
    await build(changeBar({ known_at: (fixtureTables().bars_1d![0]!.known_at as number) + 1 })),
    await build((tables) => {
      tables.universes!.push({ universe_id: "NEW", label: "" });
    }),
  ].map(({ snapshotId }) => snapshotId);
  expect(new Set(ids).size).toBe(ids.length);
});

test.each([
  ["duplicate-version", (tables: Record<string, FixtureRow[]>) => tables.bars_1d!.push(tables.bars_1d![0]!)],
  ["non-positive-price", changeBar({ open: 0 })],
  ["half-bar", changeBar({ close: null })],
  ["high-low", changeBar({ high: 99 })],
  ["high-low", changeBar({ low: 101 })],
  ["known-before-close", changeBar({ known_at: 1 })],
  ["unknown-instrument", changeBar({ iid: "ZZZ" })],
  ["not-a-session", changeBar({ session_date: 1 })],
] as const)("[R3] a store with rows at fault is refused: %s", async (check, change) => {
  await expect(build(change)).rejects.toMatchObject({ name: "StoreBuildError", check });
  expect(await readdir(dir)).toEqual([]);
});

const openedAt = fixtureTables().calendars![0]!.open_utc as number;
/** The first minute of the first session, in a market with a break. */
const addMinute = (change: FixtureRow) => (tables: Record<string, FixtureRow[]>) => {
  const minute_utc = openedAt;
  const known_at = minute_utc + MICROS_PER_MINUTE;
  tables.bars_1m = [{ ...tables.bars_1d![0], minute_utc, known_at, ...change }];
  const lunch: FixtureRow = {
    break_start_utc: openedAt + 60 * MICROS_PER_MINUTE,
    break_end_utc: openedAt + 120 * MICROS_PER_MINUTE,
  };
  tables.calendars = tables.calendars!.map((day) => ({ ...day, ...lunch }));
};
const minuteAt = (minutes: number): FixtureRow => ({
  minute_utc: openedAt + minutes * MICROS_PER_MINUTE,
  known_at: closeOf(1),
});

test.each([
  ["duplicate-version", { revision: 0 }],
  ["non-positive-price", { open: 0 }],
  ["half-bar", { close: null }],
  ["high-low", { high: 99 }],
  ["known-before-close", { known_at: openedAt + MICROS_PER_MINUTE - 1 }],
  ["unknown-instrument", { iid: "ZZZ" }],
  ["foreign-currency", { currency: "USD" }],
  ["not-a-minute", minuteAt(1.5)],
  ["not-a-session", minuteAt(-1)],
  ["not-a-session", minuteAt(60)],
  ["not-a-session", minuteAt(390)],
  ["not-a-session", { ...minuteAt(0), session_date: 1 }],
] as const)("[R3] a store with minutes at fault is refused: %s %o", async (check, change) => {
  const fault = (tables: Record<string, FixtureRow[]>) => {
    addMinute(change)(tables);
    if (check === "duplicate-version") tables.bars_1m!.push(tables.bars_1m![0]!);
  };
  await expect(build(fault)).rejects.toMatchObject({ name: "StoreBuildError", check });
});

test.each([0, 59, 120, 389])("a store with minute %i of a session is made", async (minutes) => {
  expect((await build(addMinute(minuteAt(minutes)))).snapshotId).toMatch(/^[0-9a-f]{64}$/);
});

test("a break that was taken back is open for trade", async () => {
  const change = (tables: Record<string, FixtureRow[]>) => {
    addMinute(minuteAt(60))(tables);
    const [day] = tables.calendars!;
    tables.calendars!.push({ ...day, break_start_utc: null, break_end_utc: null, revision: 1 });
  };
  expect((await build(change)).snapshotId).toMatch(/^[0-9a-f]{64}$/);
});

const changeFirst = (table: string, change: FixtureRow) => (tables: Record<string, FixtureRow[]>) => {
  tables[table]![0] = { ...tables[table]![0], ...change };
};

test.each(["instruments", "bars_1d", "actions", "fundamentals"])(
  "[R3] %s in another currency than their market's are refused",
  async (table) => {
    await expect(build(changeFirst(table, { currency: "USD" }))).rejects.toMatchObject({
      name: "StoreBuildError",
      check: "foreign-currency",
    });
    expect(await readdir(dir)).toEqual([]);
  },
);

test("a price in pence is in the currency of a market of pounds", async () => {
  const inPence = (tables: Record<string, FixtureRow[]>) => {
    for (const name of ["markets", "fundamentals"])
      tables[name] = tables[name]!.map((row) => ({ ...row, currency: "GBP" }));
    for (const name of ["instruments", "bars_1d", "actions"])
      tables[name] = tables[name]!.map((row) => ({ ...row, currency: "GBX" }));
  };
  expect((await build(inPence)).snapshotId).toMatch(/^[0-9a-f]{64}$/);
});

test("a count, which has no currency, is taken in", async () => {
  const changed = changeFirst("fundamentals", { field: "sharesOutstanding", unit: "shares", currency: null });
  expect((await build(changed)).snapshotId).toMatch(/^[0-9a-f]{64}$/);
});

test("a refusal names the row and says what is wrong with it", async () => {
  await expect(build(changeBar({ close: -1, low: -2 }))).rejects.toThrow(
    '"AAA 2024-01-01" has a price that is not positive.',
  );
});

test("a failed build leaves the store that was there", async () => {
  await build();
  await expect(build(changeBar({ open: 0 }))).rejects.toThrow();
  expect(await readdir(dir)).toEqual(["store.duckdb"]);
});

test("a missing value where one is needed is refused", async () => {
  await expect(build(changeBar({ known_at: null }))).rejects.toThrow("bars_1d.known_at is missing in row 0.");
});
