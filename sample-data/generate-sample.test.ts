import { beforeAll, describe, expect, it } from "vitest";
import { MISSING_DATE, storeTables, type TableRows, type TableShape } from "../store/contract/tables.ts";
import { dayOf } from "./calendars/day.ts";
import { generateSample } from "./generate-sample.ts";
import { KNOWN_TO, SAMPLE_DIGEST } from "./period.ts";
import { digestTable } from "./tables/digest.ts";
import { observe, summarise, topDecileReturns, universeReturns } from "./testing/market-statistics.ts";

const MINUTE = 60_000_000;
const DAY = 1_440 * MINUTE;
const tables = new Map<string, TableRows>();
const text = (table: string, column: string) =>
  tables.get(table)!.columns[column] as readonly (string | null)[];
const numbers = (table: string, column: string) => tables.get(table)!.columns[column] as Float64Array;
/** How many rows of a table break a rule. */
const countRows = (table: string, isFault: (row: number) => boolean) => {
  let count = 0;
  for (let row = 0; row < tables.get(table)!.rowCount; row++) if (isFault(row)) count++;
  return count;
};

beforeAll(() => {
  for (const rows of generateSample()) tables.set(rows.table, rows);
}, 180_000);

describe("the sample's tables", () => {
  it("are the same bytes on every machine", () => {
    expect(digestTable(tables.get("batches")!)).toBe(SAMPLE_DIGEST);
  });

  it("fill every column of the store's tables, and no other", () => {
    const shapes: readonly TableShape[] = (storeTables as readonly TableShape[]).filter(
      ({ name, isRecord }) => tables.has(name) && (!isRecord || name === "batches"),
    );
    expect([...tables.keys()].sort()).toEqual(shapes.map(({ name }) => name).sort());
    for (const { name, columns } of shapes) {
      const rows = tables.get(name)!;
      expect(Object.keys(rows.columns).sort()).toEqual(columns.map(([column]) => column).sort());
      for (const column of Object.values(rows.columns)) expect(column.length).toBe(rows.rowCount);
    }
  });

  it("[R3] hold one row for each key, and number the revisions of a fact without a gap", () => {
    for (const { name, key } of storeTables as readonly TableShape[]) {
      const rows = tables.get(name);
      if (!rows) continue;
      const seen = new Set<string>();
      for (let row = 0; row < rows.rowCount; row++)
        seen.add(key.map((column) => rows.columns[column]![row]).join("|"));
      expect(`${name} ${seen.size}`).toBe(`${name} ${rows.rowCount}`);
    }
    for (const name of ["bars_1d", "fundamentals"]) {
      const revision = numbers(name, "revision");
      expect(countRows(name, (row) => revision[row]! > 0)).toBeGreaterThan(400);
      expect(countRows(name, (row) => revision[row]! > 0 && revision[row - 1] !== revision[row]! - 1)).toBe(
        0,
      );
    }
  });

  it("say on each row that it is synthetic, and know nothing after the snapshot", () => {
    expect(text("sources", "licence")).toEqual(["Apache-2.0, synthetic"]);
    expect(text("instruments", "name").every((name) => /^Sample (KR|US|UK|HK) \d+$/.test(name!))).toBe(true);
    for (const rows of tables.values())
      for (const instant of (rows.columns.known_at ?? []) as Float64Array)
        if (!(instant <= KNOWN_TO)) expect.fail();
  });
});

describe("bars", () => {
  const columns = () =>
    ["open", "high", "low", "close", "volume", "known_at", "session_date", "revision"].map((name) =>
      numbers("bars_1d", name),
    ) as [
      Float64Array,
      Float64Array,
      Float64Array,
      Float64Array,
      Float64Array,
      Float64Array,
      Float64Array,
      Float64Array,
    ];

  it("have a positive low at most, and a high at least, the open and the close", () => {
    const [open, high, low, close] = columns();
    const isFault = (row: number) =>
      !(
        low[row]! > 0 &&
        low[row]! <= Math.min(open[row]!, close[row]!) &&
        high[row]! >= Math.max(open[row]!, close[row]!)
      );
    expect(countRows("bars_1d", isFault)).toBe(0);
  });

  it("[R6] are of sessions only, inside the listing, and known no earlier than 15 minutes after the close", () => {
    const [, , , , , knownAt, date] = columns();
    const mics = text("calendars", "mic");
    const closes = new Map(
      mics.map((mic, row) => [
        `${mic}${numbers("calendars", "session_date")[row]}`,
        numbers("calendars", "close_utc")[row]!,
      ]),
    );
    const micOf = new Map(
      text("instruments", "iid").map((iid, row) => [iid, text("instruments", "primary_mic")[row]]),
    );
    const endOf = new Map<string | null, number>();
    const startOf = new Map<string | null, number>();
    text("listings", "iid").forEach((iid, row) => {
      const end = numbers("listings", "delisted_on")[row]!;
      startOf.set(iid, numbers("listings", "listed_on")[row]!);
      if (end !== MISSING_DATE) endOf.set(iid, end);
    });
    const iids = text("bars_1d", "iid");
    const isFault = (row: number) => {
      const close = closes.get(`${micOf.get(iids[row]!)}${date[row]}`);
      const iid = iids[row]!;
      const isListed = date[row]! >= startOf.get(iid)! && date[row]! < (endOf.get(iid) ?? Infinity);
      return close === undefined || !isListed || knownAt[row]! < close + 15 * MINUTE;
    };
    expect(countRows("bars_1d", isFault)).toBe(0);
    const isLate = (row: number) =>
      knownAt[row]! > closes.get(`${micOf.get(iids[row]!)}${date[row]}`)! + 15 * MINUTE;
    const [, , , , , , , revision] = columns();
    const lateShare = countRows("bars_1d", (row) => revision[row] === 0 && isLate(row)) / iids.length;
    expect(lateShare).toBeGreaterThan(0.0025);
    expect(lateShare).toBeLessThan(0.0035);
  });

  it("are without trades on about 2.6 % of days, and then print the last close", () => {
    const [open, high, low, close, volume, , , revision] = columns();
    const share = countRows("bars_1d", (row) => volume[row] === 0) / volume.length;
    expect(share).toBeGreaterThan(0.022);
    expect(share).toBeLessThan(0.03);
    const moves = (row: number) => open[row] !== close[row] || high[row] !== low[row];
    expect(countRows("bars_1d", (row) => volume[row] === 0 && moves(row))).toBe(0);
    expect(countRows("bars_1d", (row) => revision[row]! > 0) / volume.length).toBeCloseTo(0.001, 3);
  });
});

describe("corporate actions", () => {
  it("are announced at least a week before the ex-date", () => {
    const [knownAt, exDate] = [numbers("actions", "known_at"), numbers("actions", "ex_date")];
    expect(countRows("actions", (row) => knownAt[row]! > (exDate[row]! - 7) * DAY)).toBe(0);
    const kinds = text("actions", "kind");
    const ratio = numbers("actions", "ratio");
    expect(countRows("actions", (row) => kinds[row] === "split" && ratio[row]! > 1)).toBeGreaterThan(20);
    expect(countRows("actions", (row) => kinds[row] === "split" && ratio[row]! < 1)).toBeGreaterThan(2);
  });

  it("[R8] move the raw price by the split's ratio on the ex-date", () => {
    const kinds = text("actions", "kind");
    const closeOn = new Map(
      text("bars_1d", "iid").map((iid, row) => [
        `${iid} ${numbers("bars_1d", "session_date")[row]}`,
        numbers("bars_1d", "close")[row]!,
      ]),
    );
    let checked = 0;
    text("actions", "iid").forEach((iid, row) => {
      const ex = numbers("actions", "ex_date")[row]!;
      const after = closeOn.get(`${iid} ${ex}`);
      let before: number | undefined;
      for (let day = ex - 1; before === undefined && day > ex - 12; day--)
        before = closeOn.get(`${iid} ${day}`);
      if (kinds[row] !== "split" || after === undefined || before === undefined) return;
      checked++;
      const jump = (after * numbers("actions", "ratio")[row]!) / before;
      expect(jump).toBeGreaterThan(0.6);
      expect(jump).toBeLessThan(1.5);
    });
    expect(checked).toBeGreaterThan(20);
  });

  it("[R9] end a listing with a delisting return", () => {
    const reasons = text("listings", "reason");
    const returns = numbers("listings", "delist_return");
    expect(countRows("listings", (row) => reasons[row] !== null)).toBeGreaterThan(25);
    const isFault = (row: number) =>
      reasons[row] === "failure"
        ? !(returns[row]! >= -1 && returns[row]! <= -0.3)
        : reasons[row] === "merger" && !(returns[row]! > 0);
    expect(countRows("listings", isFault)).toBe(0);
  });
});

describe("fundamentals", () => {
  it("are published with the lag of real reports: 28, 40, 76 and 124 days at p5, p50, p95 and p99", () => {
    const [knownAt, periodEnd, revision] = ["known_at", "period_end", "revision"].map((name) =>
      numbers("fundamentals", name),
    );
    const fields = text("fundamentals", "field");
    const lags = Array.from(knownAt!, (instant, row) => instant / DAY - periodEnd![row]!).filter(
      (_, row) =>
        revision![row] === 0 &&
        fields[row] === "bookValue" &&
        periodEnd![row]! > dayOf("2013-01-01") &&
        periodEnd![row]! < dayOf("2023-10-01"),
    );
    lags.sort((a, b) => a - b);
    const quantile = (share: number) => lags[Math.floor(share * (lags.length - 1))]!;
    for (const [share, days, tolerance] of [
      [0.05, 28, 2],
      [0.5, 40, 2],
      [0.95, 76, 4],
      [0.99, 124, 16],
    ] as const)
      expect(Math.abs(quantile(share) - days)).toBeLessThan(tolerance);
    expect(lags[0]).toBeGreaterThan(0);
  });

  it("[R2] are restated at a later instant for about 1 % of reports, and rarely withdrawn", () => {
    const [knownAt, revision, value] = ["known_at", "revision", "value"].map((name) =>
      numbers("fundamentals", name),
    );
    const restated = countRows("fundamentals", (row) => revision![row]! > 0);
    expect(restated / knownAt!.length).toBeGreaterThan(0.006);
    expect(restated / knownAt!.length).toBeLessThan(0.014);
    expect(
      countRows("fundamentals", (row) => revision![row]! > 0 && knownAt![row]! <= knownAt![row - 1]!),
    ).toBe(0);
    const withdrawn = countRows("fundamentals", (row) => Number.isNaN(value![row]!));
    expect(withdrawn).toBeGreaterThan(3);
    expect(countRows("fundamentals", (row) => Number.isNaN(value![row]!) && revision![row] === 0)).toBe(0);
  });
});

describe("memberships", () => {
  it("are announced before they begin, and their end is a later revision", () => {
    const [knownAt, from, to, revision] = ["known_at", "valid_from", "valid_to", "revision"].map((name) =>
      numbers("memberships", name),
    );
    expect(
      countRows("memberships", (row) => revision![row] === 0 && knownAt![row]! > (from![row]! - 10) * DAY),
    ).toBe(0);
    expect(countRows("memberships", (row) => (revision![row] === 1) !== (to![row] !== MISSING_DATE))).toBe(0);
    expect(countRows("memberships", (row) => revision![row] === 1 && to![row]! < from![row]!)).toBe(0);
    expect(
      countRows("memberships", (row) => revision![row] === 1 && knownAt![row]! > (to![row]! + 1) * DAY),
    ).toBe(0);
  });
});

describe("the market as a whole", () => {
  it("is plausible: return, risk, momentum and value neither absent nor too good", () => {
    const observed = observe(tables);
    const universe = summarise(universeReturns(observed), 252);
    expect(universe.cagr).toBeGreaterThan(0.06);
    expect(universe.cagr).toBeLessThan(0.1);
    expect(universe.volatility).toBeGreaterThan(0.13);
    expect(universe.volatility).toBeLessThan(0.18);
    expect(universe.maxDrawdown).toBeGreaterThan(-0.4);
    expect(universe.maxDrawdown).toBeLessThan(-0.25);
    const level = (instrument: number, index: number) => observed.levels[instrument]![index]!;
    const momentum = summarise(
      topDecileReturns(observed, (i, t) => level(i, t - 21) / level(i, t - 252) - 1, 0.0015),
      12,
    );
    expect(momentum.sharpe).toBeGreaterThan(0.6);
    expect(momentum.sharpe).toBeLessThan(1);
    const value = summarise(
      topDecileReturns(observed, (i, t) => observed.bookToPrice[i]![t]!, 0.0015),
      12,
    );
    expect(value.sharpe).toBeGreaterThan(0.4);
    expect(value.sharpe).toBeLessThan(0.8);
  });
});
