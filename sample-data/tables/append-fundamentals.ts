import { weekdayOf } from "../calendars/day.ts";
import { localInstant, type Sessions } from "../calendars/sessions.ts";
import type { Market } from "../markets.ts";
import type { Report } from "../model/accounts.ts";
import type { CompanyHistory } from "../model/company-history.ts";
import { publicationLag } from "../model/publication-lag.ts";
import { openRandom, type Random } from "../random.ts";
import type { TableBuilder } from "./table-builder.ts";

const AMENDED_SHARE = 0.01;
const LARGE_AMENDMENT_SHARE = 0.2;
const WITHDRAWN_SHARE = 0.0006;
const PROSPECTUS_DAYS = 10;
const MICROS_PER_DAY = 86_400_000_000;
const STREAM = 800_000;

/** A company's reports with their publication lag, later amendments, withdrawals, and share counts after splits. */
export const appendFundamentals = (
  fundamentals: TableBuilder,
  history: CompanyHistory,
  market: Market,
  sessions: Sessions,
): void => {
  const { company } = history;
  const random = openRandom(company.seed + STREAM);
  const rows: FactRow[] = history.reports.flatMap((report, index) => {
    const lag = publicationLag(random.uniform());
    const clock = market.publicationMinutes[random.integer(market.publicationMinutes.length)]!;
    const listedDay = sessions.dates[history.first]!;
    // The first report of a newcomer is its prospectus.
    const day =
      index === 0 ? Math.min(report.periodEnd + lag, listedDay - PROSPECTUS_DAYS) : report.periodEnd + lag;
    const knownAt = localInstant(sessions, toWeekday(Math.max(day, report.periodEnd + 1)), clock);
    return factsOf(report, market).flatMap((fact) => amend({ ...fact, knownAt, revision: 0 }, random));
  });
  rows.push(...splitNotices(history, sessions));
  rows.sort(
    (a, b) =>
      compareText(a.field, b.field) ||
      a.periodEnd - b.periodEnd ||
      a.knownAt - b.knownAt ||
      a.revision - b.revision,
  );
  for (const row of rows)
    fundamentals.append([
      company.iid,
      row.field,
      row.periodEnd,
      row.periodType,
      row.value,
      row.unit,
      row.unit === "shares" ? null : market.currency,
      null,
      "exact",
      row.knownAt,
      row.revision,
    ]);
};

interface Fact {
  readonly field: string;
  readonly periodEnd: number;
  readonly periodType: string;
  readonly value: number;
  readonly unit: string;
}
interface FactRow extends Fact {
  readonly knownAt: number;
  readonly revision: number;
}

const factsOf = (report: Report, market: Market): Fact[] => {
  const fact = (field: string, periodType: string, value: number, unit: string): Fact => ({
    field,
    periodEnd: report.periodEnd,
    periodType,
    value,
    unit,
  });
  return [
    fact("bookValue", "instant", report.bookValue, market.currency),
    fact("netIncome", "ttm", report.netIncome, market.currency),
    fact("revenue", "ttm", report.revenue, market.currency),
    fact("sharesOutstanding", "instant", report.shares, "shares"),
  ];
};

/** The fact as published, and what became of it: a restatement months later, or a withdrawal weeks later. */
const amend = (row: FactRow, random: Random): FactRow[] => {
  const luck = random.uniform();
  if (row.field === "sharesOutstanding") return [row];
  if (luck < WITHDRAWN_SHARE)
    return [
      row,
      {
        ...row,
        value: Number.NaN,
        revision: 1,
        knownAt: row.knownAt + (10 + random.integer(40)) * MICROS_PER_DAY,
      },
    ];
  if (luck >= WITHDRAWN_SHARE + (AMENDED_SHARE * 4) / 3) return [row];
  const isLarge = random.uniform() < LARGE_AMENDMENT_SHARE;
  const factor = isLarge ? 0.4 + 1.2 * random.uniform() : 1 + 0.03 * random.normal();
  const value = Math.floor((row.value * factor) / 1_000 + 0.5) * 1_000;
  const knownAt = row.knownAt + (30 + random.integer(370)) * MICROS_PER_DAY;
  return [row, { ...row, value: value === row.value ? value + 1_000 : value, knownAt, revision: 1 }];
};

/** The exchange's notice on the morning of a split, so that price times shares never straddles it. */
const splitNotices = (history: CompanyHistory, sessions: Sessions): FactRow[] =>
  history.actions
    .filter((action) => action.kind === "split" && action.ex - history.first < history.shares.length)
    .map((action) => ({
      field: "sharesOutstanding",
      periodEnd: sessions.dates[action.ex]!,
      periodType: "instant",
      value: history.shares[action.ex - history.first]!,
      unit: "shares",
      knownAt: sessions.openAt[action.ex]! - 60 * 60_000_000,
      revision: 0,
    }));

const toWeekday = (day: number): number => {
  const weekday = weekdayOf(day);
  return weekday === 6 ? day - 1 : weekday === 7 ? day + 1 : day;
};

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
