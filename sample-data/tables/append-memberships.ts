import { endOfMonth, weekdayOf, yearMonthOf } from "../calendars/day.ts";
import { type Sessions, sessionAtOrBefore } from "../calendars/sessions.ts";
import type { Market } from "../markets.ts";
import type { Company } from "../model/company.ts";
import type { CompanyHistory } from "../model/company-history.ts";
import type { Period } from "../sample-options.ts";
import { delistingKnownAt, listingKnownAt } from "./append-instruments.ts";
import type { TableBuilder } from "./table-builder.ts";

export const GLOBAL_LARGE_COUNT = 200;
/** A member's size counts this much more at a review, so that the list does not churn at its edge. */
const INCUMBENT_BONUS = 1.15;
const NOTICE_DAYS = 14;
/** Weights are given to a millionth. */
const WEIGHT_SCALE = 1e6;
/** Markets closed on the first day begin within it. */
const FIRST_WEEK = 6;
const NOTICE_MINUTES_UTC = 21 * 60 + 30;

/** One review: sizes are read at the last close before `readOn`, announced that evening, in force weeks later. */
export interface Review {
  readonly readOn: number;
  readonly announcedAt: number;
  readonly effective: number;
}

/** A company as a review sees it. */
export interface Candidate {
  readonly company: Company;
  readonly market: Market;
  readonly sessions: Sessions;
  /** Capitalisation in US dollars, at the exchange rates of the start, at each review; 0 when not listed. */
  readonly sizes: Float64Array;
}

/** The start, then the Monday after the third Friday of each June and December, announced two weeks earlier. */
export const listReviews = ({ firstDay, lastDay }: Period): Review[] => {
  const reviews = [reviewOn(firstDay)];
  for (let year = yearMonthOf(firstDay).year; ; year++)
    for (const month of [6, 12]) {
      const effective = thirdFriday(year, month) + 3;
      if (effective > lastDay) return reviews;
      if (effective > firstDay) reviews.push(reviewOn(effective));
    }
};

const reviewOn = (effective: number): Review => {
  const announced = effective - NOTICE_DAYS;
  return {
    readOn: announced - 1,
    announcedAt: (announced * 1440 + NOTICE_MINUTES_UTC) * 60_000_000,
    effective,
  };
};

const thirdFriday = (year: number, month: number): number => {
  const first = endOfMonth(year, month - 1) + 1;
  return first + ((5 - weekdayOf(first) + 7) % 7) + 14;
};

/** Sizes of a company at each review, from raw prices and the shares of the day. The first review sees the start. */
export const measureSizes = (
  history: CompanyHistory,
  market: Market,
  sessions: Sessions,
  reviews: readonly Review[],
): Float64Array =>
  Float64Array.from(reviews, (review, index) => {
    const { company, first, close, shares } = history;
    const row = sessionAtOrBefore(sessions, review.readOn) - first;
    const usdPerQuote = market.usdPerUnitAtStart / market.quotesPerUnit;
    if (index === 0 && sessions.dates[first]! <= review.effective + FIRST_WEEK)
      return company.startPrice * company.startShares * usdPerQuote;
    return row < 0 || row >= close.length ? 0 : close[row]! * shares[row]! * usdPerQuote;
  });

/** Every universe's memberships: the size indices by review, and the list of everything by listing. */
export const appendMemberships = (
  memberships: TableBuilder<"memberships">,
  candidates: readonly Candidate[],
  markets: readonly Market[],
  reviews: readonly Review[],
  period: Period,
): void => {
  appendIndex(memberships, "GLOBAL_LARGE", candidates, GLOBAL_LARGE_COUNT, reviews, period);
  for (const market of markets) {
    const own = candidates.filter((candidate) => candidate.market === market);
    appendIndex(memberships, `${market.prefix}_LARGE`, own, market.largeCount, reviews, period);
  }
  for (const { company, sessions } of candidates) {
    const member = {
      universe_id: "GLOBAL_ALL",
      iid: company.iid,
      valid_from: sessions.dates[company.listed]!,
    };
    memberships.append({ ...member, known_at: listingKnownAt(company, sessions), revision: 0 });
    if (company.delisted < 0) continue;
    const valid_to = sessions.dates[company.delisted]!;
    memberships.append({ ...member, valid_to, known_at: delistingKnownAt(company, sessions), revision: 1 });
  }
};

/**
 * Every review ends the intervals of all members and begins new ones with new weights. `valid_to` is the first day
 * outside; it is unknown (revision 0) until a later review or a delisting ends the interval. A row holds the weight
 * at the review, in proportion to size; prices move it until the next.
 */
const appendIndex = (
  memberships: TableBuilder<"memberships">,
  universe_id: string,
  candidates: readonly Candidate[],
  count: number,
  reviews: readonly Review[],
  { lastDay }: Period,
): void => {
  const members = new Map<
    Candidate,
    { readonly since: number; readonly weight: number; readonly announcedAt: number }
  >();
  const end = (candidate: Candidate, valid_to: number, known_at: number) => {
    const { since, weight, announcedAt } = members.get(candidate)!;
    memberships.append({
      universe_id,
      iid: candidate.company.iid,
      valid_from: since,
      valid_to,
      weight,
      announced_at: announcedAt,
      known_at,
      revision: 1,
    });
    members.delete(candidate);
  };
  const endDelisted = (until: number) => {
    for (const candidate of [...members.keys()]) {
      const { company, sessions } = candidate;
      if (company.delisted < 0 || sessions.dates[company.delisted]! > until) continue;
      const day = Math.max(members.get(candidate)!.since, sessions.dates[company.delisted]!);
      end(candidate, day, delistingKnownAt(company, sessions));
    }
  };
  reviews.forEach((review, index) => {
    endDelisted(review.readOn + 1);
    const sizeOf = (candidate: Candidate) => candidate.sizes[index]!;
    const bonus = (candidate: Candidate) => (members.has(candidate) ? INCUMBENT_BONUS : 1);
    const selected = candidates
      .filter((candidate) => sizeOf(candidate) > 0 && !isLeaving(candidate, review))
      .map((candidate) => ({ candidate, size: sizeOf(candidate) * bonus(candidate) }))
      .sort((a, b) => b.size - a.size || (a.candidate.company.iid < b.candidate.company.iid ? -1 : 1))
      .slice(0, count)
      .map(({ candidate }) => candidate);
    const total = selected.reduce((sum, candidate) => sum + sizeOf(candidate), 0);
    for (const candidate of [...members.keys()]) end(candidate, review.effective, review.announcedAt);
    for (const candidate of selected) {
      const { announcedAt, effective } = review;
      const weight = Math.floor((sizeOf(candidate) / total) * WEIGHT_SCALE + 0.5) / WEIGHT_SCALE;
      members.set(candidate, { since: effective, weight, announcedAt });
      memberships.append({
        universe_id,
        iid: candidate.company.iid,
        valid_from: effective,
        weight,
        announced_at: announcedAt,
        known_at: announcedAt,
        revision: 0,
      });
    }
  });
  endDelisted(lastDay + 1);
};

/** Only what was announced counts: a failure between review and effect is a surprise to the review too. */
const isLeaving = ({ company, sessions }: Candidate, review: Review): boolean =>
  company.delisted >= 0 &&
  sessions.dates[company.delisted]! <= review.effective &&
  delistingKnownAt(company, sessions) <= review.announcedAt;
