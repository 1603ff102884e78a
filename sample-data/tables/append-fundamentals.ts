import { dayOf, isoOf, weekdayOf } from "../calendars/day.ts";
import { localInstant, type Sessions } from "../calendars/sessions.ts";
import type { Market } from "../markets.ts";
import type { Report } from "../model/accounts.ts";
import type { CompanyHistory } from "../model/company-history.ts";
import { publicationLag } from "../model/publication-lag.ts";
import { openRandom, type Random } from "../random.ts";
import { taughtRestatement } from "../taught-restatement.ts";
import type { TruthLog } from "../truths/planted-truths.ts";
import type { TableBuilder } from "./table-builder.ts";

/** Of reports: those filed again, and of these, those with another number. */
const AMENDED_SHARE = 0.0105;
const CHANGED_SHARE = 0.36;
const WITHDRAWN_SHARE = 0.0006;
const PROSPECTUS_DAYS = 10;
const MICROS_PER_DAY = 86_400_000_000;
const STREAM = 800_000;

/** A company's reports with their publication lag, later amendments, withdrawals, and share counts after splits. */
export const appendFundamentals = (
  fundamentals: TableBuilder<"fundamentals">,
  history: CompanyHistory,
  market: Market,
  sessions: Sessions,
  truths: TruthLog,
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
    const facts = factsOf(report, market).map(
      (fact): FactRow => ({ ...fact, knownAt, revision: 0, status: "original" }),
    );
    const taught =
      taughtRestatement.iid === company.iid && taughtRestatement.periodEnd === isoOf(report.periodEnd);
    return taught ? teach(facts, sessions) : amend(facts, random);
  });
  rows.push(...splitNotices(history, sessions));
  rows.sort(
    (a, b) =>
      compareText(a.field, b.field) ||
      a.periodEnd - b.periodEnd ||
      a.knownAt - b.knownAt ||
      a.revision - b.revision,
  );
  let before: FactRow | undefined;
  for (const row of rows) {
    const isKnown = fundamentals.append({
      iid: company.iid,
      field: row.field,
      period_end: row.periodEnd,
      period_type: row.periodType,
      value: Number.isNaN(row.value) ? null : row.value,
      unit: row.unit,
      currency: row.unit === "shares" ? null : market.currency,
      status: row.status,
      known_quality: "exact",
      known_at: row.knownAt,
      revision: row.revision,
    });
    if (isKnown) logFact(row, before, company.iid, truths);
    before = row;
  }
};

const logFact = (row: FactRow, before: FactRow | undefined, iid: string, truths: TruthLog): void => {
  if (row.field === "bookValue") {
    if (row.revision === 0) truths.reports++;
    if (row.status === "amended") truths.amendedReports++;
  }
  if (row.revision === 0 || before === undefined || Object.is(row.value, before.value)) return;
  truths.restatements.push({
    iid,
    field: row.field,
    periodEnd: isoOf(row.periodEnd),
    before: before.value,
    knownAt: before.knownAt,
    after: Number.isNaN(row.value) ? null : row.value,
    restatedAt: row.knownAt,
  });
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
  readonly status: "original" | "amended" | null;
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

/**
 * A report as published, and what became of it: one of its numbers withdrawn weeks later, or the whole report filed
 * again months later, now and then with other numbers.
 */
const amend = (facts: readonly FactRow[], random: Random): FactRow[] => {
  const luck = random.uniform();
  const isAmended = luck < AMENDED_SHARE;
  const wait = 30 + random.integer(370);
  const changes = isAmended && random.uniform() < CHANGED_SHARE ? drawChanges(random) : null;
  return facts.flatMap((fact): FactRow[] => {
    if (fact.field === "sharesOutstanding") return [fact];
    const isWithdrawn = !isAmended && random.uniform() < WITHDRAWN_SHARE;
    if (isWithdrawn) {
      const knownAt = fact.knownAt + (10 + random.integer(40)) * MICROS_PER_DAY;
      return [fact, { ...fact, value: Number.NaN, revision: 1, knownAt, status: null }];
    }
    if (!isAmended) return [fact];
    const value = toThousands(fact.value * (changes?.get(fact.field) ?? 1));
    const knownAt = fact.knownAt + wait * MICROS_PER_DAY;
    return [fact, { ...fact, value, revision: 1, knownAt, status: "amended" }];
  });
};

/** By which factors an amendment changes which numbers: mostly income, half of the time much, sometimes its sign. */
const drawChanges = (random: Random): ReadonlyMap<string, number> => {
  const isLarge = random.uniform() < 0.5;
  const draw = () => (isLarge ? 0.4 + 1.4 * random.uniform() : 1 + 0.03 * random.normal());
  const hasOtherSign = random.uniform() < 0.15;
  const changes = new Map([["netIncome", draw() * (hasOtherSign ? -1 : 1)]]);
  if (random.uniform() < 0.6) changes.set("bookValue", draw());
  if (random.uniform() < 0.4) changes.set("revenue", draw());
  return changes;
};

/** The restatement that a sample notebook tells of happens on its appointed days. */
const teach = (facts: readonly FactRow[], sessions: Sessions): FactRow[] =>
  facts.flatMap((fact): FactRow[] => {
    const instant = (iso: string) => localInstant(sessions, dayOf(iso), 16 * 60 + 30);
    const published = { ...fact, knownAt: instant(taughtRestatement.publishedOn) };
    if (fact.field !== taughtRestatement.field) return [published];
    const value = toThousands(fact.value * taughtRestatement.factor);
    const knownAt = instant(taughtRestatement.restatedOn);
    return [published, { ...published, value, knownAt, revision: 1, status: "amended" }];
  });

const toThousands = (value: number): number => Math.floor(value / 1_000 + 0.5) * 1_000;

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
      status: null,
    }));

const toWeekday = (day: number): number => {
  const weekday = weekdayOf(day);
  return weekday === 6 ? day - 1 : weekday === 7 ? day + 1 : day;
};

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
