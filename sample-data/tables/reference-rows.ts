import { markets } from "../markets.ts";
import { buildTable, SOURCE_ID, type TableBuilder } from "./table-builder.ts";

const fields: readonly (readonly [
  name: string,
  kind: string,
  unit: string,
  description: string,
  ttl: number,
])[] = [
  ["open", "price", "currency per share", "First trade of the session, raw", 7],
  ["high", "price", "currency per share", "Highest trade of the session, raw", 7],
  ["low", "price", "currency per share", "Lowest trade of the session, raw", 7],
  ["close", "price", "currency per share", "Closing auction of the session, raw", 7],
  ["volume", "volume", "shares", "Shares traded in the session; 0 on a day without trades", 7],
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

/** Tables without a history of their own: where the data comes from, and what its names mean. */
export const buildReferenceTables = (): TableBuilder[] => {
  const sources = buildTable("sources");
  sources.append([
    SOURCE_ID,
    "Asof sample market: synthetic, no real company",
    "Apache-2.0, synthetic",
    true,
    1,
  ]);
  const marketRows = buildTable("markets");
  for (const { calendar, name, currency } of markets)
    marketRows.append([calendar.mic, name, currency, calendar.timeZone]);
  const fieldRows = buildTable("fields");
  for (const field of fields) fieldRows.append(field);
  const universes = buildTable("universes");
  universes.append(["GLOBAL_LARGE", "Global large: the 200 largest of four markets (synthetic)"]);
  for (const { prefix, name, largeCount } of markets)
    universes.append([`${prefix}_LARGE`, `${name}: the ${largeCount} largest (synthetic)`]);
  universes.append(["GLOBAL_ALL", "Global, every listed company (synthetic)"]);
  return [sources, marketRows, fieldRows, universes];
};
