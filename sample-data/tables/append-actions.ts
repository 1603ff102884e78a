import { isoOf } from "../calendars/day.ts";
import { localInstant, type Sessions } from "../calendars/sessions.ts";
import type { Market } from "../markets.ts";
import type { Company } from "../model/company.ts";
import type { CompanyHistory } from "../model/company-history.ts";
import type { CloseOn } from "../model/takeover.ts";
import type { TruthLog } from "../truths/planted-truths.ts";
import { delistingKnownAt } from "./append-instruments.ts";
import type { Cells, TableBuilder } from "./table-builder.ts";

const ANNOUNCEMENT_MINUTES = 18 * 60;
/** After the open: when the first trade of a new listing has been printed. */
const FIRST_TRADE_MINUTES = 5;

/** What a company announced, known from that evening on, weeks before the ex-date. */
export const appendActions = (
  actions: TableBuilder<"actions">,
  history: CompanyHistory,
  market: Market,
  sessions: Sessions,
  truths: TruthLog,
): void => {
  const { company } = history;
  const { iid } = company;
  for (const action of history.actions) {
    const announced_at = announcementAt(sessions, action.announced);
    const exDate = sessions.dates[action.ex]!;
    const isKnown = actions.append({
      iid,
      kind: action.kind,
      announced_at,
      ex_date: exDate,
      record_date: sessions.dates[action.ex + 1]!,
      pay_date: action.pay === null ? null : sessions.dates[action.pay]!,
      ratio: action.ratio,
      cash: action.cash,
      currency: market.quoteUnit,
      target_iid: action.target,
      known_at: announced_at,
      revision: 0,
    });
    if (!isKnown || action.ex - history.first >= history.close.length) continue;
    if (action.kind === "split") truths.splits.push({ iid, exDate: isoOf(exDate), ratio: action.ratio });
    if (action.kind === "special-dividend")
      truths.specialDividends.push({ iid, exDate: isoOf(exDate), cash: action.cash });
  }
};

/** The terms of a takeover. The day it is done is known with the notice that the listing will end. */
export const appendMerger = (
  actions: TableBuilder<"actions">,
  history: CompanyHistory,
  acquirerClose: CloseOn | null,
  market: Market,
  sessions: Sessions,
  truths: TruthLog,
): void => {
  const { company, terms, close } = history;
  if (terms === null || company.delisted < 0) return;
  const announced_at = announcementAt(sessions, terms.announced);
  const day = sessions.dates[company.delisted]!;
  const isKnown = actions.append({
    iid: company.iid,
    kind: "merger",
    announced_at,
    ex_date: day,
    pay_date: day,
    ratio: terms.ratio,
    cash: terms.cash,
    currency: market.quoteUnit,
    target_iid: terms.acquirer,
    known_at: Math.max(announced_at, delistingKnownAt(company, sessions)),
    revision: 0,
  });
  if (isKnown)
    truths.mergers.push({
      iid: company.iid,
      acquirer: terms.acquirer,
      cash: terms.cash,
      ratio: terms.ratio,
      announcedAt: announced_at,
      delistedOn: isoOf(day),
      lastClose: close.at(-1)!,
      acquirerClose: terms.acquirer === null ? null : acquirerClose!(company.delisted - 1),
    });
};

/** A spin-off as its parent's history left it, until the child has traded. */
export interface UnvaluedSpinOff {
  readonly parent: Company;
  readonly announced: number;
  readonly ex: number;
  readonly ratio: number;
  readonly share: number;
  readonly expectedCash: number;
  readonly closeBefore: number;
  readonly open: number;
}

/** The second version of a spin-off: what the child's first trade made of it. */
export const appendSpinOffValue = (
  actions: TableBuilder<"actions">,
  spinOff: UnvaluedSpinOff,
  child: CompanyHistory,
  market: Market,
  sessions: Sessions,
  truths: TruthLog,
): void => {
  const { parent, ex, ratio } = spinOff;
  const cash = Math.floor(child.open[0]! * ratio * 10_000 + 0.5) / 10_000;
  const exDate = sessions.dates[ex]!;
  const version: Cells<"actions"> = {
    iid: parent.iid,
    kind: "spin-off",
    announced_at: announcementAt(sessions, spinOff.announced),
    ex_date: exDate,
    record_date: sessions.dates[ex + 1]!,
    pay_date: exDate,
    ratio,
    cash,
    currency: market.quoteUnit,
    target_iid: child.company.iid,
    known_at: sessions.openAt[ex]! + FIRST_TRADE_MINUTES * 60_000_000,
    revision: 1,
  };
  if (!actions.append(version)) return;
  truths.spinOffs.push({
    parent: parent.iid,
    child: child.company.iid,
    exDate: isoOf(exDate),
    ratio,
    share: spinOff.share,
    expectedCash: spinOff.expectedCash,
    cash,
    parentCloseBefore: spinOff.closeBefore,
    parentOpen: spinOff.open,
  });
};

const announcementAt = (sessions: Sessions, session: number): number =>
  localInstant(sessions, sessions.dates[session]!, ANNOUNCEMENT_MINUTES);
