import { z } from "zod";
import { panelRequestSchema } from "../../store/contract/panel-request.ts";

const axisSchema = z.union([
  z.array(z.number()).min(1).max(100_000),
  z.object({ from: z.number(), to: z.number(), step: z.number().optional() }),
]);
const axesSchema = z.record(z.string(), axisSchema);

/** What a cell asks for before it works out which panel its sweep needs. */
export const sweepPrepareSchema = z.object({
  /** The name a cell has given the strategy at its top level. */
  name: z.string().max(200),
});

/** A sweep as a cell asks for it. */
export const sweepRequestSchema = z.object({
  ...sweepPrepareSchema.shape,
  /** Of the strategy the cell means. */
  fingerprint: z.string().max(1_000_000),
  /** The panel that is enough for all runs. */
  panel: panelRequestSchema,
  /** The engine's configuration: handed on to workers as it is, which check it. */
  config: z.record(z.string(), z.unknown()),
  parameters: z.discriminatedUnion("kind", [
    z.object({ kind: z.literal("grid"), axes: axesSchema }),
    z.object({ kind: z.literal("random"), axes: axesSchema, count: z.number(), seed: z.number() }),
    z.object({ kind: z.literal("list"), rows: z.array(z.record(z.string(), z.number())) }),
  ]),
  metrics: z.array(z.string().max(100)).max(200),
  keepReturns: z.boolean(),
});
export type SweepRequest = z.input<typeof sweepRequestSchema>;

/** Runs of one sweep at most. */
export const MOST_SWEPT_RUNS = 20_000;

/** What came of a sweep: columns with one entry for each finished run, in the order of the parameters. */
export interface SweepReply {
  readonly snapshotId: string;
  readonly parameters: Readonly<Record<string, Float64Array>>;
  readonly metrics: Readonly<Record<string, Float64Array>>;
  readonly finished: number;
  readonly failed: number;
  readonly failures: readonly {
    readonly parameters: Readonly<Record<string, number>>;
    readonly code: string;
    readonly message: string;
  }[];
  readonly dates: Int32Array;
  /** Runs × dates in row-major order; empty when returns were not kept. */
  readonly returns: Float64Array;
  readonly hash: string;
}
