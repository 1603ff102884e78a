import { z } from "zod";

const sessionDate = z.number().int();
const float64 = z.instanceof(Float64Array);
const int32 = z.instanceof(Int32Array);

/**
 * The instant of a market's row (R5): some minutes after the session's close, some minutes before its open, or a time
 * of day in UTC on the session's date. The row holds what was known by then; its bar is its own under `close`, and
 * else that of the newest session (or minute) that had ended by then. Minutes are decided by their own close or open.
 */
export const decisionRuleSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("close"), delayMinutes: z.number().min(0).max(1_440) }),
  z.object({ kind: z.literal("open"), leadMinutes: z.number().min(0).max(1_440) }),
  z.object({ kind: z.literal("utc"), minuteOfDay: z.number().int().min(0).max(1_439) }),
]);
export type DecisionRule = z.infer<typeof decisionRuleSchema>;

/** Which panel: everything that decides its bits, and nothing else. */
export const panelRequestSchema = z.object({
  /** Name or id; null is the newest. */
  snapshot: z.string().nullable().default(null),
  universe: z.string(),
  /** Rows are sessions, or the minutes of sessions (without the lunch break). */
  frequency: z.enum(["session", "minute"]).default("session"),
  /**
   * Stored fields only; derived ones are computed by the engine. Behind a reported field ":ttm" is its twelve months
   * and ":-4" the period four before; "sector" and "industry" are numbers of names in the header's `groups`.
   */
  fields: z.array(z.string()).max(64),
  from: sessionDate,
  to: sessionDate,
  /**
   * Sessions of each market before `from` that the strategy's look-back needs. As many as the calendar has: an
   * average that fades slowly may ask for more than there are.
   */
  warmUpSessions: z.number().int().min(0).max(1_000_000),
  decision: decisionRuleSchema,
  /** Rules of single markets, by MIC, in place of `decision`. */
  decisionByMarket: z.record(z.string(), decisionRuleSchema).default({}),
  /** Adds a one-byte column `reason:<field>` per field: why a cell is empty, see `cellReasons`. */
  reasons: z.boolean().default(false),
  /** Facts known after this instant are left out, and rows decided after it do not exist. Null: no cut. */
  asOf: z.number().nullable(),
  /**
   * Rows also for sessions that close by this instant, although the snapshot ends before it: for one that is under way.
   * They hold what is known so far.
   */
  underWayTo: z.number().optional(),
});
export type PanelRequest = z.infer<typeof panelRequestSchema>;
/** The same as a caller may write it, without what has a default. */
export type PanelQuestion = z.input<typeof panelRequestSchema>;

/** The codes of a `reason:<field>` column, by position. */
export const cellReasons = [
  /** The cell holds a value. */
  "present",
  /** No row of this fact exists in the snapshot. */
  "never-reported",
  /** There are rows, none of which was known by the row's instant. */
  "not-yet-known",
  /** R7: the newest value has outlived its field's time to live. */
  "stale",
  /** The newest word on the fact is a tombstone. */
  "withdrawn",
  /** The instrument was not listed on that day. */
  "not-listed",
] as const;
export type CellReason = (typeof cellReasons)[number];

/** Everything of a panel but its large columns, which are read in chunks. See engine/contract/panel.ts. */
export const panelHeaderSchema = z.object({
  panelId: z.string(),
  snapshotId: z.string(),
  universe: z.string(),
  markets: z.array(
    z.object({
      mic: z.string(),
      currency: z.string(),
      firstSessionNumber: z.number().int(),
      sessionDates: int32,
      nextSessionDates: int32,
      openAt: float64,
      closeAt: float64,
      decisionAt: float64,
    }),
  ),
  instruments: z.array(
    z.object({
      iid: z.string(),
      name: z.string(),
      market: z.number().int(),
      sector: z.string(),
      delistedRow: z.number().int(),
      delistReturn: z.number().or(z.nan()),
    }),
  ),
  offsets: int32,
  actions: z.object({
    instrument: int32,
    row: int32,
    kind: z.instanceof(Uint8Array),
    ratio: float64,
    cash: float64,
    payDate: int32,
    other: int32,
    costShare: float64,
  }),
  /** Splits and cash that became known after their ex-date. */
  lateActions: z.object({
    instrument: int32,
    exRow: int32,
    row: int32,
    ratio: float64,
    cash: float64,
    payDate: int32,
  }),
  /** Splits between the report of shares that row 0 carries and row 0; 1 without either. */
  sharesSplitFactor: float64,
  fx: z.array(z.object({ currency: z.string(), knownAt: float64, usdPerUnit: float64 })),
  /** Of a column of groups, "sector" or "industry", the names its numbers stand for. */
  groups: z.record(z.string(), z.array(z.string())).default({}),
  /** The columns to read, in order; `members` (one byte a cell) is the last. */
  columns: z.array(z.object({ name: z.string(), byteLength: z.number().int() })),
});
export type PanelHeader = z.infer<typeof panelHeaderSchema>;

/** Chunks are at most this long; keep 2 to 4 reads in flight. */
export const PANEL_CHUNK_BYTES = 1 << 20;

export const panelReadSchema = z.object({
  panelId: z.string(),
  column: z.number().int().min(0),
  byteOffset: z.number().int().min(0),
  byteLength: z.number().int().min(1).max(PANEL_CHUNK_BYTES),
});
