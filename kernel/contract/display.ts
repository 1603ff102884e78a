import { z } from "zod";
import { echartsOptionSchema } from "./echarts-option.ts";
import { inspectedValueSchema } from "./inspected-value.ts";

/** A figure on the screen: its key names it in both languages; NaN never appears, undefined has a reason. */
export const metricSchema = z.object({
  key: z.string(),
  value: z.number().nullable(),
  /** Why there is no value, e.g. "too-few-observations". */
  reason: z.string().nullable(),
  benchmark: z.number().nullable(),
  format: z.enum(["percent", "ratio", "probability", "multiple", "money", "integer", "days", "basis-points"]),
  /** Percentages and multiples that are gains or losses, and so may be coloured. */
  isSigned: z.boolean(),
});
export type Metric = z.infer<typeof metricSchema>;

const float64 = z.instanceof(Float64Array);
const int32 = z.instanceof(Int32Array);

/**
 * A chart of the small grammar. Times are session dates (days since 1970-01-01). Candles have the series open, high,
 * low and close; boxes low, first quartile, median, third quartile and high, one value for each category; a histogram
 * has the values themselves.
 */
export const chartSchema = z.object({
  title: z.string(),
  type: z.enum(["line", "area", "bar", "histogram", "scatter", "candles", "box"]),
  /** Of a histogram: how many bins, all of one width; round edges when left out. */
  bins: z.number().int().min(1).max(1_000).optional(),
  x: z.discriminatedUnion("kind", [
    z.object({ kind: z.literal("date"), values: int32 }),
    z.object({ kind: z.literal("number"), label: z.string(), values: float64 }),
    z.object({ kind: z.literal("category"), values: z.array(z.string()) }),
  ]),
  series: z.array(z.object({ name: z.string(), values: float64 })).max(12),
  unit: z.enum(["none", "percent", "multiple", "money"]),
});
export type Chart = z.infer<typeof chartSchema>;

/** A chart by an option of ECharts, data only. */
const echartsSchema = z.object({
  title: z.string(),
  height: z.number().min(80).max(2_000),
  option: echartsOptionSchema,
});
export type EchartsChart = z.infer<typeof echartsSchema>;

/** Numbers by two axes, one row for each label of y from the top; NaN is empty. */
export const heatMapSchema = z
  .object({
    title: z.string(),
    x: z.object({ label: z.string(), values: z.array(z.string()).max(200) }),
    y: z.object({ label: z.string(), values: z.array(z.string()).max(200) }),
    values: float64,
    unit: z.enum(["none", "percent", "multiple", "money"]),
  })
  .refine(
    ({ x, y, values }) => values.length === x.values.length * y.values.length,
    "one value for each pair",
  );
export type HeatMap = z.infer<typeof heatMapSchema>;

/**
 * A table travels as Arrow IPC stream bytes; `columns` says how to show each. One too large for the window travels with
 * its first rows only: the kernel keeps all of them under `keptAs`.
 */
export const tableSchema = z.object({
  title: z.string(),
  rowCount: z.number().int(),
  keptAs: z.string().max(100).optional(),
  columns: z.array(
    z.object({
      name: z.string(),
      type: z.enum(["text", "number", "integer", "date", "instant", "percent", "boolean"]),
    }),
  ),
  arrow: z.instanceof(Uint8Array),
});
export type TableDisplay = z.infer<typeof tableSchema>;

export const tearSheetSchema = z.object({
  title: z.string(),
  currency: z.string(),
  universe: z.string(),
  benchmarkName: z.string(),
  snapshotId: z.string(),
  orderHash: z.string(),
  /** Flags a reader must see, e.g. "unsafe-fill". */
  warnings: z.array(z.string()),
  metrics: z.array(metricSchema),
  dates: int32,
  /** Growth of one unit of capital, and of the benchmark, at each date. */
  equity: float64,
  benchmark: float64,
  drawdown: float64,
  benchmarkDrawdown: float64,
  /** Returns net of costs; NaN in a month outside the run. One row a year, ascending. */
  monthly: z.array(z.object({ year: z.number().int(), months: float64, total: z.number() })),
  drawdowns: z.array(
    z.object({
      peak: z.number().int(),
      trough: z.number().int(),
      recovery: z.number().int().nullable(),
      depth: z.number(),
      sessions: z.number().int(),
    }),
  ),
  holdings: tableSchema,
  trades: tableSchema,
});
export type TearSheet = z.infer<typeof tearSheetSchema>;

const dayText = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const namedControl = { name: z.string().max(40), label: z.string().max(200) };

/** Something a reader changes: its present value, and what it may be. */
export const inputControlSchema = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("slider"),
    ...namedControl,
    value: z.number(),
    min: z.number(),
    max: z.number(),
    step: z.number().positive(),
  }),
  z.object({
    type: z.literal("number"),
    ...namedControl,
    value: z.number(),
    min: z.number().nullable(),
    max: z.number().nullable(),
  }),
  z.object({
    type: z.literal("select"),
    ...namedControl,
    value: z.string(),
    options: z.array(z.string().max(200)).min(1).max(1_000),
  }),
  z.object({
    type: z.literal("date"),
    ...namedControl,
    value: dayText,
    min: dayText.nullable(),
    max: dayText.nullable(),
  }),
  z.object({ type: z.literal("toggle"), ...namedControl, value: z.boolean() }),
  z.object({ type: z.literal("text"), ...namedControl, value: z.string().max(2_000) }),
]);
export type InputControl = z.infer<typeof inputControlSchema>;

/** The line where something failed, and its neighbours, as they stood when the cell ran. */
export const excerptSchema = z.object({
  /** The file the lines are of; null is the cell itself. */
  notebook: z.string().nullable(),
  /** Number of the first line here, and of the faulty one; the column counts in the text as it stands here, from 1. */
  firstLine: z.number().int(),
  line: z.number().int(),
  column: z.number().int().nullable(),
  lines: z.array(z.string().max(320)).min(1).max(3),
});
export type Excerpt = z.infer<typeof excerptSchema>;

export const cellErrorSchema = z.object({
  code: z.string(),
  name: z.string(),
  message: z.string(),
  /** 1-based position in the cell's own source, when known. */
  line: z.number().int().nullable(),
  column: z.number().int().nullable(),
  /** Frames inside cells only, newest first. */
  frames: z.array(
    z.object({ cellId: z.string(), line: z.number().int(), column: z.number().int(), name: z.string() }),
  ),
  /** What to do next, in English; empty when there is nothing to say. */
  hint: z.string(),
  excerpt: excerptSchema.optional(),
});
export type CellError = z.infer<typeof cellErrorSchema>;

/** Characters of HTML that a cell may show. */
export const MAX_HTML = 1_000_000;

/** What a cell shows: plain data only, parsed on receipt. */
export const displaySchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("text"), text: z.string() }),
  z.object({ kind: z.literal("markdown"), text: z.string() }),
  /** Text of HTML as the cell gave it; whoever shows it cleans it. */
  z.object({ kind: z.literal("html"), html: z.string().max(MAX_HTML) }),
  z.object({
    kind: z.literal("value"),
    value: inspectedValueSchema,
    /** Of what lies deeper than the lines here; none when nothing does. */
    partsHash: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .optional(),
    /** The kernel has the value under this name until the cell runs again. */
    keptAs: z.string().max(100).optional(),
  }),
  z.object({ kind: z.literal("input"), input: inputControlSchema }),
  z.object({ kind: z.literal("table"), table: tableSchema }),
  z.object({ kind: z.literal("chart"), chart: chartSchema }),
  z.object({ kind: z.literal("echarts"), echarts: echartsSchema }),
  z.object({ kind: z.literal("heat-map"), heatMap: heatMapSchema }),
  z.object({ kind: z.literal("tear-sheet"), tearSheet: tearSheetSchema }),
  z.object({ kind: z.literal("error"), error: cellErrorSchema }),
]);
export type Display = z.infer<typeof displaySchema>;
