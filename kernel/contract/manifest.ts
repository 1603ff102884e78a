import { z } from "zod";

const hash = z.string().regex(/^[0-9a-f]{64}$/);

/** A number, a word or a column of an output, by its place in it. */
export const outputPartSchema = z.object({
  path: z.string().max(200),
  /** Exact text of a single value (every digit of a number), or of a column its length and hash. */
  value: z.string().max(200),
});
export type OutputPart = z.infer<typeof outputPartSchema>;

/** One output of a cell, as its canonical bytes have it. */
export const outputManifestSchema = z.object({
  kind: z.string().max(40),
  /** SHA-256, hex, of the output's canonical bytes. */
  hash,
  /** What a difference is told by. The hash covers everything; this list ends after the first hundreds. */
  parts: z.array(outputPartSchema).max(400),
});
export type OutputManifest = z.infer<typeof outputManifestSchema>;

/** A backtest that a cell ran: what it was given, and the hash of its orders and fills. */
export const backtestRecordSchema = z.object({
  strategy: z.string().max(200),
  parameters: z.record(z.string().max(100), z.number()),
  orderHash: hash,
  /** The engine's configuration as plain data; ready-made costs by their name. Runs of older versions have none. */
  config: z.record(z.string().max(100), z.json()).optional(),
});
export type BacktestRecord = z.infer<typeof backtestRecordSchema>;

/** Where the outputs of one cell come from: all that determines them, and their hashes. */
export const cellManifestSchema = z.object({
  cellId: z.string().max(64),
  state: z.enum(["done", "failed"]),
  /** SHA-256, hex, of the cell's compiled code, and of it with its inputs and those of everything it needs. */
  codeHash: hash,
  closureHash: hash,
  /** What a reader chose for the cell's inputs, by name. */
  inputs: z.record(z.string().max(100), z.string().max(2_000)).default({}),
  needs: z.array(z.string().max(64)),
  /** Id of the store's snapshot; empty when there was no store. */
  snapshotId: z.string().max(200),
  /** As-of instant, UTC microseconds; null is the newest. */
  asOf: z.number().nullable(),
  seed: z.number().int(),
  /** Version of the engine, and the format of the hash of its orders. */
  engine: z.string().max(40),
  orderLog: z.string().max(40),
  backtests: z.array(backtestRecordSchema).max(1_000),
  outputs: z.array(outputManifestSchema).max(300),
});
export type CellManifest = z.infer<typeof cellManifestSchema>;

/** One run of a notebook. What is compared are the cells; where and how long it ran is only told. */
export const runManifestSchema = z.object({
  format: z.literal(1),
  /** The beginning of the hash of all the rest, by which a run is named. */
  id: z.string().regex(/^[0-9a-f]{12}$/),
  /** All of the notebook was asked for, or single cells: then `cells` are those that ran, with what they needed. */
  scope: z.enum(["notebook", "cells"]).default("notebook"),
  /** The snapshot as the notebook names it; empty is the newest. */
  snapshot: z.string().max(200),
  /** When it ended, milliseconds since 1970. */
  ranAt: z.number(),
  durationMs: z.number(),
  platform: z.string().max(100),
  cells: z.array(cellManifestSchema).max(10_000),
});
export type RunManifest = z.infer<typeof runManifestSchema>;
