import { z } from "zod";
import { defineContract } from "../../wire/contract.ts";
import { dataBatchSchema, takenBatchSchema } from "./data-batch.ts";
import { slugSchema, versionNumberSchema } from "./names.ts";
import { recomputationSchema } from "./recomputation.ts";
import { skewSchema } from "./skew.ts";
import { takenTicksSchema, tickWishSchema } from "./tick-batch.ts";
import { valueSetSchema } from "./value-set.ts";

const version = { strategy: slugSchema, version: versionNumberSchema };

/** Why a process of a strategy is gone: at which limit it was ended, or that it ended by itself. */
export const runnerLimits = ["time", "memory", "output", "death"] as const;

/**
 * What the process behind the API answers: it has the store, and a runner for each version in use. It computes when data
 * comes, and tells what came out; nobody who reads signals waits for it.
 */
export const computeContract = defineContract({
  calls: {
    /** Takes a version up, and computes it. */
    "version/run": {
      input: z.object({ ...version, document: z.string() }),
      output: z.object({}),
      errors: ["bad-bundle"],
    },
    /** Runs a bundle's backtest again, on the data that it was tested on. Nothing of it is kept. */
    "bundle/recompute": {
      input: z.object({ document: z.string() }),
      output: recomputationSchema,
      errors: ["bad-bundle"],
    },
    "version/end": { input: z.object(version), output: z.object({}), errors: [] },
    /** Takes new rows in, all of them or none. What they change is computed afterwards. */
    "batch/take": {
      input: z.object({ batch: dataBatchSchema, arrivedAt: z.number() }),
      output: takenBatchSchema,
      errors: ["bad-batch", "store-unavailable", "no-space"],
    },
    /** Takes ticks in, each once. What they change of the factors that follow them is told as `values/formed`. */
    "ticks/take": {
      input: tickWishSchema,
      output: takenTicksSchema,
      errors: ["bad-batch", "key-reused", "unavailable"],
    },
    /** Computes all versions; answered when that is done, one way or the other. */
    "values/compute": { input: z.object({}), output: z.object({}), errors: [] },
    /**
     * Replays a version's vectors, and holds the weights that are in traffic against a backtest of the same days on the
     * data as it is now.
     */
    "skew/check": {
      input: z.object({ ...version, inTraffic: valueSetSchema.nullable() }),
      output: z.object({ values: z.int(), skew: skewSchema.nullable() }),
      errors: ["unknown-version", "not-checked"],
    },
  },
  events: {
    /** Sets of a version that belong together. */
    "values/computed": z.object({ ...version, sets: z.array(valueSetSchema) }),
    /** A factor's values of a session under way, in place of those that were told before. */
    "values/formed": valueSetSchema,
    "values/failed": z.object({ ...version, code: z.string(), message: z.string() }),
    "runner/ended": z.object({
      ...version,
      limit: z.enum(runnerLimits),
      /** How many there were within the last hour. */
      deaths: z.int(),
      message: z.string(),
    }),
  },
});
export type ComputeContract = typeof computeContract;
