import { beforeAll, describe, expect, it } from "vitest";
import { dayOf } from "./calendars/day.ts";
import { type CollectedSample, collectSample } from "./testing/collect-tables.ts";

const MINUTE = 60_000_000;
const SEOUL = "KR";
const HONG_KONG = "HK";
let sample: CollectedSample;
const rowsOf = (table: string) => sample.tables.get(table)!.rowCount;
const text = (table: string, column: string) =>
  sample.tables.get(table)!.columns[column] as readonly (string | null)[];
const numbers = (table: string, column: string) => sample.tables.get(table)!.columns[column] as Float64Array;

beforeAll(() => {
  sample = collectSample({ seed: 5, instruments: 60, years: 23, hasMinutes: true });
}, 120_000);

describe("a sample of another size", () => {
  it("has as many companies and years as were asked for", () => {
    expect(rowsOf("instruments")).toBe(60);
    const dates = numbers("bars_1d", "session_date");
    let first = Infinity;
    let last = 0;
    for (const date of dates) {
      first = Math.min(first, date);
      last = Math.max(last, date);
    }
    expect([first, last]).toEqual([dayOf("2001-07-02"), dayOf("2024-06-28")]);
  });

  it("comes in parts, so that memory does not grow with its years", () => {
    expect(rowsOf("bars_1d")).toBeGreaterThan(250_000);
    expect(sample.largestPart).toBeLessThan(131_072 + 8_000);
  });
});

describe("minute bars", () => {
  const minuteRows = () => {
    const iids = text("bars_1m", "iid");
    const dates = numbers("bars_1m", "session_date");
    const byDay = new Map<string, number[]>();
    iids.forEach((iid, row) => {
      const key = `${iid} ${dates[row]}`;
      if (!byDay.has(key)) byDay.set(key, []);
      byDay.get(key)!.push(row);
    });
    return byDay;
  };

  it("say together what the first version of their day says", () => {
    const columnsOf = (table: string) =>
      ["open", "high", "low", "close", "volume", "turnover"].map((name) => numbers(table, name));
    const [open, high, low, close, volume, turnover] = columnsOf("bars_1m") as Float64Array[];
    const daily = columnsOf("bars_1d");
    const revision = numbers("bars_1d", "revision");
    const dates = numbers("bars_1d", "session_date");
    const dayRow = new Map(
      text("bars_1d", "iid").flatMap((iid, row) =>
        revision[row] === 0 ? [[`${iid} ${dates[row]}`, row]] : [],
      ),
    );
    const days = minuteRows();
    expect(days.size).toBeGreaterThan(40);
    for (const [key, rows] of days) {
      const day = daily.map((column) => column[dayRow.get(key)!]);
      const of = (column: Float64Array) => rows.map((row) => column[row]!);
      const sum = (column: Float64Array) => of(column).reduce((total, value) => total + value, 0);
      expect([
        open![rows[0]!],
        Math.max(...of(high!)),
        Math.min(...of(low!)),
        close![rows.at(-1)!],
        sum(volume!),
        sum(turnover!),
      ]).toEqual(day);
    }
  });

  it("are of every minute of the session and of none in the lunch break, known seconds after they end", () => {
    const minutes = numbers("bars_1m", "minute_utc");
    const knownAt = numbers("bars_1m", "known_at");
    const counts = new Map<string, Set<number>>();
    for (const [key, rows] of minuteRows()) {
      const prefix = key.slice(0, 2);
      if (!counts.has(prefix)) counts.set(prefix, new Set());
      counts.get(prefix)!.add(rows.length);
      for (const row of rows) expect(knownAt[row]! - minutes[row]!).toBe(MINUTE + 2_000_000);
    }
    expect([...counts.get(SEOUL)!]).toEqual([390]);
    expect([...counts.get(HONG_KONG)!]).toEqual([330]);
    expect([...counts.get("US")!]).toEqual([390]);
    expect([...counts.get("UK")!]).toEqual([510]);
  });
});
