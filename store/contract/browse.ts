import { z } from "zod";
import type { ContractShape } from "../../wire/contract.ts";

/** One row that was kept out, as it stood in its file. */
export const quarantinedRowSchema = z.object({
  line: z.number().int(),
  raw: z.string(),
  check: z.string(),
  column: z.string().nullable(),
  reason: z.string(),
});
export type QuarantinedRow = z.infer<typeof quarantinedRowSchema>;

export const quarantinePageSchema = z.object({
  total: z.number().int(),
  /** All checks of the batch, warnings included, most rows first. */
  checks: z.array(
    z.object({
      check: z.string(),
      severity: z.enum(["blocking", "warning"]),
      rows: z.number().int(),
      firstLine: z.number().int().nullable(),
      reason: z.string(),
    }),
  ),
  rows: z.array(quarantinedRowSchema),
});

/** A session as the calendar stood at an instant. */
export const calendarDaySchema = z.object({
  sessionDate: z.string(),
  status: z.enum(["open", "half-day", "moved", "closed"]),
  openAt: z.number(),
  closeAt: z.number(),
  breakStartAt: z.number().nullable(),
  breakEndAt: z.number().nullable(),
  knownAt: z.number(),
  revision: z.number().int(),
  /** Versions known by then; more than one: the day was changed after it was announced. */
  versions: z.number().int(),
  /** What the version before this one said; null for the first. */
  before: z.object({ status: z.string(), openAt: z.number(), closeAt: z.number() }).nullable(),
});
export type CalendarDay = z.infer<typeof calendarDaySchema>;

export const instrumentMatchSchema = z.object({
  iid: z.string(),
  name: z.string(),
  mic: z.string(),
  /** Its symbol on the asked date, or its last one; the iid where it has none. */
  symbol: z.string(),
  /** The identifier that matched, and the dates on which it is this instrument's; `validTo` is the first day after. */
  scheme: z.string(),
  value: z.string(),
  validFrom: z.string(),
  validTo: z.string().nullable(),
});
export type InstrumentMatch = z.infer<typeof instrumentMatchSchema>;

/** Everything that happened to an instrument, in order of date, as known at the end of the snapshot. */
export const lifeLineSchema = z.object({
  iid: z.string(),
  name: z.string(),
  mic: z.string(),
  currency: z.string(),
  sector: z.string(),
  firstBar: z.string().nullable(),
  lastBar: z.string().nullable(),
  bars: z.number().int(),
  events: z.array(
    z.object({
      date: z.string(),
      kind: z.enum([
        "listed",
        "delisted",
        "identifier",
        "split",
        "stock-dividend",
        "cash-dividend",
        "special-dividend",
        "spin-off",
        "merger",
        "joined",
        "left",
      ]),
      /** "symbol ABC", "2:1", "0.35 USD", a universe: short and without words, to be shown beside the kind. */
      detail: z.string(),
      /** The other instrument of a spin-off or merger. */
      targetIid: z.string().nullable(),
      knownAt: z.number(),
    }),
  ),
});
export type LifeLine = z.infer<typeof lifeLineSchema>;

/** Name or id; null is the newest. */
const snapshot = z.string().nullable().default(null);

/** Looking around in the store: who, when, and what was kept out. */
export const browseCalls = {
  "quarantine/list": {
    input: z.object({
      batchId: z.string(),
      check: z.string().nullable(),
      offset: z.number().int().min(0),
      limit: z.number().int().min(1).max(1_000),
    }),
    output: quarantinePageSchema,
    errors: ["unknown-batch"],
  },
  /** The days of a market from `from` to `to` (ISO dates, inclusive), as known at `at` or at the snapshot's end. */
  "calendar/days": {
    input: z.object({
      snapshot,
      mic: z.string(),
      from: z.iso.date(),
      to: z.iso.date(),
      at: z.number().nullable(),
    }),
    output: z.array(calendarDaySchema),
    errors: ["unknown-market", "unknown-snapshot"],
  },
  /** By any identifier or name; with `on` (ISO date), as identifiers stood on that day. */
  "instrument/search": {
    input: z.object({
      snapshot,
      text: z.string().max(200),
      on: z.iso.date().nullable(),
      limit: z.number().int().min(1).max(200),
    }),
    output: z.array(instrumentMatchSchema),
    errors: ["unknown-snapshot"],
  },
  "instrument/life": {
    input: z.object({ snapshot, iid: z.string() }),
    output: lifeLineSchema,
    errors: ["unknown-instrument", "unknown-snapshot"],
  },
} as const satisfies ContractShape["calls"];
