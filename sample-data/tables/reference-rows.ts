import type { Market } from "../markets.ts";
import { settlementRows } from "../reference/settlement-cycles.ts";
import { tradingCostRows } from "../reference/trading-costs.ts";
import { buildTable, type CollectedTable, SOURCE_ID } from "./table-builder.ts";

const fields: readonly (readonly [
  name: string,
  kind: string,
  unit: string,
  description: string,
  ttl: number | null,
])[] = [
  ["open", "price", "currency per share", "First trade of the session, raw", 7],
  ["high", "price", "currency per share", "Highest trade of the session, raw", 7],
  ["low", "price", "currency per share", "Lowest trade of the session, raw", 7],
  ["close", "price", "currency per share", "Closing auction of the session, raw", 7],
  ["volume", "volume", "shares", "Shares traded in the session; 0 on a day without trades", 7],
  ["turnover", "volume", "currency", "Value traded in the session", 7],
  ["sector", "classification", "group", "Sector of the company, as known on the day", null],
  ["industry", "classification", "group", "Industry within the sector, as known on the day", null],
  ["bookValue", "fundamental", "currency", "Shareholders' equity at the end of the period", 540],
  ["netIncome", "fundamental", "currency", "Net income of the twelve months to the end of the period", 540],
  ["revenue", "fundamental", "currency", "Revenue of the twelve months to the end of the period", 540],
  [
    "sharesOutstanding",
    "fundamental",
    "shares",
    "Shares in issue, at the end of the period or after a split",
    540,
  ],
];

/** Tables that no company's history is in: where the data comes from, its markets, and what its names mean. */
export const buildReferenceTables = (markets: readonly Market[]): CollectedTable[] => {
  const sources = buildTable("sources");
  sources.append({
    source_id: SOURCE_ID,
    label: "Asof sample market: synthetic, no real company",
    licence: "Apache-2.0, synthetic",
    is_synthetic: true,
    ingest_seq: 1,
  });
  const marketRows = buildTable("markets");
  for (const { calendar, name, currency } of markets)
    marketRows.append({ mic: calendar.mic, name, currency, time_zone: calendar.timeZone });
  const fieldRows = buildTable("fields");
  for (const [name, kind, unit, description, ttl_days] of fields)
    fieldRows.append({ name, kind, unit, description, ttl_days });
  const universes = buildTable("universes");
  universes.append({
    universe_id: "GLOBAL_LARGE",
    label: "Global large: the 200 largest of four markets (synthetic)",
  });
  for (const { prefix, name, largeCount } of markets)
    universes.append({
      universe_id: `${prefix}_LARGE`,
      label: `${name}: the ${largeCount} largest (synthetic)`,
    });
  universes.append({ universe_id: "GLOBAL_ALL", label: "Global, every listed company (synthetic)" });
  const settlement = buildTable("settlement_cycles");
  for (const row of settlementRows()) settlement.append(row);
  const costs = buildTable("trading_costs");
  for (const row of tradingCostRows()) costs.append(row);
  return [sources, marketRows, fieldRows, universes, settlement, costs];
};
