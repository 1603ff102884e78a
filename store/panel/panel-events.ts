/**
 * What the pure core of a panel is made from: versions of facts, in any order. Dates are days since 1970-01-01,
 * instants UTC microseconds, `NEVER` stands for an open end.
 */
export const NEVER = 2_147_483_647;

/** R3: versions of one fact are ordered by (known_at, revision, ingest_seq), which is unique. */
export interface Version {
  readonly knownAt: number;
  readonly revision: number;
  readonly ingestSeq: number;
}

export const compareVersions = (a: Version, b: Version): number =>
  a.knownAt - b.knownAt || a.revision - b.revision || a.ingestSeq - b.ingestSeq;

export interface InstrumentFact {
  readonly iid: string;
  readonly name: string;
  readonly mic: string;
  readonly currency: string;
  readonly sector: string;
}

export interface MarketFact {
  readonly mic: string;
  readonly currency: string;
}

/** `status` "open", "half-day" and "moved" are sessions; anything else takes a session back. */
export interface CalendarVersion extends Version {
  readonly mic: string;
  readonly sessionDate: number;
  readonly status: string;
  readonly openAt: number;
  readonly closeAt: number;
  /** The lunch break, where there is one; left out or NaN otherwise. */
  readonly breakStartAt?: number;
  readonly breakEndAt?: number;
}

export interface MembershipVersion extends Version {
  readonly iid: string;
  readonly validFrom: number;
  /** Exclusive; NEVER while open. An interval that ends where it begins withdraws the membership. */
  readonly validTo: number;
}

export interface ListingVersion extends Version {
  readonly iid: string;
  readonly mic: string;
  readonly listedOn: number;
  /** NEVER while listed. */
  readonly delistedOn: number;
  /** NaN while listed. */
  readonly delistReturn: number;
}

export interface ActionVersion extends Version {
  readonly iid: string;
  readonly kind: string;
  readonly exDate: number;
  readonly ratio: number;
  readonly cash: number;
  /** How many of the unit that `cash` is quoted in make one of its currency; 1 when left out. See quote-units.ts. */
  readonly perUnit?: number;
  /** A session date; NO_SESSION, or left out, when none was told. */
  readonly payDate?: number;
  /** The other instrument of a spin-off or merger; empty, or left out, for none. */
  readonly target?: string;
  /** Of a spin-off, as told; NaN, or left out, when it was not. */
  readonly costShare?: number;
}

export interface GroupVersion extends Version {
  readonly iid: string;
  readonly scheme: string;
  readonly validFrom: number;
  /** Empty withdraws the row. */
  readonly value: string;
}

export interface FxVersion extends Version {
  readonly currency: string;
  readonly sessionDate: number;
  readonly usdPerUnit: number;
}

/** Columns of a run of bar versions. `instrument` is the index into the layout's instruments. */
export interface BarBatch {
  readonly rowCount: number;
  readonly instrument: Int32Array;
  /** Of daily bars. */
  readonly sessionDate?: Int32Array;
  /** Of minute bars: the minute's beginning. */
  readonly minute?: Float64Array;
  readonly knownAt: Float64Array;
  /** Left out when every row is a first version. */
  readonly revision?: Int32Array;
  /** Left out when no two rows of the batch, or of another, are equal in instant and revision. */
  readonly ingestSeq?: Int32Array;
  /** How many of the unit that the prices are quoted in make one of their currency; 1 when left out. */
  readonly perUnit?: Float64Array;
  /** One array per asked bar field, in the order of `PanelLayout.fields.bars`. NaN in all is a tombstone. */
  readonly values: readonly Float64Array[];
}

/** Columns of fundamental versions. NaN is a tombstone: the value of that period was withdrawn. */
export interface FactBatch {
  readonly rowCount: number;
  readonly instrument: Int32Array;
  /** Index into `PanelLayout.factFields`. */
  readonly field: Int32Array;
  readonly periodEnd: Int32Array;
  readonly knownAt: Float64Array;
  readonly revision: Int32Array;
  readonly ingestSeq: Int32Array;
  readonly value: Float64Array;
  /** The `PeriodLength` of each version. Left out where only newest periods are asked for. */
  readonly length?: Int32Array;
}

export interface FieldFact {
  readonly name: string;
  readonly kind: string;
  readonly ttlDays: number | null;
}

/** Everything that decides the shape of a panel: who is in it, and on which rows. */
export interface LayoutEvents {
  readonly snapshotId: string;
  /** The newest instant anything of the snapshot was known at. Sessions that close later are still unknown. */
  readonly knownTo: number;
  readonly fields: readonly FieldFact[];
  readonly markets: readonly MarketFact[];
  /** Of the instruments that ever were members, and of those that a spin-off or merger of theirs brings. */
  readonly instruments: readonly InstrumentFact[];
  readonly calendars: readonly CalendarVersion[];
  /** Of the asked universe. */
  readonly memberships: readonly MembershipVersion[];
  readonly listings: readonly ListingVersion[];
  readonly actions: readonly ActionVersion[];
  /** Left out where no groups are asked for. */
  readonly groups?: readonly GroupVersion[];
  readonly fx: readonly FxVersion[];
}
