import { localInstant, type Sessions } from "../calendars/sessions.ts";
import type { Market } from "../markets.ts";
import type { CompanyHistory } from "../model/company-history.ts";
import type { TableBuilder } from "./table-builder.ts";

const ANNOUNCEMENT_MINUTES = 18 * 60;

/** Splits and dividends, known from the evening of their announcement, weeks before the ex-date. */
export const appendActions = (
  actions: TableBuilder,
  history: CompanyHistory,
  market: Market,
  sessions: Sessions,
): void => {
  for (const action of history.actions) {
    const announcedAt = localInstant(sessions, sessions.dates[action.announced]!, ANNOUNCEMENT_MINUTES);
    actions.append([
      history.company.iid,
      action.kind,
      announcedAt,
      sessions.dates[action.ex]!,
      null,
      action.pay === null ? null : sessions.dates[action.pay]!,
      action.ratio,
      action.cash,
      market.currency,
      null,
      announcedAt,
      0,
    ]);
  }
};
