import { z } from "zod";

const textSchema = z.string().or(z.array(z.string()).transform((lines) => lines.join("")));
const metadataSchema = z.record(z.string(), z.unknown());

const ipynbCellSchema = z.looseObject({
  id: z.string().optional(),
  cell_type: z.enum(["code", "markdown", "raw"]),
  metadata: metadataSchema.default({}),
  source: textSchema,
});
export type IpynbCell = z.infer<typeof ipynbCellSchema>;

/** A Jupyter notebook of nbformat 4, any minor version. Outputs are not read. */
export const ipynbSchema = z.looseObject({
  nbformat: z.literal(4),
  nbformat_minor: z.number().int().min(0).default(0),
  metadata: metadataSchema.default({}),
  cells: z.array(ipynbCellSchema).max(100_000),
});

/** What we write into a notebook's own metadata, so that it comes back as it was. */
export const ownNotebookSchema = z.object({ format: z.literal(1), frontMatter: z.string().max(64_000) });

/** The same for a cell. */
export const ownCellSchema = z.object({
  id: z.string(),
  kind: z.enum(["code", "markdown", "sql"]),
  attributes: z.array(z.tuple([z.string().regex(/^(=\S*|[^\s=]+)$/), z.string()])),
});
