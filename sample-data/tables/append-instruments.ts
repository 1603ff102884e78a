import { isoOf } from "../calendars/day.ts";
import { localInstant, type Sessions } from "../calendars/sessions.ts";
import type { Market } from "../markets.ts";
import type { Company } from "../model/company.ts";
import type { CompanyHistory } from "../model/company-history.ts";
import { sectors } from "../sectors.ts";
import type { TruthLog } from "../truths/planted-truths.ts";
import { isinOf } from "./isin.ts";
import type { TableBuilder } from "./table-builder.ts";

const LISTING_NOTICE_DAYS = 14;
const MERGER_NOTICE_DAYS = 21;
const RENAME_NOTICE_DAYS = 10;
/** After the last close: when what a merger pays is set against it. */
const SETTLEMENT_MINUTES = 20;
const NOTICE_MINUTES = 9 * 60 - 30;

export interface InstrumentTables {
  readonly instruments: TableBuilder<"instruments">;
  readonly ids: TableBuilder<"instrument_ids">;
  readonly listings: TableBuilder<"listings">;
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
  history: CompanyHistory,
  market: Market,
  sessions: Sessions,
  truths: TruthLog,
): void => {
  const { company } = history;
  const { iid } = company;
  if (company.isNew) truths.newListings.push({ iid, on: isoOf(sessions.dates[company.listed]!) });
  tables.instruments.append({
    iid,
    kind: "equity",
    name: company.name,
    primary_mic: market.calendar.mic,
    currency: market.quoteUnit,
    sector: sectors[company.sector]!,
  });
  appendIds(tables.ids, company, market, sessions, truths);
  appendListing(tables.listings, history, market, sessions, truths);
};

/** The symbol and the name with their days, the ISIN for good. An end is a later version of the same interval. */
const appendIds = (
  ids: TableBuilder<"instrument_ids">,
  company: Company,
  market: Market,
  sessions: Sessions,
  truths: TruthLog,
): void => {
  const { iid, rename } = company;
  const listedOn = sessions.dates[company.listed]!;
  const knownAt = listingKnownAt(company, sessions);
  const endedOn = company.delisted < 0 ? null : sessions.dates[company.delisted]!;
  const endKnownAt = company.delisted < 0 ? 0 : delistingKnownAt(company, sessions);
  const append = (
    scheme: string,
    value: string,
    from: number,
    known: number,
    to: number | null,
    revision = 0,
  ) => ids.append({ iid, scheme, value, valid_from: from, valid_to: to, known_at: known, revision });

  append("isin", isinOf(market.prefix, iid), listedOn, knownAt, null);
  const renamedOn = rename && sessions.dates[rename.session]!;
  const renameKnownAt = renamedOn && localInstant(sessions, renamedOn - RENAME_NOTICE_DAYS, NOTICE_MINUTES);
  for (const [scheme, before, after] of [
    ["symbol", company.symbol, rename?.symbol],
    ["name", company.name, rename?.name],
  ] as const) {
    append(scheme, before, listedOn, knownAt, null);
    if (after !== undefined && renamedOn && renameKnownAt) {
      append(scheme, before, listedOn, renameKnownAt, renamedOn, 1);
      append(scheme, after, renamedOn, renameKnownAt, null);
    }
    if (endedOn !== null && scheme === "symbol")
      append(scheme, after ?? before, renamedOn ?? listedOn, endKnownAt, endedOn, 1);
  }
  if (rename && renamedOn && renameKnownAt)
    truths.renames.push({
      iid,
      on: isoOf(renamedOn),
      knownAt: renameKnownAt,
      symbolBefore: company.symbol,
      symbolAfter: rename.symbol,
      nameBefore: company.name,
      nameAfter: rename.name,
    });
};

/** Listed; then, for a merger, that it will end; then, when the last price is known, what it became. */
const appendListing = (
  listings: TableBuilder<"listings">,
  history: CompanyHistory,
  market: Market,
  sessions: Sessions,
  truths: TruthLog,
): void => {
  const { company, delistReturn } = history;
  const listing = {
    iid: company.iid,
    mic: market.calendar.mic,
    listed_on: sessions.dates[company.listed]!,
  };
  listings.append({ ...listing, known_at: listingKnownAt(company, sessions), revision: 0 });
  if (company.delisted < 0) return;
  const end = {
    ...listing,
    delisted_on: sessions.dates[company.delisted]!,
    reason: company.isFailure ? "failure" : "merger",
  } as const;
  const knownAt = delistingKnownAt(company, sessions);
  if (company.isFailure)
    listings.append({ ...end, delist_return: delistReturn, known_at: knownAt, revision: 1 });
  else {
    const settledAt = sessions.closeAt[company.delisted - 1]! + SETTLEMENT_MINUTES * 60_000_000;
    listings.append({ ...end, known_at: knownAt, revision: 1 });
    listings.append({ ...end, delist_return: delistReturn, known_at: settledAt, revision: 2 });
  }
  const { iid } = company;
  truths.delistings.push({ iid, on: isoOf(end.delisted_on), reason: end.reason, delistReturn });
};
