import { z } from "zod";

const placeSchema = z.object({ cellId: z.string().max(64), line: z.number().int().min(1) });

/** A cell that stands still: where, how it came there, and what its names are there. */
export const pauseSchema = z.object({
  cellId: z.string().max(64),
  /** 1-based line of the cell. */
  line: z.number().int().min(1),
  /** Calls within cells, the innermost first. */
  frames: z.array(placeSchema.extend({ name: z.string() })).max(50),
  /** Names by scope, the innermost first. A name without a type has no value yet. */
  scopes: z
    .array(
      z.object({
        kind: z.enum(["local", "block", "closure", "catch"]),
        variables: z.array(z.object({ name: z.string(), type: z.string(), preview: z.string() })).max(100),
      }),
    )
    .max(20),
});
export type Pause = z.infer<typeof pauseSchema>;

export const debugStepSchema = z.enum(["resume", "over", "into", "out", "pause"]);
export type DebugStep = z.infer<typeof debugStepSchema>;

const kernelId = z.number().int();

export const debugCalls = {
  /** All lines at which the cells of a kernel are to stand still; none ends debugging, and whoever stands goes on. */
  "debug/breakpoints": {
    input: z.object({ kernelId, breakpoints: z.array(placeSchema).max(500) }),
    output: z.object({}),
    errors: ["no-kernel"],
  },
  "debug/step": {
    input: z.object({ kernelId, step: debugStepSchema }),
    output: z.object({}),
    errors: ["no-kernel"],
  },
} as const;

export const debugEvents = {
  /** A cell stands still, or (null) goes on. */
  "debug/paused": z.object({ kernelId, paused: pauseSchema.nullable() }),
};
