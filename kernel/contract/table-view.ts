import { z } from "zod";

/** A value of a table. Dates are days since 1970-01-01, instants UTC microseconds, percentages shares of one. */
export type CellValue = string | number | boolean | null;
const cellValueSchema: z.ZodType<CellValue> = z
  .union([z.string().max(2_100), z.boolean(), z.null()])
  // Any number: an infinite one is a value like any other.
  .or(z.custom<number>((value) => typeof value === "number"));

const filterSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("contains"), column: z.number().int().min(0), text: z.string().max(200) }),
  z.object({
    kind: z.literal("range"),
    column: z.number().int().min(0),
    min: z.number().nullable(),
    max: z.number().nullable(),
    /** Whether the ends themselves are left out. */
    isMinOpen: z.boolean(),
    isMaxOpen: z.boolean(),
  }),
  z.object({ kind: z.literal("is"), column: z.number().int().min(0), value: z.boolean() }),
]);
export type TableFilter = z.infer<typeof filterSchema>;

/** Which rows of a table, in which order. */
export const tableViewSchema = z.object({
  sort: z
    .object({ column: z.number().int().min(0), direction: z.enum(["ascending", "descending"]) })
    .nullable(),
  filters: z.array(filterSchema).max(100),
});
export type TableView = z.infer<typeof tableViewSchema>;
export const plainView: TableView = { sort: null, filters: [] };

/** Rows of one window at most. */
export const MAX_WINDOW_ROWS = 1_000;
/** Characters of a value in a window; an export has all of them. */
export const MAX_WINDOW_TEXT = 2_000;

/** Some rows of a view: the values by column. */
export const tableRowsSchema = z.object({
  /** Of the view, not of this window. */
  rowCount: z.number().int().min(0),
  from: z.number().int().min(0),
  columns: z.array(z.array(cellValueSchema).max(MAX_WINDOW_ROWS)).max(200),
});
export type TableRows = z.infer<typeof tableRowsSchema>;

export const exportFormatSchema = z.enum(["csv", "arrow"]);
export type ExportFormat = z.infer<typeof exportFormatSchema>;

/** A piece of a file, and how many rows are in it and all pieces before. */
export const exportPieceSchema = z.object({
  bytes: z.instanceof(Uint8Array),
  rows: z.number().int().min(0),
});
export type ExportPiece = z.infer<typeof exportPieceSchema>;
