import { MICROS_PER_DAY, MICROS_PER_MINUTE, NO_SESSION } from "../../engine/contract/time.ts";
import type { CellReason, PanelRequest } from "../contract/panel-request.ts";
import type { ActionVersion, CalendarVersion, ListingVersion, Version } from "../panel/panel-events.ts";
import { type FactVersion, type History, IIDS, micOf } from "./history.ts";

/**
 * The rules read aloud: each cell on its own, by looking through the whole list of versions. Slow, and without any of
 * the panel's own code, so that it can judge it.
 */
const isAfter = (a: Version, b: Version) =>
  a.knownAt !== b.knownAt
    ? a.knownAt > b.knownAt
    : a.revision !== b.revision
      ? a.revision > b.revision
      : a.ingestSeq > b.ingestSeq;

export const lastOf = <T extends Version>(versions: readonly T[]): T | undefined => {
  let last: T | undefined;
  for (const version of versions) if (!last || isAfter(version, last)) last = version;
  return last;
};
export const knownBy = <T extends Version>(versions: readonly T[], at: number): T[] =>
  versions.filter((version) => version.knownAt <= at);

export interface ModelRow {
  readonly date: number;
  readonly openAt: number;
  readonly closeAt: number;
  /** The decision instant. */
  readonly at: number;
  readonly barKey: number | undefined;
}

const instantOf = (request: PanelRequest, mic: string, date: number, openAt: number, closeAt: number) => {
  const rule = request.decisionByMarket[mic] ?? request.decision;
  if (rule.kind === "close") return closeAt + rule.delayMinutes * MICROS_PER_MINUTE;
  if (rule.kind === "open") return openAt - rule.leadMinutes * MICROS_PER_MINUTE;
  return date * MICROS_PER_DAY + rule.minuteOfDay * MICROS_PER_MINUTE;
};
const isClose = (request: PanelRequest, mic: string) =>
  (request.decisionByMarket[mic] ?? request.decision).kind === "close";
const isOpenDay = (day: CalendarVersion | undefined): day is CalendarVersion =>
  day !== undefined && ["open", "half-day", "moved"].includes(day.status);
const has = (day: CalendarVersion, minute: number) =>
  day.openAt <= minute &&
  minute + MICROS_PER_MINUTE <= day.closeAt &&
  !(day.breakStartAt! <= minute && minute < day.breakEndAt!);

/** Every row of a market's calendar, before it is cut to the range. `days` are all dates there are. */
const modelAllRows = (history: History, request: PanelRequest, mic: string, days: number): ModelRow[] => {
  const asOf = request.asOf ?? Number.POSITIVE_INFINITY;
  const said = (date: number) => history.calendars.filter((c) => c.mic === mic && c.sessionDate === date);
  const dates = Array.from({ length: days }, (_, date) => date);
  const minutes = dates.flatMap((date) =>
    Array.from({ length: 40 }, (_, m) => ({
      date,
      minute: date * MICROS_PER_DAY + (m - 10) * MICROS_PER_MINUTE,
    })),
  );
  const shown = (at: number): number | undefined => {
    let key: number | undefined;
    if (request.frequency === "minute") {
      for (const { date, minute } of minutes) {
        const known = lastOf(knownBy(said(date), at));
        if (isOpenDay(known) && has(known, minute) && minute + MICROS_PER_MINUTE <= at) key = minute;
      }
    } else {
      for (const date of dates) {
        const known = lastOf(knownBy(said(date), at));
        if (isOpenDay(known) && known.closeAt <= at) key = date;
      }
    }
    return key;
  };
  if (request.frequency === "minute") {
    return minutes.flatMap(({ date, minute: openAt }) => {
      const closeAt = openAt + MICROS_PER_MINUTE;
      const at = instantOf(request, mic, date, openAt, closeAt);
      const known = lastOf(knownBy(said(date), at));
      if (at > asOf || !isOpenDay(known) || !has(known, openAt)) return [];
      return [{ date, openAt, closeAt, at, barKey: isClose(request, mic) ? openAt : shown(at) }];
    });
  }
  return dates.flatMap((date) => {
    const timely = said(date).filter((c) => {
      return c.knownAt <= asOf && c.knownAt <= instantOf(request, mic, date, c.openAt, c.closeAt);
    });
    const last = lastOf(timely);
    if (!isOpenDay(last)) return [];
    const { openAt, closeAt } = last;
    const at = instantOf(request, mic, date, openAt, closeAt);
    return [{ date, openAt, closeAt, at, barKey: isClose(request, mic) ? date : shown(at) }];
  });
};

/** The rows of a market, and how many rows its calendar has before them. */
export const modelRows = (
  history: History,
  request: PanelRequest,
  mic: string,
  days: number,
): { readonly first: number; readonly rows: readonly ModelRow[] } => {
  const all = modelAllRows(history, request, mic, days);
  const sessions = [...new Set(all.map((row) => row.date))];
  const before = sessions.filter((date) => date < request.from).length;
  const firstDate = sessions[Math.max(0, before - request.warmUpSessions)] ?? Number.POSITIVE_INFINITY;
  const rows = all.filter(
    (row) =>
      row.date >= firstDate &&
      row.date <= request.to &&
      row.at <= (request.asOf ?? Number.POSITIVE_INFINITY) &&
      Math.min(row.closeAt, row.at) <= history.knownTo,
  );
  return { first: all.filter((row) => row.date < firstDate).length, rows };
};

export const modelNextSession = (
  history: History,
  request: PanelRequest,
  mic: string,
  days: number,
  { date, openAt, at }: ModelRow,
): number => {
  if (request.frequency === "minute") {
    const said = history.calendars.filter((c) => c.mic === mic && c.sessionDate === date);
    const today = lastOf(knownBy(said, at));
    for (let m = 1; m < 40; m++)
      if (isOpenDay(today) && has(today, openAt + m * MICROS_PER_MINUTE)) return date;
  }
  for (let next = date + 1; next < days; next++) {
    const timely = history.calendars.filter(
      (c) =>
        c.mic === mic &&
        c.sessionDate === next &&
        c.knownAt <= at &&
        c.knownAt <= instantOf(request, mic, next, c.openAt, c.closeAt),
    );
    if (isOpenDay(lastOf(timely))) return next;
  }
  return NO_SESSION;
};

export const modelMember = (history: History, iid: string, row: ModelRow): boolean => {
  const known = knownBy(
    history.memberships.filter((m) => m.iid === iid),
    row.at,
  );
  return [...new Set(known.map((m) => m.validFrom))].some((from) => {
    const last = lastOf(known.filter((m) => m.validFrom === from))!;
    return last.validFrom <= row.date && row.date < last.validTo;
  });
};

/** The listing that began last by the row's session, as known at the row. */
const modelListing = (history: History, iid: string, row: ModelRow): ListingVersion | undefined => {
  const own = history.listings.filter((l) => l.iid === iid && l.mic === micOf(iid));
  const known = knownBy(own, row.at).filter((l) => l.listedOn <= row.date);
  const newest = Math.max(...known.map((l) => l.listedOn));
  return lastOf(known.filter((l) => l.listedOn === newest));
};

const modelListed = (history: History, iid: string, row: ModelRow): boolean => {
  if (!history.listings.some((l) => l.iid === iid && l.mic === micOf(iid))) return true;
  const current = modelListing(history, iid, row);
  return current !== undefined && row.date < current.delistedOn;
};

/** R9: the first of the rows on which the listing is known to have ended (-1: none), and its return. */
export const modelDelisting = (
  history: History,
  iid: string,
  rows: readonly ModelRow[],
): readonly [row: number, delistReturn: number] => {
  for (const [r, row] of rows.entries()) {
    const current = modelListing(history, iid, row);
    if (current && current.delistedOn <= row.date) return [r, current.delistReturn];
  }
  return [-1, Number.NaN];
};

/** As the engine takes it; `other` is the other instrument's name, empty without one. */
export interface ModelAction {
  readonly row: number;
  readonly kind: number;
  readonly ratio: number;
  readonly cash: number;
  readonly payDate: number;
  readonly other: string;
  readonly costShare: number;
}

/** The actions of one name that are known on each of its rows, as the store tells them. */
const actionsInForce = (history: History, request: PanelRequest, iid: string, days: number) => {
  const own = history.actions.filter((a) => a.iid === iid);
  if (own.length === 0) return [];
  const { rows } = modelRows(history, request, micOf(iid), days);
  const whole = modelRows(history, { ...request, from: 0, warmUpSessions: 0 }, micOf(iid), days).rows;
  return rows.flatMap((row, r) => {
    // Of the minutes of a session the first.
    if (rows[r - 1]?.date === row.date) return [];
    const previous = Math.max(-1, ...whole.map(({ date }) => date).filter((date) => date < row.date));
    const due = own.filter(({ exDate }) => previous < exDate && exDate <= row.date);
    const facts = [...new Set(due.map(({ kind, exDate }) => `${kind} ${exDate}`))];
    return facts.flatMap((fact) => {
      const last = lastOf(knownBy(due, row.at).filter(({ kind, exDate }) => `${kind} ${exDate}` === fact));
      return !last || (last.ratio === 1 && last.cash === 0 && !last.target) ? [] : [{ ...last, row: r }];
    });
  });
};

/** Who is in the panel: members, and what a spin-off or merger brings to a holder of one that is. */
export const modelSeats = (history: History, request: PanelRequest, days: number): string[] => {
  const seats = new Set<string>(
    IIDS.filter((iid) =>
      modelRows(history, request, micOf(iid), days).rows.some((row) => modelMember(history, iid, row)),
    ),
  );
  for (let before = -1; before !== seats.size; ) {
    before = seats.size;
    for (const iid of [...seats]) {
      const brings = (action: ActionVersion) =>
        action.iid === iid &&
        ["spin-off", "merger"].includes(action.kind) &&
        action.ratio > 0 &&
        isOfMarket(action.target, iid) &&
        !seats.has(action.target!);
      if (!history.actions.some(brings)) continue;
      for (const action of actionsInForce(history, request, iid, days).filter(brings))
        seats.add(action.target!);
    }
  }
  return [...seats].sort();
};
const isOfMarket = (target: string | undefined, iid: string): boolean =>
  (IIDS as readonly string[]).includes(target ?? "") && micOf(target!) === micOf(iid);

/** R8: what the actions of one name do on each of its rows, sorted. */
export const modelActions = (
  history: History,
  request: PanelRequest,
  iid: string,
  days: number,
  seats: readonly string[],
): ModelAction[] => {
  const { rows } = modelRows(history, request, micOf(iid), days);
  const closes = rows.map((row) => modelCell(history, iid, "close", row).value);
  const told = actionsInForce(history, request, iid, days);
  const found: ModelAction[] = [];
  const nothing = { ratio: 1, cash: 0, payDate: NO_SESSION, other: "", costShare: 0 };
  // The last price seen, carried through what went ex since.
  let price = Number.NaN;
  for (let row = 0; row < rows.length; row++) {
    const own = told.filter((action) => action.row === row).toSorted((a, b) => a.exDate - b.exDate);
    const money = ({ cash, perUnit }: (typeof own)[number]) => cash / (perUnit ?? 1);
    const hasOther = ({ target, ratio }: (typeof own)[number]) =>
      target !== iid && isOfMarket(target, iid) && seats.includes(target!) && ratio > 0;
    for (const action of own) {
      const { kind, ratio } = action;
      if (kind === "split" || kind === "stock-dividend") found.push({ ...nothing, row, kind: 0, ratio });
      if (
        kind === "cash-dividend" ||
        kind === "special-dividend" ||
        (kind === "spin-off" && !hasOther(action))
      )
        if (money(action) > 0 || kind !== "spin-off") {
          found.push({ ...nothing, row, kind: 1, cash: money(action), payDate: action.payDate! });
          price -= money(action);
        }
      if (kind === "merger" && hasOther(action))
        found.push({ ...nothing, row, kind: 3, ratio, cash: money(action), other: action.target! });
      else if (kind === "merger" && !action.target && action.cash > 0)
        found.push({ ...nothing, row, kind: 3, ratio: 0, cash: money(action) });
    }
    for (const action of own.filter(({ kind }) => kind === "spin-off").filter(hasOther)) {
      const value = money(action);
      const isTold = !Number.isNaN(action.costShare);
      const share = isTold ? action.costShare! : value > 0 ? value / price : 0;
      if (share >= 0 && share < 1) {
        found.push({
          ...nothing,
          row,
          kind: 2,
          ratio: action.ratio,
          other: action.target!,
          costShare: share,
        });
        price *= 1 - share;
      } else {
        found.push({ ...nothing, row, kind: 1, cash: value, payDate: action.payDate! });
        price -= value;
      }
    }
    for (const { ratio } of found.filter((action) => action.row === row && action.kind === 0)) price /= ratio;
    if (!Number.isNaN(closes[row]!)) price = closes[row]!;
  }
  return found.sort(compareActions);
};

export const compareActions = (a: ModelAction, b: ModelAction): number =>
  a.row - b.row || a.kind - b.kind || a.ratio - b.ratio || a.cash - b.cash || a.payDate - b.payDate;

export interface ModelLateAction {
  readonly exRow: number;
  readonly row: number;
  readonly ratio: number;
  readonly cash: number;
  readonly payDate: number;
}

/** R8: what each row after an ex-date tells otherwise than the row before it, of splits and of cash; sorted. */
export const modelLateActions = (
  history: History,
  request: PanelRequest,
  iid: string,
  days: number,
): ModelLateAction[] => {
  const { rows } = modelRows(history, request, micOf(iid), days);
  const whole = modelRows(history, { ...request, from: 0, warmUpSessions: 0 }, micOf(iid), days).rows;
  const own = history.actions.filter((action) => action.iid === iid && action.kind !== "merger");
  const found: ModelLateAction[] = [];
  rows.forEach(({ date, at: decided }, exRow) => {
    if (rows[exRow - 1]?.date === date) return;
    const previous = Math.max(-1, ...whole.map((row) => row.date).filter((before) => before < date));
    const due = own.filter(({ exDate }) => previous < exDate && exDate <= date);
    for (const fact of new Set(due.map(({ kind, exDate }) => `${kind} ${exDate}`))) {
      const versions = due.filter(({ kind, exDate }) => `${kind} ${exDate}` === fact);
      const { kind } = versions[0]!;
      const isShares = kind === "split" || kind === "stock-dividend";
      const toldBy = (at: number) => lastOf(knownBy(versions, at));
      if (kind === "spin-off" && toldBy(decided)) continue;
      const ratioBy = (at: number) => (isShares ? (toldBy(at)?.ratio ?? 1) : 1);
      const cashBy = (at: number) => {
        const told = toldBy(at);
        return isShares || !told ? 0 : told.cash / (told.perUnit ?? 1);
      };
      for (let row = exRow + 1; row < rows.length; row++) {
        const [before, now] = [rows[row - 1]!.at, rows[row]!.at];
        const ratio = ratioBy(now) / ratioBy(before);
        const cash = cashBy(now) - cashBy(before);
        const payDate = isShares || kind === "spin-off" ? NO_SESSION : (toldBy(now)?.payDate ?? NO_SESSION);
        if (ratio !== 1 || cash !== 0) found.push({ exRow, row, ratio, cash, payDate });
      }
    }
  });
  return found.sort(compareLateActions);
};

export const compareLateActions = (a: ModelLateAction, b: ModelLateAction): number =>
  a.row - b.row || a.exRow - b.exRow || a.ratio - b.ratio || a.cash - b.cash || a.payDate - b.payDate;

/** R4: the fixing of a currency's newest date known, in its last version known; undefined while there is none. */
export const modelFixing = (history: History, currency: string, at: number): number | undefined => {
  const own = history.fx.filter((fixing) => fixing.currency === currency);
  const dates = own.map((f) => ({ ...f, iid: currency, periodEnd: f.sessionDate, value: f.usdPerUnit }));
  return modelFact(dates, at)?.value;
};

export interface ModelCell {
  readonly value: number;
  readonly reason: CellReason;
}

/** R4: the newest period known, in its last version known. */
export const modelFact = (facts: readonly FactVersion[], at: number): FactVersion | undefined => {
  const known = knownBy(facts, at);
  let newest: FactVersion | undefined;
  for (const period of new Set(known.map((fact) => fact.periodEnd))) {
    const last = lastOf(known.filter((fact) => fact.periodEnd === period))!;
    if (!Number.isNaN(last.value) && (!newest || period > newest.periodEnd)) newest = last;
  }
  return newest;
};

export const modelCell = (history: History, iid: string, field: string, row: ModelRow): ModelCell => {
  const empty = (wasKnown: boolean, exists: boolean): ModelCell => {
    const reason: CellReason = wasKnown
      ? "withdrawn"
      : !modelListed(history, iid, row)
        ? "not-listed"
        : exists
          ? "not-yet-known"
          : "never-reported";
    return { value: Number.NaN, reason };
  };
  if (field === "book") {
    const facts = history.facts.filter((fact) => fact.iid === iid);
    const newest = modelFact(facts, row.at);
    if (!newest) return empty(knownBy(facts, row.at).length > 0, facts.length > 0);
    const isStale = history.ttlDays !== null && row.at - newest.knownAt > history.ttlDays * MICROS_PER_DAY;
    return isStale ? { value: Number.NaN, reason: "stale" } : { value: newest.value, reason: "present" };
  }
  const bars = history.bars.filter((bar) => bar.iid === iid && bar.at === row.barKey);
  const last = lastOf(knownBy(bars, row.at));
  const quoted = field === "close" ? last?.close : last?.volume;
  if (last === undefined || quoted === undefined || Number.isNaN(quoted))
    return empty(last !== undefined, bars.length > 0);
  return { value: field === "close" ? quoted / last.perUnit : quoted, reason: "present" };
};
