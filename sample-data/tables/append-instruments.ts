import { localInstant, type Sessions } from "../calendars/sessions.ts";
import type { Market } from "../markets.ts";
import type { Company } from "../model/company.ts";
import { sectors } from "../sectors.ts";
import type { TableBuilder } from "./table-builder.ts";

const LISTING_NOTICE_DAYS = 14;
const MERGER_NOTICE_DAYS = 21;
const NOTICE_MINUTES = 9 * 60 - 30;

export interface InstrumentTables {
  readonly instruments: TableBuilder;
  readonly ids: TableBuilder;
  readonly listings: TableBuilder;
}

/** When the end of a listing became known: a merger in advance, a failure on the morning the stock is gone. */
export const delistingKnownAt = (company: Company, sessions: Sessions): number => {
  const day = sessions.dates[company.delisted]!;
  return localInstant(sessions, company.isFailure ? day : day - MERGER_NOTICE_DAYS, NOTICE_MINUTES);
};

/** Before the first day of the history nothing is a newcomer: those listings have long been known. */
export const listingKnownAt = (company: Company, sessions: Sessions): number =>
  localInstant(sessions, sessions.dates[company.listed]! - LISTING_NOTICE_DAYS, NOTICE_MINUTES);

export const appendInstrument = (
  tables: InstrumentTables,
  company: Company,
  market: Market,
  sessions: Sessions,
): void => {
  const { iid } = company;
  const { mic } = market.calendar;
  const listedOn = sessions.dates[company.listed]!;
  const knownAt = listingKnownAt(company, sessions);
  tables.instruments.append([iid, "equity", company.name, mic, market.currency, sectors[company.sector]!]);
  tables.ids.append([iid, "symbol", iid, listedOn, null, knownAt, 0]);
  tables.listings.append([iid, mic, listedOn, null, null, null, knownAt, 0]);
  if (company.delisted < 0) return;
  const delistedOn = sessions.dates[company.delisted]!;
  const reason = company.isFailure ? "failure" : "merger";
  const endKnownAt = delistingKnownAt(company, sessions);
  tables.listings.append([iid, mic, listedOn, delistedOn, reason, company.delistReturn, endKnownAt, 1]);
};
