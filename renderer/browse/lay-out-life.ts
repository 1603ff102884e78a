import type { LifeLine } from "../../store/contract/browse.ts";
import { sessionDateOfIso } from "../format/date-format.ts";

export type LifeEvent = LifeLine["events"][number];

/** A mark on the line; `index` is the event's place in the life. Positions are fractions of the width. */
export interface LifeMark {
  readonly index: number;
  readonly at: number;
  /** Shown above the line in this row, from 0; null for marks too many to be labelled. */
  readonly labelRow: number | null;
  readonly label: string;
}

export interface LifeSpan {
  readonly universe: string;
  readonly from: number;
  readonly to: number;
}

export interface LifeLayout {
  readonly from: string;
  readonly to: string;
  readonly listed: readonly { readonly from: number; readonly to: number }[];
  readonly marks: readonly LifeMark[];
  readonly memberships: readonly LifeSpan[];
  readonly years: readonly { readonly year: number; readonly at: number }[];
}

const CHARACTER = 0.0125;
const LABEL_ROWS = 3;
const MAX_YEARS = 11;

/** Where the events of a life stand on one horizontal line, from its first day to its last one or `today`. */
export const layOutLife = (life: Pick<LifeLine, "events" | "firstBar">, today: string): LifeLayout => {
  const dates = life.events.map(({ date }) => date);
  const from = [...dates, ...(life.firstBar ? [life.firstBar] : [])].sort()[0] ?? today;
  const isOver = life.events.at(-1)?.kind === "delisted";
  const to = [...dates, ...(isOver ? [] : [today])].sort().at(-1) ?? today;
  const width = Math.max(1, sessionDateOfIso(to) - sessionDateOfIso(from));
  const place = (date: string): number => (sessionDateOfIso(date) - sessionDateOfIso(from)) / width;
  return {
    from,
    to,
    listed: spansBetween(life.events, "listed", "delisted").map((span) => ({
      from: place(span.from),
      to: place(span.to ?? to),
    })),
    marks: placeMarks(life.events, place),
    memberships: spansBetween(life.events, "joined", "left").map((span) => ({
      universe: span.detail,
      from: place(span.from),
      to: place(span.to ?? to),
    })),
    years: placeYears(from, to, place),
  };
};

interface Span {
  readonly detail: string;
  readonly from: string;
  to: string | null;
}

/** Pairs beginnings with the next end of the same thing; what is open stays open. */
const spansBetween = (
  events: readonly LifeEvent[],
  begin: LifeEvent["kind"],
  end: LifeEvent["kind"],
): readonly Span[] => {
  const spans: Span[] = [];
  for (const { kind, date, detail } of events) {
    if (kind === begin) spans.push({ detail, from: date, to: null });
    // The detail of an end of listing says why, not where.
    const open = spans.find((span) => span.to === null && (end === "delisted" || span.detail === detail));
    if (kind === end && open) open.to = date;
  }
  return spans;
};

const unlabelled: readonly LifeEvent["kind"][] = ["cash-dividend", "joined", "left", "listed"];

/** Labels take the first row in which they do not touch the one before; when none is free, the mark has none. */
const placeMarks = (events: readonly LifeEvent[], place: (date: string) => number): LifeMark[] => {
  const ends = Array.from({ length: LABEL_ROWS }, () => Number.NEGATIVE_INFINITY);
  return events.flatMap(({ kind, date, detail }, index) => {
    if (kind === "joined" || kind === "left") return [];
    const at = place(date);
    const label = kind === "identifier" ? detail.replace(/^\S+ (?:.* → )?/, "") : detail;
    if (unlabelled.includes(kind) || (kind === "identifier" && !detail.startsWith("symbol ")))
      return [{ index, at, labelRow: null, label }];
    const width = label.length * CHARACTER;
    const start = Math.min(at, 1 - width);
    const row = ends.findIndex((end) => end < start);
    if (row >= 0) ends[row] = start + width;
    return [{ index, at, labelRow: row < 0 ? null : row, label }];
  });
};

const placeYears = (from: string, to: string, place: (date: string) => number): LifeLayout["years"] => {
  const [first, last] = [Number(from.slice(0, 4)) + 1, Number(to.slice(0, 4))];
  const step = [1, 2, 5, 10, 20].find((each) => (last - first) / each < MAX_YEARS) ?? 50;
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => first + i)
    .filter((year) => year % step === 0)
    .map((year) => ({ year, at: place(`${year}-01-01`) }));
};
