import { describe, expect, it } from "vitest";
import { storeTables, type TableShape } from "../../store/contract/tables.ts";
import { dayOf, isoOf } from "../calendars/day.ts";
import { buildMarketTables } from "./build-market-tables.ts";
import { calendarRows } from "./calendar-rows.ts";
import { settlementRows } from "./settlement-cycles.ts";
import { tradingCostRows } from "./trading-costs.ts";

const provenance = { sourceId: "asof-reference", batchId: "asof-reference/1", ingestSeq: 1 };

interface Dated {
  readonly mic: string;
  readonly valid_from: number;
  readonly known_at: number;
  readonly revision: number;
}

/** The row in force for a trade on a day, as it was known on another. */
const inForce = <Row extends Dated>(
  rows: readonly Row[],
  tradedOn: string,
  knownOn: string,
): Row | undefined =>
  rows
    .filter((row) => row.valid_from <= dayOf(tradedOn) && row.known_at <= dayOf(knownOn) * 86_400_000_000)
    .sort((a, b) => a.valid_from - b.valid_from || a.known_at - b.known_at || a.revision - b.revision)
    .at(-1);

describe("settlement cycles", () => {
  it.each([
    ["XNYS", "2017-09-01", 3],
    ["XNYS", "2017-09-05", 2],
    ["XNYS", "2024-05-24", 2],
    ["XNYS", "2024-05-28", 1],
    ["XLON", "2001-02-02", 5],
    ["XLON", "2014-10-03", 3],
    ["XLON", "2014-10-06", 2],
    ["XLON", "2027-10-11", 1],
    ["XHKG", "2024-01-02", 2],
    ["XKRX", "2000-01-04", 2],
  ])("%s settles a trade of %s after %i sessions", (mic, tradedOn, sessions) => {
    const rows = settlementRows().filter((row) => row.mic === mic);
    expect(inForce(rows, tradedOn, "2027-12-31")?.sessions).toBe(sessions);
  });

  it("[R1] are known ahead: in 2023 a trade of June 2024 is seen to settle a day later, in 2022 two", () => {
    const rows = settlementRows().filter(({ mic }) => mic === "XNYS");
    expect(inForce(rows, "2024-06-03", "2023-06-01")?.sessions).toBe(1);
    expect(inForce(rows, "2024-06-03", "2022-06-01")?.sessions).toBe(2);
  });
});

describe("trading costs", () => {
  const costOf = (mic: string, side: string, tradedOn: string, knownOn = "2027-12-31"): number => {
    const own = tradingCostRows().filter(
      (row) => row.mic === mic && (row.side === side || row.side === "both"),
    );
    const kinds = [...new Set(own.map(({ kind }) => kind))];
    const sum = kinds.reduce((total, kind) => {
      const row = inForce(
        own.filter((candidate) => candidate.kind === kind),
        tradedOn,
        knownOn,
      );
      return total + (row?.basis_points ?? 0);
    }, 0);
    return Math.round(sum * 10_000) / 10_000;
  };

  it.each([
    ["XKRX", "sell", "2019-05-29", 30],
    ["XKRX", "sell", "2019-05-30", 25],
    ["XKRX", "sell", "2021-06-01", 23],
    ["XKRX", "sell", "2023-06-01", 20],
    ["XKRX", "sell", "2024-06-03", 18],
    ["XKRX", "sell", "2025-06-02", 15],
    ["XKRX", "sell", "2026-06-01", 20],
    ["XKRX", "buy", "2024-06-03", 0],
    ["XLON", "buy", "2024-06-03", 50],
    ["XLON", "sell", "2024-06-03", 0],
    ["XHKG", "buy", "2020-06-01", 10.77],
    ["XHKG", "sell", "2021-08-02", 13.77],
    ["XHKG", "buy", "2023-11-16", 13.85],
    ["XHKG", "buy", "2023-11-17", 10.85],
    ["XNYS", "sell", "2024-06-03", 0.278],
    ["XNYS", "sell", "2025-06-02", 0],
    ["XNYS", "buy", "2024-06-03", 0],
  ])("%s takes of a %s on %s %d basis points", (mic, side, tradedOn, basisPoints) => {
    expect(costOf(mic, side, tradedOn)).toBe(basisPoints);
  });

  it("[R1] are those of the plan until the plan is changed: Korea's tax for 2023, as of 2021 and of 2023", () => {
    expect(costOf("XKRX", "sell", "2023-06-01", "2021-06-01")).toBe(15);
    expect(costOf("XKRX", "sell", "2023-06-01", "2023-06-01")).toBe(20);
  });

  it("change in Seoul two sessions before the day from which transfers count", () => {
    const last = new Map(calendarRows("XKRX", 2018, 2026).map((row) => [row.session_date, row.status]));
    const sessions = [...last].filter(([, status]) => status !== "closed").map(([day]) => day);
    const starts = tradingCostRows().filter(
      ({ mic, valid_from }) => mic === "XKRX" && valid_from > dayOf("2018-01-01"),
    );
    const transfers = starts.map(({ valid_from }) => sessions[sessions.indexOf(valid_from) + 2]!);
    expect(transfers.map(isoOf)).toEqual([
      "2019-06-03",
      "2021-01-04",
      "2023-01-02",
      "2023-01-02",
      "2024-01-02",
      "2025-01-02",
      "2026-01-02",
    ]);
    // A session earlier, the shares would still change hands in the old year (or month).
    for (const { valid_from } of starts) {
      const before = isoOf(sessions[sessions.indexOf(valid_from) + 1]!);
      expect(before < "2019-06-03" || before.slice(5) > "12-25").toBe(true);
    }
  });
});

describe("reference tables", () => {
  const tables = buildMarketTables(provenance);

  it("fill every column of the store's tables, and no other", () => {
    for (const { table, rowCount, columns } of tables) {
      const shape: TableShape = storeTables.find(({ name }) => name === table)!;
      expect(Object.keys(columns).sort()).toEqual(shape.columns.map(([name]) => name).sort());
      for (const column of Object.values(columns)) expect(column.length).toBe(rowCount);
    }
    expect(tables.map(({ table }) => table)).toEqual([
      "sources",
      "markets",
      "calendars",
      "settlement_cycles",
      "trading_costs",
    ]);
  });

  it("[R3] hold one row for each key", () => {
    for (const { table, rowCount, columns } of tables) {
      const { key }: TableShape = storeTables.find(({ name }) => name === table)!;
      const keys = new Set<string>();
      for (let row = 0; row < rowCount; row++) keys.add(key.map((name) => columns[name]![row]).join("|"));
      expect(keys.size).toBe(rowCount);
    }
  });

  it("have every value: only breaks may be missing", () => {
    for (const { table, columns } of tables)
      for (const [name, column] of Object.entries(columns)) {
        const missing = Array.from(column as ArrayLike<unknown>).filter(
          (cell) => cell === null || Number.isNaN(cell),
        );
        if (!name.startsWith("break_"))
          expect(`${table}.${name} ${missing.length}`).toBe(`${table}.${name} 0`);
      }
  });

  it("refuse years for which the holidays are not complete", () => {
    expect(() => calendarRows("XKRX", 1999, 2001)).toThrow("calendars hold 2000 to 2027");
    expect(() => calendarRows("XTKS", 2000, 2001)).toThrow("no calendar of XTKS");
  });
});
