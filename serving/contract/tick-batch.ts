import { z } from "zod";
import { askedInstantSchema } from "./names.ts";
import { idSchema } from "./values.ts";

/** How many ticks come in at a time. */
export const MOST_TICKS = 10_000;

/**
 * One trade. `id` is its own within its market and session, so that it counts once however often it is sent. A price
 * without a trade, as the middle of a quote, has the size 0: it moves the bar's prices and adds no volume.
 */
const tickSchema = z.strictObject({
  id: z.string().regex(/^[!-~]{1,64}$/, "must be 1–64 visible ASCII characters"),
  /** The store's own id of the instrument. */
  instrument: idSchema,
  /** When it was made, to the microsecond. */
  at: askedInstantSchema,
  /** In the instrument's currency, as bars are. */
  price: z.number().positive().max(1e12),
  size: z.number().min(0).max(1e12),
});

/** Ticks of one market, in any order. */
export const tickBatchSchema = z.strictObject({
  /** The market (MIC) whose sessions they belong to. */
  market: z.string().regex(/^[A-Z0-9]{4}$/, "must be a market identifier code, as XNYS"),
  ticks: z.array(tickSchema).min(1).max(MOST_TICKS),
});

export type TickBatch = z.infer<typeof tickBatchSchema>;

const count = z.int().min(0);

/** How many instruments an answer names. */
export const MOST_NAMED = 100;

/** What became of each tick: `ticks` is the sum of the other counts. */
export const takenTicksSchema = z.object({
  ticks: count,
  taken: count,
  /** Known already by their id. */
  repeated: count,
  /** Of a session that is over: a later one has ticks, or its bars are in the store. */
  late: count,
  /** Of no session of the market. */
  outside: count,
  /** From more than a minute after the server's clock. */
  ahead: count,
  /** Of an instrument that the store does not have; sent again once it has, it counts. */
  unknown: count,
  /** Which these are: at most 100, in the order in which they came. */
  unknownInstruments: z.array(z.string()).max(MOST_NAMED),
});

export type TakenTicks = z.infer<typeof takenTicksSchema>;

/** A batch with whose it is and when it came, UTC milliseconds. */
export const tickWishSchema = z.object({
  batch: tickBatchSchema,
  receivedAt: z.number(),
  /** How a repetition is known again. */
  repeatable: z.object({ actor: z.string(), key: z.string(), fingerprint: z.string() }),
});

export type TickWish = z.infer<typeof tickWishSchema>;
