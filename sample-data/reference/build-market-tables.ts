import { storeTables, type TableName, type TableRows, type TableShape } from "../../store/contract/tables.ts";
import { exchangeCalendars } from "../calendars/exchange-calendars.ts";
import { calendarRows, FIRST_CALENDAR_YEAR, LAST_CALENDAR_YEAR } from "./calendar-rows.ts";
import { marketNames } from "./market-names.ts";
import { settlementRows } from "./settlement-cycles.ts";
import { tradingCostRows } from "./trading-costs.ts";

/** Where rows come from and which commit they belong to. */
export interface Provenance {
  readonly sourceId: string;
  readonly batchId: string;
  readonly ingestSeq: number;
}

/** What `sources` says of the facts in these tables. */
export const referenceSource = {
  source_id: "asof-reference",
  label: "Exchanges: calendars, settlement and trading costs, compiled from public announcements",
  licence: "Apache-2.0",
  is_synthetic: false,
} as const;

/**
 * What a store knows of the four exchanges before any price is in it: `sources`, `markets`, `calendars`,
 * `settlement_cycles` and `trading_costs`. The same rows on every machine and every day.
 */
export const buildMarketTables = (provenance: Provenance): TableRows[] => {
  const markets = marketNames.map((market) => ({
    ...market,
    time_zone: exchangeCalendars.find(({ mic }) => mic === market.mic)!.timeZone,
  }));
  const calendars = marketNames.flatMap(({ mic }) =>
    calendarRows(mic, FIRST_CALENDAR_YEAR, LAST_CALENDAR_YEAR),
  );
  const source = { ...referenceSource, source_id: provenance.sourceId };
  return [
    toTable("sources", [source], provenance),
    toTable("markets", markets, provenance),
    toTable("calendars", calendars, provenance),
    toTable("settlement_cycles", settlementRows(), provenance),
    toTable("trading_costs", tradingCostRows(), provenance),
  ];
};

type Row = Readonly<Record<string, string | number | boolean | null>>;

const toTable = (table: TableName, facts: readonly object[], provenance: Provenance): TableRows => {
  const shape: TableShape = storeTables.find(({ name }) => name === table)!;
  const rows = facts.map(
    (fact): Row => ({
      source_id: provenance.sourceId,
      batch_id: provenance.batchId,
      ingest_seq: provenance.ingestSeq,
      ...fact,
    }),
  );
  const columns = shape.columns.map(([name, type]) => {
    const cells = rows.map((row) => row[name] ?? null);
    if (type === "text") return [name, cells as (string | null)[]] as const;
    const numbers = cells.map((cell) => (cell === null ? Number.NaN : Number(cell)));
    if (type === "boolean") return [name, Uint8Array.from(numbers)] as const;
    if (type === "instant" || type === "double") return [name, Float64Array.from(numbers)] as const;
    return [name, Int32Array.from(numbers)] as const;
  });
  return { table, rowCount: rows.length, columns: Object.fromEntries(columns) };
};
