import { z } from "zod";
import { askedInstantSchema } from "./names.ts";
import { idSchema } from "./values.ts";

/** How many rows come in at a time: more would hold up who reads signals. */
export const MOST_ROWS = 10_000;

const day = z.iso.date();
const text = z
  .string()
  .min(1)
  .max(200)
  .regex(/^[^\p{Cc}\p{Cs}]*$/u, "must not hold control characters");
const name = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]{0,63}$/, "must be an identifier");
const finite = z.number();

/** Of each row: the instrument, and from when on its content could be used. */
const row = { id: idSchema, knownAt: askedInstantSchema.nullish() };

/**
 * How it is found when a row became known. `rows`: each row says its `knownAt`. `arrival`: when this server took it in.
 * `after-close`: so many minutes after the close of the bar's session, which is an assumption and marked as one.
 */
const known = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("rows") }),
  z.strictObject({ kind: z.literal("arrival") }),
  z.strictObject({ kind: z.literal("after-close"), minutes: z.int().min(0).max(10_000) }),
]);

const common = {
  source: z.strictObject({ id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/), label: text, licence: text }),
  /** The market (MIC) whose sessions and currency the rows are held against. */
  market: z.string().regex(/^[A-Z0-9]{4}$/, "must be a market identifier code, as XNYS"),
  /** What `id` is: the store's own, or a scheme of identifiers that the store knows. */
  scheme: z.string().regex(/^[a-z][a-z0-9-]{0,31}$/),
  known,
};
const rowsOf = <Row extends z.ZodType>(schema: Row) => z.array(schema).min(1).max(MOST_ROWS);

const bars = z.strictObject({
  table: z.literal("bars_1d"),
  ...common,
  rows: rowsOf(
    z.strictObject({
      ...row,
      date: day,
      open: finite,
      high: finite,
      low: finite,
      close: finite,
      volume: finite,
    }),
  ),
});
const fundamentals = z.strictObject({
  table: z.literal("fundamentals"),
  ...common,
  /** What the fields are; one that the store does not have yet is made. */
  fields: z
    .array(z.strictObject({ name, unit: text, description: z.string().max(400) }))
    .min(1)
    .max(64),
  rows: rowsOf(
    z.strictObject({
      ...row,
      field: name,
      periodEnd: day,
      periodType: text,
      /** null withdraws the fact. */
      value: finite.nullable(),
    }),
  ),
});
const actions = z.strictObject({
  table: z.literal("actions"),
  ...common,
  rows: rowsOf(
    z.strictObject({
      ...row,
      kind: z.enum(["split", "stock-dividend", "cash-dividend", "special-dividend"]),
      exDate: day,
      ratio: finite.nullish(),
      cash: finite.nullish(),
      payDate: day.nullish(),
    }),
  ),
});

/** New rows for one table of the store, as they are sent. */
export const dataBatchSchema = z.discriminatedUnion("table", [bars, fundamentals, actions]);

export type DataBatch = z.infer<typeof dataBatchSchema>;

const count = z.int().min(0);

/** What became of each row. `rowsIn` is the sum of the four below it. */
export const takenBatchSchema = z.object({
  /** Null when there was nothing new. */
  batch: z.string().nullable(),
  /** The state of the store that has it. */
  snapshot: z.string(),
  rowsIn: count,
  rowsAdded: count,
  rowsRevised: count,
  rowsUnchanged: count,
  rowsQuarantined: count,
  checks: z.array(
    z.object({
      check: z.string(),
      severity: z.enum(["blocking", "warning"]),
      rows: count,
      reason: z.string(),
    }),
  ),
});

export type TakenBatch = z.infer<typeof takenBatchSchema>;
