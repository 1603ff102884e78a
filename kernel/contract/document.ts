import { z } from "zod";

export const cellKindSchema = z.enum(["code", "markdown", "sql"]);
export type CellKind = z.infer<typeof cellKindSchema>;

/** One cell of a notebook as the editor holds it. `source` has no cell header and uses \n. */
export const cellSchema = z.object({
  id: z.string().min(1).max(64),
  kind: cellKindSchema,
  source: z.string(),
  /** Attributes of the header other than id, in file order, kept for the round trip. */
  attributes: z.array(z.tuple([z.string(), z.string()])),
});
export type NotebookCell = z.infer<typeof cellSchema>;

/** A notebook: a plain, immutable value. */
export const notebookSchema = z.object({
  title: z.string(),
  /** Snapshot name the notebook asks for. */
  snapshot: z.string(),
  /** As-of instant, UTC microseconds; null is the latest. */
  asOf: z.number().nullable(),
  cells: z.array(cellSchema),
});
export type Notebook = z.infer<typeof notebookSchema>;
