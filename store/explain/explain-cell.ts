import { MICROS_PER_DAY } from "../../engine/contract/time.ts";
import { type WireResult, wireError, wireOk } from "../../wire/contract.ts";
import { fromIsoDate, toIsoDate } from "../catalog/iso-date.ts";
import type { CellExplanation, ExplainRequest, SeenVersion } from "../contract/explain.ts";
import type { CellReason } from "../contract/panel-request.ts";
import { resolveBarKeys } from "../panel/bar-keys.ts";
import { groupDays } from "../panel/calendar-days.ts";
import { isBarField } from "../panel/choose-fields.ts";
import { layOutAxis, type MarketAxis } from "../panel/market-axis.ts";
import { NewestFact } from "../panel/newest-fact.ts";
import { type CalendarVersion, compareVersions } from "../panel/panel-events.ts";
import { readCalendars, readFields } from "../panel/read-layout-events.ts";
import { resolveListed } from "../panel/resolve-delisting.ts";
import { isStale } from "../panel/resolve-facts.ts";
import type { SnapshotSource } from "../snapshot.ts";
import { readBarVersions, readFactVersions, readInstrument, readListings, type Told } from "./read-told.ts";

/** What one instant shows of a fact, and why it shows nothing. */
interface Sight {
  readonly version: Told | undefined;
  readonly reason: CellReason;
}

/**
 * Where the value of one cell of a daily panel comes from: which row of the store, known when, out of which batch; what
 * the same instant a day earlier would have shown; and what came too late.
 */
export const explainCell = async (
  source: SnapshotSource,
  request: ExplainRequest,
): Promise<WireResult<CellExplanation>> => {
  const { connection, snapshot } = source;
  const { iid, field, decision: rule } = request;
  const isBar = isBarField(field);
  const described = (await readFields(connection, snapshot)).find(({ name }) => name === field);
  if (!isBar && described?.kind !== "fundamental")
    return wireError("unknown-field", `There is no stored field named ${JSON.stringify(field)}.`);
  const instrument = await readInstrument(source, iid);
  if (!instrument) return wireError("unknown-instrument", `There is no instrument ${JSON.stringify(iid)}.`);

  const calendar = await readCalendars(connection, snapshot, [instrument.mic]);
  const date = fromIsoDate(request.sessionDate);
  const axis = layOutAxis({ mic: instrument.mic, currency: instrument.currency }, calendar, {
    from: date,
    to: date,
    warmUpSessions: 0,
    frequency: "session",
    rule,
    asOf: request.asOf ?? Number.POSITIVE_INFINITY,
    knownTo: snapshot.knownTo,
  });
  if (axis.sessionDates[0] !== date) {
    return wireError(
      "not-a-session",
      `${instrument.mic} has no row on ${request.sessionDate} that was decided by then.`,
    );
  }
  const at = axis.decisionAt[0]!;
  const listed = resolveListed(await readListings(source, iid, instrument.mic), axis)[0] === 1;
  const seeing = isBar
    ? await seeBars(source, iid, field, axis, calendar, rule)
    : await seeFacts(source, iid, field, described?.ttlDays ?? null);
  const { version, reason } = seeing.see(at);
  const isUnlisted = !listed && (reason === "never-reported" || reason === "not-yet-known");
  const earlier = seeing.see(at - MICROS_PER_DAY).version;
  return wireOk({
    iid,
    field,
    unit: described?.unit ?? "",
    sessionDate: request.sessionDate,
    decisionAt: at,
    reason: isUnlisted ? "not-listed" : reason,
    seen: version ? toSeen(version) : null,
    dayEarlier: earlier ? toSeen(earlier) : null,
    later: seeing.told
      .filter((told) => told.knownAt > at && (seeing.fact(at) ?? told.valid) === told.valid)
      .slice(0, MOST_LATER)
      .map(toSeen),
  });
};

/** Enough to read; an instrument that is looked at years too early has more. */
const MOST_LATER = 100;

const toSeen = ({ valid, value, ...told }: Told): SeenVersion => ({
  ...told,
  validDate: toIsoDate(valid),
  value: Number.isNaN(value) ? null : value,
});

interface Seeing {
  /** Every version that may be told of, in the order of R3. */
  readonly told: readonly Told[];
  see(at: number): Sight;
  /** Which session or period an instant looks at; undefined when it looks at none. */
  fact(at: number): number | undefined;
}

const seeBars = async (
  source: SnapshotSource,
  iid: string,
  field: string,
  axis: MarketAxis,
  calendar: readonly CalendarVersion[],
  rule: ExplainRequest["decision"],
): Promise<Seeing> => {
  const at = axis.decisionAt[0]!;
  const days = groupDays(calendar);
  // A day earlier the newest session was another: asked of the calendar, whatever the rule.
  const before = at - MICROS_PER_DAY;
  const anyRule = { kind: "utc", minuteOfDay: 0 } as const;
  const rows = { sessionDates: [0], openAt: [0], decisionAt: [before] };
  const own = resolveBarKeys(days, rule, "session", {
    sessionDates: [axis.sessionDates[0]!],
    openAt: [axis.openAt[0]!],
    decisionAt: [at],
  })[0]!;
  const earlier = resolveBarKeys(days, anyRule, "session", rows)[0]!;
  const told = (await readBarVersions(source, iid, field, [own, earlier])).toSorted(compareVersions);
  const see = (instant: number): Sight => {
    const key = instant === at ? own : earlier;
    const versions = told.filter(({ valid }) => valid === key);
    const last = versions.findLast(({ knownAt }) => knownAt <= instant);
    if (last && !Number.isNaN(last.value)) return { version: last, reason: "present" };
    if (last) return { version: undefined, reason: "withdrawn" };
    return { version: undefined, reason: versions.length > 0 ? "not-yet-known" : "never-reported" };
  };
  return { told: told.filter(({ valid }) => valid === own), see, fact: () => own };
};

const seeFacts = async (
  source: SnapshotSource,
  iid: string,
  field: string,
  ttlDays: number | null,
): Promise<Seeing> => {
  const told = (await readFactVersions(source, iid, field)).toSorted(compareVersions);
  const facts = { periodEnd: told.map(({ valid }) => valid), value: told.map(({ value }) => value) };
  const newestAt = (at: number) => {
    const newest = new NewestFact(facts);
    let speaker = -1;
    let known = 0;
    for (; known < told.length && told[known]!.knownAt <= at; known++) speaker = newest.take();
    return { speaker, known };
  };
  const see = (at: number): Sight => {
    const { speaker, known } = newestAt(at);
    const version = told[speaker];
    if (version && isStale(version.knownAt, at, ttlDays)) return { version: undefined, reason: "stale" };
    if (version) return { version, reason: "present" };
    if (known > 0) return { version: undefined, reason: "withdrawn" };
    return { version: undefined, reason: told.length > 0 ? "not-yet-known" : "never-reported" };
  };
  return { told, see, fact: (at) => told[newestAt(at).speaker]?.valid };
};
