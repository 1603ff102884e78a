import { endOfMonth, weekdayOf } from "../calendars/day.ts";
import { type Sessions, sessionAtOrBefore } from "../calendars/sessions.ts";
import { type Market, markets } from "../markets.ts";
import type { Company } from "../model/company.ts";
import type { CompanyHistory } from "../model/company-history.ts";
import { FIRST_DAY, LAST_DAY } from "../period.ts";
import { delistingKnownAt, listingKnownAt } from "./append-instruments.ts";
import type { TableBuilder } from "./table-builder.ts";

export const GLOBAL_LARGE_COUNT = 200;
/** A member's size counts this much more at a review, so that the list does not churn at its edge. */
const INCUMBENT_BONUS = 1.15;
const NOTICE_DAYS = 14;
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
export const listReviews = (): Review[] => {
  const reviews = [reviewOn(FIRST_DAY)];
  for (let year = 2012; ; year++)
    for (const month of [6, 12]) {
      const effective = thirdFriday(year, month) + 3;
      if (effective > LAST_DAY) return reviews;
      if (effective > FIRST_DAY) reviews.push(reviewOn(effective));
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
  Float64Array.from(reviews, (review) => {
    const { company, first, close, shares } = history;
    const row = sessionAtOrBefore(sessions, review.readOn) - first;
    if (review.effective === FIRST_DAY && sessions.dates[first]! <= FIRST_DAY + FIRST_WEEK)
      return company.startPrice * company.startShares * market.usdPerUnitAtStart;
    return row < 0 || row >= close.length ? 0 : close[row]! * shares[row]! * market.usdPerUnitAtStart;
  });

/** Every universe's memberships: the size indices by review, and the list of everything by listing. */
export const appendMemberships = (
  memberships: TableBuilder,
  candidates: readonly Candidate[],
  reviews: readonly Review[],
): void => {
  appendIndex(memberships, "GLOBAL_LARGE", candidates, GLOBAL_LARGE_COUNT, reviews);
  for (const market of markets) {
    const own = candidates.filter((candidate) => candidate.market === market);
    appendIndex(memberships, `${market.prefix}_LARGE`, own, market.largeCount, reviews);
  }
  for (const { company, sessions } of candidates) {
    const from = sessions.dates[company.listed]!;
    memberships.append([
      "GLOBAL_ALL",
      company.iid,
      from,
      null,
      null,
      null,
      listingKnownAt(company, sessions),
      0,
    ]);
    if (company.delisted < 0) continue;
    const to = sessions.dates[company.delisted]!;
    memberships.append([
      "GLOBAL_ALL",
      company.iid,
      from,
      to,
      null,
      null,
      delistingKnownAt(company, sessions),
      1,
    ]);
  }
};

/** `valid_to` is the first day outside; it is unknown (revision 0) until a later review or a delisting ends it. */
const appendIndex = (
  memberships: TableBuilder,
  universe: string,
  candidates: readonly Candidate[],
  count: number,
  reviews: readonly Review[],
): void => {
  const memberSince = new Map<Candidate, number>();
  const end = (candidate: Candidate, day: number, knownAt: number) => {
    const from = memberSince.get(candidate)!;
    memberships.append([universe, candidate.company.iid, from, day, null, null, knownAt, 1]);
    memberSince.delete(candidate);
  };
  const endDelisted = (until: number) => {
    for (const candidate of [...memberSince.keys()]) {
      const { company, sessions } = candidate;
      if (company.delisted < 0 || sessions.dates[company.delisted]! > until) continue;
      const day = Math.max(memberSince.get(candidate)!, sessions.dates[company.delisted]!);
      end(candidate, day, delistingKnownAt(company, sessions));
    }
  };
  reviews.forEach((review, index) => {
    endDelisted(review.readOn + 1);
    const bonus = (candidate: Candidate) => (memberSince.has(candidate) ? INCUMBENT_BONUS : 1);
    const selected = candidates
      .filter((candidate) => candidate.sizes[index]! > 0 && !isLeaving(candidate, review))
      .map((candidate) => ({ candidate, size: candidate.sizes[index]! * bonus(candidate) }))
      .sort((a, b) => b.size - a.size || (a.candidate.company.iid < b.candidate.company.iid ? -1 : 1))
      .slice(0, count)
      .map(({ candidate }) => candidate);
    const isSelected = new Set(selected);
    for (const candidate of [...memberSince.keys()])
      if (!isSelected.has(candidate)) end(candidate, review.effective, review.announcedAt);
    for (const candidate of selected) {
      if (memberSince.has(candidate)) continue;
      memberSince.set(candidate, review.effective);
      memberships.append([
        universe,
        candidate.company.iid,
        review.effective,
        null,
        null,
        review.announcedAt,
        review.announcedAt,
        0,
      ]);
    }
  });
  endDelisted(LAST_DAY + 1);
};

/** Only what was announced counts: a failure between review and effect is a surprise to the review too. */
const isLeaving = ({ company, sessions }: Candidate, review: Review): boolean =>
  company.delisted >= 0 &&
  sessions.dates[company.delisted]! <= review.effective &&
  delistingKnownAt(company, sessions) <= review.announcedAt;
