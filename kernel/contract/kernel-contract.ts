import { z } from "zod";
import { defineContract } from "../../wire/contract.ts";
import { displaySchema } from "./display.ts";
import { cellSchema } from "./document.ts";
import { inspectedPartsSchema } from "./inspected-value.ts";
import { cellManifestSchema } from "./manifest.ts";
import {
  exportFormatSchema,
  exportPieceSchema,
  MAX_WINDOW_ROWS,
  tableRowsSchema,
  tableViewSchema,
} from "./table-view.ts";

/**
 * idle: never run · queued: waits its turn · running · done: outputs belong to the present code and inputs ·
 * stale: code or an input changed since · failed: threw, or its code does not check · blocked: something it
 * needs failed · stopped: was stopped by the user.
 */
export const cellStateSchema = z.enum([
  "idle",
  "queued",
  "running",
  "done",
  "stale",
  "failed",
  "blocked",
  "stopped",
]);
export type CellState = z.infer<typeof cellStateSchema>;

export const cellStatusSchema = z.object({
  cellId: z.string(),
  state: cellStateSchema,
  /** The run that made the present outputs; 0 before the first. Late results of an older run are dropped. */
  runNumber: z.number().int(),
  durationMs: z.number().nullable(),
  /** What a cell that waits for a click took when it last ran to its end; null for a light one, or when unknown. */
  estimateMs: z.number().nullable(),
  /** SHA-256, hex, of the cell's compiled code and the hashes of what it reads. */
  inputHash: z.string(),
});
export type CellStatus = z.infer<typeof cellStatusSchema>;

export const cellOutputsSchema = z.object({
  cellId: z.string(),
  runNumber: z.number().int(),
  outputs: z.array(displaySchema),
});
export type CellOutputs = z.infer<typeof cellOutputsSchema>;

/** One edit of a cell, perhaps another than the faulty one, that would mend a fault. Positions are 1-based. */
export const fixSchema = z.object({
  /** "replace" puts `name` for what was written; "await" waits for the value. */
  kind: z.enum(["replace", "await"]),
  name: z.string(),
  cellId: z.string(),
  line: z.number().int(),
  column: z.number().int(),
  endLine: z.number().int(),
  endColumn: z.number().int(),
  text: z.string(),
});
export type Fix = z.infer<typeof fixSchema>;

/** A fault found without running: in the graph or by the type checker. Positions are 1-based in the cell. */
export const diagnosticSchema = z.object({
  cellId: z.string(),
  severity: z.enum(["error", "warning"]),
  code: z.string(),
  message: z.string(),
  line: z.number().int(),
  column: z.number().int(),
  endLine: z.number().int(),
  endColumn: z.number().int(),
  fixes: z.array(fixSchema).readonly().optional(),
});
export type Diagnostic = z.infer<typeof diagnosticSchema>;

export const analysisSchema = z.object({
  /** The version of `cells/update` this answers. */
  version: z.number().int(),
  cells: z.array(
    z.object({
      cellId: z.string(),
      defines: z.array(z.string()),
      references: z.array(z.string()),
      /** Cells whose names this one reads, and cells that read this one's. */
      needs: z.array(z.string()),
      neededBy: z.array(z.string()),
      /** Contains a backtest or another long call, so that it waits for a click. */
      isHeavy: z.boolean(),
    }),
  ),
  diagnostics: z.array(diagnosticSchema),
  /** Notebooks of the folder that the cells import, directly or through another; the kernel cannot read them itself. */
  imports: z.array(z.string()),
});
export type Analysis = z.infer<typeof analysisSchema>;

export const variableSchema = z.object({
  name: z.string(),
  type: z.string(),
  preview: z.string(),
  cellId: z.string(),
});
export type Variable = z.infer<typeof variableSchema>;

/** What the kernel host answers, to the window and to the command line alike. */
export const kernelContract = defineContract({
  calls: {
    /** Replaces the notebook's cells; answers with what the syntax says. Types follow as an event. */
    "cells/update": {
      input: z.object({
        version: z.number().int(),
        /** Name or id of the store's snapshot that cells read; null is the newest. */
        snapshot: z.string().nullable().default(null),
        asOf: z.number().nullable(),
        cells: z.array(cellSchema),
        /** Those that the last answer named in `imports`, as they are saved; null is one that is not there. */
        notebooks: z.array(z.object({ name: z.string(), text: z.string().nullable() })).default([]),
      }),
      output: analysisSchema,
      errors: [],
    },
    /** Runs these cells and what they need first; settles when all of them have. */
    "cells/run": {
      input: z.object({ cellIds: z.array(z.string()).or(z.literal("all")), restart: z.boolean() }),
      output: z.object({ statuses: z.array(cellStatusSchema) }),
      errors: ["stopped", "kernel-restarting"],
    },
    /** Settles running work as stopped. The shell has already tried to end the code itself. */
    "run/stop": {
      input: z.object({
        /** What becomes of the cells that wait behind the running one. */
        queue: z.enum(["cancel", "keep"]).default("cancel"),
      }),
      output: z.object({ statePreserved: z.boolean() }),
      errors: [],
    },
    /** The cells that change when the name at a place, 1-based, gets another: all of its uses, in SQL cells as well. */
    "names/rename": {
      input: z.object({
        cellId: z.string(),
        line: z.number().int(),
        column: z.number().int(),
        newName: z.string(),
      }),
      output: z.object({
        cells: z.array(cellSchema.pick({ source: true, attributes: true }).extend({ cellId: z.string() })),
      }),
      errors: ["nothing-here", "not-a-name", "not-yours", "imported", "name-taken"],
    },
    /** Some rows of a table that the kernel keeps, in any order and filtered. */
    "table/rows": {
      input: z.object({
        tableId: z.string().max(100),
        view: tableViewSchema,
        from: z.number().int().min(0),
        count: z.number().int().min(1).max(MAX_WINDOW_ROWS),
      }),
      output: tableRowsSchema,
      errors: ["unknown-table"],
    },
    /** Begins a file of such a table's rows; `table/export-next` gives it piece by piece. */
    "table/export": {
      input: z.object({ tableId: z.string().max(100), view: tableViewSchema, format: exportFormatSchema }),
      output: z.object({ exportId: z.number().int() }),
      errors: ["unknown-table"],
    },
    /** A null piece: that was all. */
    "table/export-next": {
      input: z.object({ exportId: z.number().int() }),
      output: z.object({ piece: exportPieceSchema.nullable() }),
      errors: ["unknown-table"],
    },
    "table/export-end": {
      input: z.object({ exportId: z.number().int() }),
      output: z.object({}),
      errors: [],
    },
    /** The next level of a value that a cell showed. Waits while a cell holds the worker; runs no code of a cell. */
    "value/parts": {
      input: z.object({ keptAs: z.string().max(100), node: z.number().int().min(1) }),
      output: z.object({ parts: inspectedPartsSchema }),
      errors: ["value-gone", "too-many-requests", "bad-parts"],
    },
    /** Declarations of the research API and of the store's names, for an editor's completion. */
    "types/declarations": {
      input: z.object({}),
      output: z.object({ files: z.array(z.object({ path: z.string(), text: z.string() })) }),
      errors: ["store-unavailable"],
    },
  },
  events: {
    /** What a reader sees of cells, in one message for each step of a run: what they showed, and their new states. */
    "cells/changed": z.object({ outputs: z.array(cellOutputsSchema), statuses: z.array(cellStatusSchema) }),
    /** What made the outputs of a run that ended, and their hashes. */
    "cell/manifest": z.object({ runNumber: z.number().int(), manifest: cellManifestSchema }),
    "cell/console": z.object({
      cellId: z.string(),
      level: z.enum(["log", "info", "warn", "error"]),
      text: z.string(),
    }),
    "analysis/changed": analysisSchema,
    /** The declarations are others now, because a SQL cell's result has other columns. */
    "types/changed": z.object({}),
    "variables/changed": z.object({ variables: z.array(variableSchema) }),
    "run/progress": z.object({ cellId: z.string(), fraction: z.number(), label: z.string() }),
    "kernel/notice": z.object({ code: z.string(), message: z.string() }),
  },
});
export type KernelContract = typeof kernelContract;
