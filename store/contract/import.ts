import { z } from "zod";

/** Where a value of a row is taken from: a column of the file by name, or one value for every row. */
const columnSource = z.union([
  z.object({ column: z.string() }),
  z.object({ constant: z.union([z.string(), z.number()]) }),
]);
export type ColumnSource = z.infer<typeof columnSource>;

/** How the instant at which a row became known is found. The result is never earlier than the fact allows. */
const knownAtRule = z.discriminatedUnion("kind", [
  /** A column of instants with a zone. Quality `exact`. */
  z.object({ kind: z.literal("instant-column"), column: z.string() }),
  /** A column of dates: usable from the end of that day in the market's zone. Quality `date_only`. */
  z.object({ kind: z.literal("date-column"), column: z.string() }),
  /** So long after the close of the bar's session. Quality `assumed_lag`. */
  z.object({ kind: z.literal("after-close"), minutes: z.number().int().min(0) }),
  /** So long after the period's end. Quality `assumed_lag`. */
  z.object({ kind: z.literal("after-period"), days: z.number().int().min(0) }),
  /** The instant the file is taken in. Quality `backfill`. */
  z.object({ kind: z.literal("arrival") }),
]);
export type KnownAtRule = z.infer<typeof knownAtRule>;

export const fileFormatSchema = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("csv"),
    delimiter: z.string().length(1),
    hasHeader: z.boolean(),
    encoding: z.enum(["utf-8", "utf-16", "latin-1", "euc-kr"]),
    /** "," for 1.234,5. */
    decimal: z.enum([".", ","]),
  }),
  z.object({ kind: z.literal("parquet") }),
  z.object({ kind: z.literal("jsonl") }),
  z.object({ kind: z.literal("arrow") }),
  /** The company facts document of the SEC: nested, flattened while it is read. */
  z.object({ kind: z.literal("sec-company-facts") }),
]);
export type FileFormat = z.infer<typeof fileFormatSchema>;

/** A fundamental that a mapping brings. It is made when the store does not have it. */
const mappedField = z.object({
  /** As notebooks will write it: an identifier. */
  name: z.string().regex(/^[A-Za-z_][A-Za-z0-9_]{0,63}$/),
  /** "currency", "shares", "ratio", "currency per share" … */
  unit: z.string(),
  description: z.string(),
  ttlDays: z.number().int().min(1).nullable(),
  /** Wide files: the column that holds the value. Long files: the text in `fieldColumn` that means this field. */
  from: z.string(),
  /** Long files: only rows of these period types, when given. */
  periodTypes: z.array(z.string()).default([]),
});
export type MappedField = z.infer<typeof mappedField>;

/** What a bar says, of a day or of a minute. */
const barColumns = {
  open: columnSource,
  high: columnSource,
  low: columnSource,
  close: columnSource,
  volume: columnSource,
  turnover: columnSource.nullable().default(null),
};

/** What the rows of a file are, and where each value of a row comes from. */
const importTarget = z.discriminatedUnion("table", [
  z.object({
    table: z.literal("bars_1d"),
    columns: z.object({
      sessionDate: columnSource,
      ...barColumns,
    }),
  }),
  z.object({
    table: z.literal("bars_1m"),
    columns: z.object({
      /** The minute's beginning: an instant with a zone, or a local time of the market. */
      minute: columnSource,
      ...barColumns,
    }),
  }),
  z.object({
    table: z.literal("fundamentals"),
    columns: z.object({
      periodEnd: columnSource,
      periodType: columnSource,
      /** Null for wide files, one column per field. */
      fieldName: columnSource.nullable().default(null),
      value: columnSource.nullable().default(null),
      status: columnSource.nullable().default(null),
    }),
    fields: z.array(mappedField).min(1),
  }),
  z.object({
    table: z.literal("actions"),
    columns: z.object({
      kind: columnSource,
      exDate: columnSource,
      ratio: columnSource.nullable().default(null),
      cash: columnSource.nullable().default(null),
      payDate: columnSource.nullable().default(null),
      /** The other instrument of a spin-off or merger, by its iid or as the file names its instruments. */
      target: columnSource.nullable().default(null),
      /** Of a spin-off: the share of the cost that goes with the new shares, 0 to 1. */
      costShare: columnSource.nullable().default(null),
    }),
  }),
  z.object({
    table: z.literal("fx_1d"),
    columns: z.object({
      base: columnSource,
      quote: columnSource,
      sessionDate: columnSource,
      rate: columnSource,
    }),
  }),
  z.object({
    table: z.literal("memberships"),
    columns: z.object({
      universe: columnSource,
      validFrom: columnSource,
      validTo: columnSource.nullable().default(null),
      weight: columnSource.nullable().default(null),
    }),
  }),
  z.object({
    table: z.literal("instruments"),
    columns: z.object({
      iid: columnSource,
      name: columnSource,
      symbol: columnSource,
      sector: columnSource,
      listedOn: columnSource,
      delistedOn: columnSource.nullable().default(null),
      delistReturn: columnSource.nullable().default(null),
    }),
  }),
]);
export type ImportTarget = z.infer<typeof importTarget>;

/** Everything that decides how a file becomes rows. Saved by name, and kept with each batch it made. */
export const importMappingSchema = z.object({
  name: z.string(),
  format: fileFormatSchema,
  target: importTarget,
  /** Which instrument a row is about. Fixings (`fx_1d`) have none. */
  instrument: z
    .object({
      from: columnSource,
      /** "iid", or a scheme of instrument_ids, read as of the row's own date. */
      scheme: z.string(),
      /** The market whose sessions and currency the rows are held against. */
      mic: z.string(),
      /** Makes an instrument for an identifier nobody knows, listed from its first row on. */
      createsUnknown: z.boolean().default(false),
    })
    .nullable(),
  /** Unit of prices and money; null: that of the instrument. */
  currency: columnSource.nullable().default(null),
  /** "iso", "yyyymmdd", "dd/mm/yyyy", "mm/dd/yyyy", "epoch-days" … per file, so that 03/04 is not guessed row by row. */
  dateFormat: z
    .enum(["iso", "yyyymmdd", "dd/mm/yyyy", "mm/dd/yyyy", "yyyy.mm.dd", "epoch-days"])
    .default("iso"),
  knownAt: knownAtRule,
  /** Where the file numbers its versions; else each new value of a fact is the next revision. */
  revision: columnSource.nullable().default(null),
  source: z.object({ id: z.string(), label: z.string(), licence: z.string() }),
});
export type ImportMapping = z.infer<typeof importMappingSchema>;
export type ImportMappingInput = z.input<typeof importMappingSchema>;

/** What can be said of a file before anything is mapped. */
export const fileInspectionSchema = z.object({
  fileName: z.string(),
  sizeBytes: z.number(),
  format: fileFormatSchema,
  columns: z.array(z.object({ name: z.string(), type: z.string(), samples: z.array(z.string()) })),
  /** The first rows as text, for a preview. */
  preview: z.array(z.array(z.string())),
  /** A first mapping, from the names and the values; null when nothing fits. */
  guess: importMappingSchema.nullable(),
  /** The ready-made and saved mappings whose columns the file has. */
  fitting: z.array(z.string()),
});
export type FileInspection = z.infer<typeof fileInspectionSchema>;

/** What became of every row of a file, or would become of it (a dry run). `rowsIn` is the sum of the four below. */
export const importReportSchema = z.object({
  fileName: z.string(),
  sha256: z.string(),
  rowsIn: z.number().int(),
  /** New facts. */
  rowsAdded: z.number().int(),
  /** New versions of facts the store knew. */
  rowsRevised: z.number().int(),
  /** Rows that say what the store already knew. */
  rowsUnchanged: z.number().int(),
  rowsQuarantined: z.number().int(),
  checks: z.array(
    z.object({
      check: z.string(),
      severity: z.enum(["blocking", "warning"]),
      rows: z.number().int(),
      reason: z.string(),
      examples: z.array(
        z.object({
          line: z.number().int(),
          raw: z.string(),
          column: z.string().nullable(),
          reason: z.string(),
        }),
      ),
    }),
  ),
  coverage: z.object({
    firstDate: z.string().nullable(),
    lastDate: z.string().nullable(),
    instruments: z.number().int(),
    instrumentsCreated: z.number().int(),
    fields: z.array(z.string()),
  }),
  /** True where an interrupted import had checked the file already, and its work was taken up. */
  isResumed: z.boolean().optional(),
});
export type ImportReport = z.infer<typeof importReportSchema>;

export const importProgressSchema = z.object({
  step: z.enum(["reading", "checking", "writing", "committing"]),
  rows: z.number().int(),
  rowsPerSecond: z.number(),
  /** Null while it cannot be told. */
  secondsLeft: z.number().nullable(),
});
export type ImportProgress = z.infer<typeof importProgressSchema>;
