import { z } from "zod";
import { defineContract } from "../../wire/contract.ts";

/** A parameter of a SQL cell, bound and never pasted into the text. */
const sqlParameter = z.union([z.string(), z.number(), z.boolean(), z.null(), z.bigint()]);
export type SqlParameter = z.infer<typeof sqlParameter>;

const question = z.object({
  sql: z.string().max(1_000_000),
  /** For `$name` in the text. */
  parameters: z.record(z.string(), sqlParameter),
  /** Rows known later are not there. Null: the snapshot's end. */
  asOf: z.number().nullable(),
  snapshot: z.string().nullable().default(null),
});

const column = z.object({
  name: z.string(),
  /** DuckDB's name of the type. */
  sqlType: z.string(),
  /** A date is days since 1970-01-01 and an instant UTC microseconds; integers beyond 2^53 are refused. */
  type: z.enum(["number", "string", "boolean", "date", "instant"]),
  isNullable: z.boolean(),
});
export type SqlColumn = z.infer<typeof column>;

/**
 * SQL over views of the store that are cut at an instant. Answered by a process of its own, which may be ended at
 * any time; nothing but one SELECT over those views is accepted. A fault that has a place in the text says so in its
 * details: `line` and `column`, from 1.
 */
export const queryContract = defineContract({
  calls: {
    "sql/describe": {
      input: question.omit({ parameters: true }),
      output: z.object({ columns: z.array(column), parameters: z.array(z.string()) }),
      errors: ["sql-error", "not-allowed", "unknown-snapshot", "store-unavailable"],
    },
    /** The result as an Arrow IPC stream: Float64, Utf8, Bool, Int32 for dates and Float64 for instants. */
    "sql/run": {
      input: question.extend({ queryId: z.string(), maxRows: z.number().int().min(1).max(10_000_000) }),
      output: z.object({ columns: z.array(column), rows: z.number().int(), arrow: z.instanceof(Uint8Array) }),
      errors: [
        "sql-error",
        "not-allowed",
        "unknown-snapshot",
        "missing-parameter",
        "too-many-rows",
        "out-of-memory",
        "cancelled",
        "timed-out",
        "store-unavailable",
      ],
    },
    "sql/cancel": { input: z.object({ queryId: z.string() }), output: z.object({}), errors: [] },
  },
  events: {},
});
export type QueryContract = typeof queryContract;
