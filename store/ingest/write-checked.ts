import { join } from "node:path";
import type { DuckDBConnection } from "@duckdb/node-api";
import type { ImportMapping } from "../contract/import.ts";
import type { FactsPlan } from "./plan/facts-sql.ts";
import { makeLookupLists } from "./plan/lookup-lists.ts";
import { identifier, literal } from "./plan/sql-text.ts";
import type { TargetPlan } from "./plan/target-plan.ts";

/** The checked facts, in the staging folder: the staged rows themselves when none is left out, sorted or numbered. */
export const CHECKED_FILE = "checked.parquet";

/**
 * Quick to write and to read again. Prices hardly repeat, so no large dictionaries of them are tried; the second
 * version of the format packs numbers that it cannot repeat.
 */
export const QUICK_PARQUET =
  "FORMAT parquet, COMPRESSION lz4_raw, DICTIONARY_SIZE_LIMIT 4096, PARQUET_VERSION v2";

/**
 * Makes view `facts`. Facts that may need no sorting are read and checked once and kept in `folder`, with all that
 * their table needs of them: every later step reads them there. True when it was done. Other facts are few, or go into
 * a table of their own later. The rows lie as in the file, which a join alone does not promise: a table whose
 * instruments lie together is digested and laid out in panels without looking every row up.
 */
export const makeFacts = async (
  connection: DuckDBConnection,
  mapping: ImportMapping,
  plan: TargetPlan,
  facts: FactsPlan,
  folder: string,
): Promise<boolean> => {
  if (plan.orderKey === null || mapping.revision !== null) {
    await connection.run(`CREATE TEMP VIEW facts AS ${facts.sql}`);
    return false;
  }
  const hasLists = await makeLookupLists(connection, plan, facts.daysSql);
  const path = literal(join(folder, CHECKED_FILE));
  const made = madeColumns(plan).map(([name, sql]) => `, ${sql} AS ${identifier(name)}`);
  const left = ["its_iid", "its_currency", "n"];
  await connection.run(`COPY (
    SELECT f.* EXCLUDE (${left.join(", ")})${made.join("")}, 0::INTEGER AS revision
    FROM (SELECT *, {iid: its_iid, currency: its_currency} AS n FROM (${facts.withInstrumentSql(hasLists)})) f)
    TO ${path} (${QUICK_PARQUET}, PRESERVE_ORDER true)`);
  const names = ["line", "inst", ...facts.columns, "known_at", "fault"].map(identifier);
  await connection.run(`CREATE TEMP VIEW facts AS SELECT ${names.join(", ")} FROM read_parquet(${path})`);
  return true;
};

/** The table's columns that are no columns of a fact. */
const madeColumns = ({ output }: TargetPlan): [string, string][] =>
  Object.entries(output).filter(([name, sql]) => sql !== `f.${name}`);
