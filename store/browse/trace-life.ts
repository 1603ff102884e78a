import { toIsoDate } from "../catalog/iso-date.ts";
import type { LifeLine } from "../contract/browse.ts";
import { groupBy } from "../panel/group-by.ts";
import {
  type ActionVersion,
  type ListingVersion,
  type MembershipVersion,
  NEVER,
  type Version,
} from "../panel/panel-events.ts";
import { newestVersions } from "./newest-versions.ts";
import type { IdentifierVersion } from "./resolve-identifiers.ts";

type LifeEvent = LifeLine["events"][number];

/** Whatever is recorded of one instrument, in all its versions. */
export interface LifeVersions {
  readonly listings: readonly (ListingVersion & { readonly reason: string })[];
  readonly identifiers: readonly IdentifierVersion[];
  readonly actions: readonly (ActionVersion & {
    readonly currency: string;
    /** Empty without one. */
    readonly targetIid: string;
    /** The target as one reads it: its symbol. */
    readonly target: string;
  })[];
  readonly memberships: readonly (MembershipVersion & { readonly universeId: string })[];
}

/** On one day: what it was called and listed as comes before what happened to it, and its end comes last. */
const order: readonly LifeEvent["kind"][] = [
  "listed",
  "identifier",
  "joined",
  "split",
  "stock-dividend",
  "cash-dividend",
  "special-dividend",
  "spin-off",
  "merger",
  "left",
  "delisted",
];

/** The life of one instrument as known last, oldest first: R3 decides among versions, tombstones leave no event. */
export const traceLife = (versions: LifeVersions): LifeEvent[] =>
  [
    ...listingEvents(versions.listings),
    ...identifierEvents(versions.identifiers),
    ...actionEvents(versions.actions),
    ...membershipEvents(versions.memberships),
  ].sort(
    (a, b) =>
      (a.date < b.date ? -1 : a.date > b.date ? 1 : 0) ||
      order.indexOf(a.kind) - order.indexOf(b.kind) ||
      (a.detail < b.detail ? -1 : 1),
  );

const event = (
  kind: LifeEvent["kind"],
  date: number,
  detail: string,
  knownAt: number,
  targetIid: string | null = null,
): LifeEvent => ({ date: toIsoDate(date), kind, detail, knownAt, targetIid });

/** A beginning was known from the first version that told it, however often its end was told later. */
const firstKnownAt = <V extends Version>(versions: readonly V[], tells: (version: V) => boolean): number =>
  Math.min(...versions.filter(tells).map(({ knownAt }) => knownAt));

const listingEvents = (listings: LifeVersions["listings"]): LifeEvent[] => {
  const newest = newestVersions(listings, ({ mic, listedOn }) => `${mic}\n${listedOn}`);
  return newest.flatMap(({ mic, listedOn, delistedOn, reason, delistReturn, knownAt }) => {
    if (delistedOn <= listedOn) return [];
    const ofListing = newest.length > 1 ? [mic] : [];
    const since = firstKnownAt(listings, (each) => each.mic === mic && each.listedOn === listedOn);
    const listed = event("listed", listedOn, mic, since);
    if (delistedOn === NEVER) return [listed];
    const end = [...ofListing, reason, ...(Number.isNaN(delistReturn) ? [] : [percent(delistReturn)])];
    return [listed, event("delisted", delistedOn, end.filter(Boolean).join(", "), knownAt)];
  });
};

const identifierEvents = (identifiers: LifeVersions["identifiers"]): LifeEvent[] => {
  const newest = newestVersions(identifiers, ({ scheme, validFrom }) => `${scheme}\n${validFrom}`);
  return [...groupBy(newest, ({ scheme }) => scheme).values()].flatMap((own) => {
    const held = own
      .filter(({ validFrom, validTo }) => validFrom < validTo)
      .sort((a, b) => a.validFrom - b.validFrom);
    return held.map(({ scheme, value, validFrom }, i) => {
      const before = held[i - 1]?.value;
      const knownAt = firstKnownAt(
        identifiers,
        (each) => each.scheme === scheme && each.validFrom === validFrom && each.value === value,
      );
      return event("identifier", validFrom, `${scheme} ${before ? `${before} → ` : ""}${value}`, knownAt);
    });
  });
};

const actionEvents = (actions: LifeVersions["actions"]): LifeEvent[] =>
  newestVersions(actions, ({ kind, exDate }) => `${kind}\n${exDate}`).flatMap((action) => {
    const { kind, exDate, ratio, cash, knownAt, targetIid } = action;
    if (ratio === 1 && cash === 0 && targetIid === "") return [];
    return [event(kind as LifeEvent["kind"], exDate, detailOf(action), knownAt, targetIid || null)];
  });

const detailOf = ({ kind, ratio, cash, currency, target }: LifeVersions["actions"][number]): string => {
  if (kind === "stock-dividend") return `${plain(ratio)}:1`;
  if (kind === "split") return ratio >= 1 ? `${plain(ratio)}:1` : `1:${plain(1 / ratio)}`;
  const money = cash === 0 ? [] : [`${plain(cash)} ${currency}`];
  return [...(target ? [`${plain(ratio)} × ${target}`] : []), ...money].join(" + ");
};

/** An interval that begins where another ends, as when a weight changes, goes on: nobody left and nobody joined. */
const membershipEvents = (memberships: LifeVersions["memberships"]): LifeEvent[] => {
  const newest = newestVersions(memberships, ({ universeId, validFrom }) => `${universeId}\n${validFrom}`);
  const held = newest.filter(({ validFrom, validTo }) => validFrom < validTo);
  const begins = new Set(held.map(({ universeId, validFrom }) => `${universeId}\n${validFrom}`));
  const ends = new Set(held.map(({ universeId, validTo }) => `${universeId}\n${validTo}`));
  return held.flatMap(({ universeId, validFrom, validTo, knownAt }) => {
    const since = firstKnownAt(
      memberships,
      (each) => each.universeId === universeId && each.validFrom === validFrom && each.validTo > validFrom,
    );
    const goesOn = validTo === NEVER || begins.has(`${universeId}\n${validTo}`);
    return [
      ...(ends.has(`${universeId}\n${validFrom}`) ? [] : [event("joined", validFrom, universeId, since)]),
      ...(goesOn ? [] : [event("left", validTo, universeId, knownAt)]),
    ];
  });
};

/** Few enough digits to read, without the last binary digit's noise. */
const plain = (value: number): string => String(Number(value.toPrecision(6)));
const percent = (fraction: number): string => `${fraction > 0 ? "+" : ""}${plain(fraction * 100)}%`;
