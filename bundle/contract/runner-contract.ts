import { z } from "zod";
import { defineContract } from "../../wire/contract.ts";
import { bundleCellSchema, bundleConfigSchema } from "./bundle.ts";
import { panelSliceSchema, parityModes } from "./parity.ts";

const text = z.string().max(400);
const number = z.number().or(z.nan());
const float64 = z.instanceof(Float64Array);

/** Of a cell only what runs. */
const runnerCellSchema = z.object(
  bundleCellSchema.pick({ id: true, code: true, reads: true, seed: true }).shape,
);

/** A larger expression is not told. */
export const MOST_NODES = 500;

/** The engine's `FactorDocument`. */
const expressionSchema = z.object({
  key: text,
  nodes: z
    .array(
      z.object({
        kind: z.enum(["window", "pointwise", "cross-section", "field", "constant"]),
        name: z.string().max(100),
        parameters: z.array(z.number()).max(10),
        inputs: z.array(z.int().min(0)).max(MOST_NODES),
      }),
    )
    .max(MOST_NODES),
});

/** What a definition turned out to be, once its cells ran. */
export const definitionSchema = z.object({
  /** How it decides: an expression has a signal, a callback has weights only. */
  form: z.enum(["expression", "callback"]),
  name: text,
  universe: text,
  decision: z.object({ mic: text, delayMinutes: z.number() }),
  rebalance: z.enum(["daily", "weekly", "month-end"]),
  parameters: z.record(
    text,
    z.object({
      kind: z.enum(["int", "percent", "number"]),
      default: z.number(),
      min: z.number().nullable(),
      max: z.number().nullable(),
    }),
  ),
  /** Stored fields that its decisions read, sorted, and how far back, with the parameters it was loaded with. */
  fields: z.array(text),
  lookBackSessions: z.number().int(),
  /** It weighs by what is held already. */
  isCurrentNeeded: z.boolean(),
  /** The signal, so that it can be followed outside; null of a callback, and where it is too large. */
  expression: expressionSchema.nullable(),
});
export type Definition = z.infer<typeof definitionSchema>;

/** Target weights by instrument id, and the instant at which they were decided, UTC microseconds. */
export const decisionSchema = z.object({ at: z.number(), weights: z.record(text, z.number()) });
export type DecidedWeights = z.infer<typeof decisionSchema>;

/**
 * What the process that runs one published definition answers: the same for a replay of vectors and for live
 * decisions. It holds one definition and some panels, and has no other state.
 */
export const runnerContract = defineContract({
  calls: {
    /** Runs the cells from the beginning. Asked again, it is another definition. */
    "definition/load": {
      input: z.object({
        variable: text,
        cells: z.array(runnerCellSchema),
        /** What Date says, UTC microseconds. */
        clock: z.number(),
        /** Names of fields that may be read beside the engine's standard ones. */
        fields: z.array(text),
        /** In place of the defaults. */
        parameters: z.record(text, z.number()),
      }),
      output: definitionSchema,
      errors: ["bad-definition"],
    },
    /** Takes a panel in, in place of what had that id. */
    "panel/put": {
      input: z.object({ id: text, panel: panelSliceSchema }),
      output: z.object({}),
      errors: ["bad-panel"],
    },
    "panel/drop": { input: z.object({ id: text }), output: z.object({}), errors: [] },
    /**
     * What is decided at some instants of a panel: one row of all instruments for each, row after row. A callback has no
     * signal and no stream.
     */
    "decision/compute": {
      input: z.object({
        panel: text,
        mode: z.enum(parityModes),
        /** UTC microseconds, ascending. */
        instants: float64,
        what: z.enum(["signal", "both"]),
        /** Shares of NAV held, by instrument; null is an account that holds nothing. */
        current: float64.nullable(),
      }),
      output: z.object({ signal: float64.nullable(), weights: float64.nullable() }),
      errors: ["unknown-panel", "no-definition", "decision-failed"],
    },
    /** A whole backtest, with the panel that the store gives for it. */
    "backtest/run": {
      input: z.object({
        panel: text,
        config: bundleConfigSchema,
        /** Decisions from this instant on are told, UTC microseconds; null is the last one alone. */
        since: z.number().nullable(),
      }),
      output: z.object({
        orderHash: z.string(),
        sessions: z.number().int(),
        /** Of those that have a value. */
        metrics: z.record(text, number),
        /** Instants of decisions, UTC microseconds, with their target weights by instrument id, those of 0 left out. */
        decisions: z.array(decisionSchema),
      }),
      errors: ["unknown-panel", "no-definition", "backtest-failed"],
    },
  },
  events: {},
});
export type RunnerContract = typeof runnerContract;
