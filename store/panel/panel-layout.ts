import type { PanelFx, PanelInstrument, PanelLateActions } from "../../engine/contract/panel.ts";
import { type WireResult, wireError, wireOk } from "../../wire/contract.ts";
import type { DecisionRule, PanelRequest } from "../contract/panel-request.ts";
import { choosePanelFields, type PanelFields } from "./choose-fields.ts";
import { groupBy } from "./group-by.ts";
import { layOutAxis, type MarketAxis, wholeAxis } from "./market-axis.ts";
import type { InstrumentFact, LayoutEvents } from "./panel-events.ts";
import {
  isSplit,
  type ResolvedAction,
  resolveActions,
  type SeatedAction,
  seatActions,
} from "./resolve-actions.ts";
import { type Delisting, resolveDelisting, resolveListed } from "./resolve-delisting.ts";
import { resolveFx } from "./resolve-fx.ts";
import { type Groups, gatherGroups } from "./resolve-groups.ts";
import { type LateAction, lateColumns, resolveLateActions } from "./resolve-late-actions.ts";
import { resolveMembers } from "./resolve-members.ts";

/** A panel without its value columns: rows, names, members, actions and fixings are settled, cells are not. */
export interface PanelLayout {
  readonly snapshotId: string;
  readonly universe: string;
  readonly frequency: PanelRequest["frequency"];
  readonly hasReasons: boolean;
  readonly fields: PanelFields;
  readonly markets: readonly MarketAxis[];
  readonly instruments: readonly PanelInstrument[];
  readonly offsets: Int32Array;
  readonly members: Uint8Array<ArrayBuffer>;
  /** 1 where the instrument is listed, as known at that row's instant; empty unless reasons are asked for. */
  readonly listed: Uint8Array;
  /** By (instrument, row); the cost share of a spin-off is settled when its closes are there. */
  readonly actions: readonly SeatedAction[];
  readonly lateActions: PanelLateActions;
  /** Of each instrument the splits up to the panel's first row, rows counted from the start of its calendar. */
  readonly earlierSplits: readonly (readonly ResolvedAction[])[];
  readonly fx: readonly PanelFx[];
  /** In the order of `fields.groups`. */
  readonly groups: readonly Groups[];
}

interface Seat {
  readonly fact: InstrumentFact;
  readonly market: number;
  readonly axis: MarketAxis;
  readonly members: Uint8Array;
  readonly actions: readonly ResolvedAction[];
  readonly lateActions: readonly LateAction[];
}

const byIid = <T extends { readonly iid: string }>(facts: readonly T[]): Map<string, T[]> =>
  groupBy(facts, (fact) => fact.iid);

/**
 * A panel larger than this is refused: with the work on it and the copy that the kernel holds, it would leave a laptop
 * no memory.
 */
export const MAX_PANEL_BYTES = 1.5 * 2 ** 30;

/**
 * Settles rows, instruments and everything small. Instruments are those that are members on some row, also a
 * warm-up row (a look-back over a ranking needs the names that were ranked then), and those of the same market that a
 * spin-off or merger of one of them brings to its holder, members or not; ordered by iid. Markets are those of these
 * instruments, ordered by code.
 */
export const layOutPanel = (
  events: LayoutEvents,
  request: PanelRequest,
  maxBytes: number = MAX_PANEL_BYTES,
): WireResult<PanelLayout> => {
  const fields = choosePanelFields(events.fields, request.fields);
  if (!fields.ok) return fields;
  if (request.frequency === "minute" && rulesOf(request).some(({ kind }) => kind === "utc")) {
    return wireError(
      "unsupported-rule",
      "One time of day cannot decide every minute of a session. Decide minutes by their close or open.",
    );
  }
  const calendars = groupBy(events.calendars, (version) => version.mic);
  const axes = new Map(
    events.markets.map((market) => [
      market.mic,
      layOutAxis(market, calendars.get(market.mic) ?? [], {
        from: request.from,
        to: request.to,
        warmUpSessions: request.warmUpSessions,
        frequency: request.frequency,
        rule: ruleOf(request, market.mic),
        asOf: request.asOf ?? Number.POSITIVE_INFINITY,
        knownTo: Math.max(events.knownTo, request.underWayTo ?? Number.NEGATIVE_INFINITY),
      }),
    ]),
  );
  const hasRowInRange = [...axes.values()].some(
    (axis) => (axis.sessionDates.at(-1) ?? -Infinity) >= request.from,
  );
  if (!hasRowInRange) return wireError("empty-range", "No session lies in the range that was asked for.");

  const memberships = byIid(events.memberships);
  const bytesPerRow = fields.value.names.length * (request.reasons ? 9 : 8) + 1;
  const actions = byIid(events.actions);
  const facts = new Map(events.instruments.map((fact) => [fact.iid, fact]));
  const sitting = new Map<string, Omit<Seat, "market">>();
  let bytes = 0;
  const sit = (fact: InstrumentFact, axis: MarketAxis, members: Uint8Array): void => {
    bytes += members.length * bytesPerRow;
    const told = actions.get(fact.iid) ?? [];
    const own = resolveActions(told, axis);
    sitting.set(fact.iid, { fact, axis, members, actions: own, lateActions: resolveLateActions(told, axis) });
  };
  for (const fact of events.instruments) {
    const axis = axes.get(fact.mic);
    const members = axis && resolveMembers(memberships.get(fact.iid) ?? [], axis);
    if (members?.includes(1)) sit(fact, axis!, members);
    if (bytes > maxBytes) return tooLarge(request, maxBytes);
  }
  // A map goes on to what is set while it is walked: what is received may be split up again.
  for (const { fact, axis, actions: own } of sitting.values()) {
    for (const { target, ratio } of own) {
      const other = target !== null && ratio > 0 && !sitting.has(target) ? facts.get(target) : undefined;
      if (other?.mic === fact.mic) sit(other, axis, new Uint8Array(axis.sessionDates.length));
      if (bytes > maxBytes) return tooLarge(request, maxBytes);
    }
  }
  if (sitting.size === 0) {
    return wireError("empty-range", `The universe ${request.universe} has no member in the range.`);
  }
  const seats = [...sitting.values()].sort((a, b) => (a.fact.iid < b.fact.iid ? -1 : 1));
  const mics = [...new Set(seats.map((seat) => seat.fact.mic))].sort();
  const markets = mics.map((mic) => axes.get(mic)!);
  return wireOk(
    settle(
      events,
      request,
      fields.value,
      markets,
      seats.map((seat) => ({ ...seat, market: mics.indexOf(seat.fact.mic) })),
    ),
  );
};

const settle = (
  events: LayoutEvents,
  request: PanelRequest,
  fields: PanelFields,
  markets: readonly MarketAxis[],
  seats: readonly Seat[],
): PanelLayout => {
  const offsets = new Int32Array(seats.length + 1);
  seats.forEach((seat, i) => {
    offsets[i + 1] = offsets[i]! + seat.members.length;
  });
  const members = new Uint8Array(offsets[seats.length]!);
  seats.forEach((seat, i) => {
    members.set(seat.members, offsets[i]!);
  });
  const listings = byIid(events.listings);
  const listingsOf = ({ fact }: Seat) =>
    (listings.get(fact.iid) ?? []).filter((listing) => listing.mic === fact.mic);
  const delistingOf = (seat: Seat): Delisting => resolveDelisting(listingsOf(seat), seat.axis);
  const listed = new Uint8Array(request.reasons ? members.length : 0);
  if (request.reasons) {
    for (const [i, seat] of seats.entries())
      listed.set(resolveListed(listingsOf(seat), seat.axis), offsets[i]!);
  }
  const decisions = markets.map((market) => market.decisionAt);
  const firstInstant = Math.min(...decisions.map((at) => at[0] ?? Number.POSITIVE_INFINITY));
  const lastInstant = Math.max(...decisions.map((at) => at.at(-1) ?? Number.NEGATIVE_INFINITY));
  return {
    snapshotId: events.snapshotId,
    universe: request.universe,
    frequency: request.frequency,
    hasReasons: request.reasons,
    fields,
    markets,
    instruments: seats.map((seat) => {
      const { iid, name, sector } = seat.fact;
      return { iid, name, market: seat.market, sector, ...delistingOf(seat) };
    }),
    offsets,
    members,
    listed,
    actions: gatherActions(seats),
    lateActions: lateColumns(seats.map(({ lateActions }) => lateActions)),
    earlierSplits: gatherEarlierSplits(events, seats),
    fx: resolveFx(events.fx, firstInstant, lastInstant),
    groups: fields.groups.map((field) => gatherGroups(field, events.groups ?? [], events.instruments)),
  };
};

const gatherActions = (seats: readonly Seat[]): readonly SeatedAction[] => {
  const places = new Map(seats.map(({ fact }, seat) => [fact.iid, seat]));
  return seats.flatMap(({ fact, market, actions }, instrument) =>
    seatActions(actions, instrument, (iid) => {
      const seat = places.get(iid) ?? -1;
      return iid !== fact.iid && seats[seat]?.market === market ? seat : -1;
    }),
  );
};

const gatherEarlierSplits = (events: LayoutEvents, seats: readonly Seat[]): readonly ResolvedAction[][] => {
  const splits = byIid(events.actions.filter(isSplit));
  return seats.map(({ fact, axis }) =>
    resolveActions(splits.get(fact.iid) ?? [], wholeAxis(axis)).filter(
      ({ row }) => row <= axis.firstSessionNumber,
    ),
  );
};

/** R5: a market's own rule, or the one for all. */
export const ruleOf = (request: PanelRequest, mic: string): DecisionRule =>
  request.decisionByMarket[mic] ?? request.decision;

const rulesOf = (request: PanelRequest): readonly DecisionRule[] => [
  request.decision,
  ...Object.values(request.decisionByMarket),
];

const tooLarge = (request: PanelRequest, maxBytes: number) =>
  wireError(
    "too-large",
    `This panel of ${request.universe} would take more than ${(maxBytes / 2 ** 30).toFixed(1)} GB. Ask for fewer fields, a shorter range or a smaller universe${request.frequency === "minute" ? ", or for sessions instead of minutes" : ""}.`,
  );
