import type { DuckDBConnection } from "@duckdb/node-api";
import { readRows } from "../duckdb/read-columns.ts";
import { literal } from "./plan/sql-text.ts";
import type { TargetPlan } from "./plan/target-plan.ts";
import { contradictionsSql, historySql, mergeSql } from "./plan/versions-sql.ts";

export interface Compared {
  /** A relation with all good facts, each with `outcome` and `revision`. */
  readonly merged: string;
  /** The same facts in the order of their keys, one version of each. */
  readonly ordered: string;
  /** Nothing of it was known, and it is in the order of its key: nothing has to be sorted any more. */
  readonly isNewAndOrdered: boolean;
  /** Some lines are kept out. */
  readonly hasFaults: boolean;
}

export interface CompareOptions {
  readonly hasRevision: boolean;
  /** The same file is known later each time it arrives. */
  readonly isKnownOnArrival: boolean;
  readonly sha256: Promise<string>;
}

const count = async (connection: DuckDBConnection, sql: string): Promise<number> =>
  (await readRows(connection, { sql: `SELECT count(*)::DOUBLE FROM (${sql})` }, { rows: "double" }))[0]!.rows;

/** View `good`: the facts of lines without a fault. True when there are lines with one. */
const makeGood = async (connection: DuckDBConnection): Promise<boolean> => {
  const hasFaults = (await count(connection, "SELECT 1 FROM faults LIMIT 1")) > 0;
  // A line of a wide file is several facts: one bad one keeps all of them out.
  const kept = hasFaults ? "WHERE fault = 0 AND line NOT IN (SELECT line FROM faults)" : "";
  await connection.run(`CREATE OR REPLACE TEMP VIEW good AS SELECT * EXCLUDE (fault) FROM facts ${kept}`);
  return hasFaults;
};

/** Holds the good facts against what the store knows, and gives each new version its number. */
export const compareVersions = async (
  connection: DuckDBConnection,
  plan: TargetPlan,
  columns: readonly string[],
  options: CompareOptions,
): Promise<Compared> => {
  const hasFaults = await makeGood(connection);
  if (await isNewAndOrdered(connection, plan, options)) {
    await connection.run(
      "CREATE TEMP VIEW merged AS SELECT *, 1 AS outcome, 0::INTEGER AS revision FROM good",
    );
    return { merged: "merged", ordered: "good", isNewAndOrdered: true, hasFaults };
  }
  await connection.run("CREATE TEMP TABLE good_facts AS SELECT * FROM good");
  await connection.run(
    "CREATE OR REPLACE TEMP VIEW good AS SELECT * FROM good_facts WHERE line NOT IN (SELECT line FROM faults)",
  );
  await noteLate(connection, contradictionsSql(plan, "good", options.hasRevision), {
    check: "uniqueness",
    reason: "The file says two different things about one fact at one instant. None of them is taken.",
  });
  await connection.run(`CREATE TEMP TABLE history AS ${historySql(plan, "good")}`);
  if (options.hasRevision) await forgetUndone(connection, plan);
  const facts = await dropRepeated(connection, plan, options);
  await connection.run(`CREATE TEMP TABLE merged AS ${mergeSql(plan, facts, columns, options.hasRevision)}`);
  for (let round = 0; options.hasRevision && round < 100; round++) {
    if ((await count(connection, "SELECT 1 FROM merged WHERE gap")) === 0) break;
    await noteLate(connection, "SELECT DISTINCT line FROM merged WHERE gap", {
      check: "revision-gap",
      reason: "The version before this one is neither in the store nor in the file.",
    });
    await connection.run(`CREATE OR REPLACE TEMP TABLE merged AS ${mergeSql(plan, facts, columns, true)}`);
  }
  if (options.hasRevision)
    await connection.run(
      `UPDATE merged SET revision = merged.revision + u.next FROM undone u WHERE ${same([...plan.fact, "known_at"], "merged", "u")}`,
    );
  if (plan.table === "bars_1d")
    await connection.run(`CREATE TEMP TABLE ordered AS SELECT line, inst, session_date, close FROM good
      QUALIFY row_number() OVER (PARTITION BY inst, session_date ORDER BY known_at DESC, line DESC) = 1
      ORDER BY inst, session_date`);
  return { merged: "merged", ordered: "ordered", isNewAndOrdered: false, hasFaults };
};

const noteLate = async (
  connection: DuckDBConnection,
  linesSql: string,
  { check, reason }: { readonly check: string; readonly reason: string },
): Promise<void> => {
  await connection.run(
    `INSERT INTO faults SELECT line, ${literal(check)}, NULL, ${literal(reason)} FROM (${linesSql})`,
  );
};

/**
 * True when the facts are in strict order of their key, so each is there once, and the store knows none of them. They
 * are asked as they lie, and that this is the order of the file is seen from their lines.
 */
const isNewAndOrdered = async (
  connection: DuckDBConnection,
  plan: TargetPlan,
  { hasRevision }: CompareOptions,
): Promise<boolean> => {
  if (plan.orderKey === null || hasRevision) return false;
  const day = plan.carried.includes("session_date") ? "session_date" : plan.fact[1]!;
  // The key is worked out once per row: asked for twice in one SELECT, the database works it out twice.
  const [order] = await readRows(
    connection,
    {
      sql: `SELECT count(*) FILTER (WHERE before >= this OR line_before > line)::DOUBLE
        FROM (SELECT line, this, lag(this) OVER () AS before, lag(line) OVER () AS line_before
          FROM (SELECT line, ${plan.orderKey} AS this FROM good))`,
    },
    { backwards: "double" },
  );
  if (order!.backwards > 0) return false;
  const [days] = await readRows(
    connection,
    {
      sql: `SELECT coalesce(min(${day}), DATE '1970-01-01')::VARCHAR, coalesce(max(${day}), DATE '1970-01-01')::VARCHAR FROM good`,
    },
    { first: "text", last: "text" },
  );
  const known = `SELECT 1 FROM "${plan.table}" t WHERE t.session_date BETWEEN ${literal(days!.first)} AND ${literal(days!.last)}
    AND t.iid IN (SELECT iid FROM insts WHERE inst IN (SELECT inst FROM ids)) LIMIT 1`;
  return (await count(connection, known)) === 0;
};

/**
 * A file that was taken in before says nothing new, even where a later file corrected it: its facts are known at their
 * very instant from the batch it made, or, where they became known as the file arrived, at that earlier arrival. (A
 * batch that was taken back is not known.) Where versions are numbered, what stands at that instant is not said again
 * either, whatever number it has by now. Returns the relation of the rest.
 */
const dropRepeated = async (
  connection: DuckDBConnection,
  plan: TargetPlan,
  { sha256, hasRevision, isKnownOnArrival }: CompareOptions,
): Promise<string> => {
  const batches = `SELECT batch_id FROM batches WHERE sha256 = ${literal(await sha256)} AND state = 'committed'`;
  if (!hasRevision && (await count(connection, batches)) === 0) return "good";
  const mine = hasRevision && !isKnownOnArrival ? "true" : `batch_id IN (${batches})`;
  const instant = isKnownOnArrival ? [] : ["known_at"];
  await connection.run(`CREATE TEMP TABLE before AS SELECT * FROM history WHERE ${mine}`);
  await connection.run(
    `CREATE TEMP VIEW unsaid AS SELECT * FROM good g WHERE NOT EXISTS (SELECT 1 FROM before h
       WHERE ${same([...plan.fact, ...instant, ...plan.values], "h", "g")})`,
  );
  return "unsaid";
};

/**
 * A file that numbers its versions is held against what stands. What was taken back, and what taking back put in its
 * place, leaves `history`; table `undone` says with which number a version goes on above it, at the same instant. A
 * line that says something else of a version that stands, known at the same instant, is kept out: nobody could tell
 * which of the two is seen.
 */
const forgetUndone = async (connection: DuckDBConnection, plan: TargetPlan): Promise<void> => {
  const silent = "SELECT batch_id FROM batches WHERE undoes IS NOT NULL OR state = 'undone'";
  const fact = plan.fact.join(", ");
  await connection.run(`CREATE TEMP TABLE undone AS SELECT ${fact}, known_at, max(revision) + 1 AS next FROM history
    GROUP BY ${fact}, known_at HAVING bool_or(batch_id IN (${silent}))`);
  await connection.run(`DELETE FROM history WHERE batch_id IN (${silent})`);
  const version = [...plan.fact, "known_at"];
  await noteLate(
    connection,
    `SELECT DISTINCT line FROM good g
     WHERE EXISTS (SELECT 1 FROM history h WHERE ${same(version, "h", "g")} AND h.revision = g.given_revision)
       AND NOT EXISTS (SELECT 1 FROM history h WHERE ${same([...version, ...plan.values], "h", "g")})`,
    {
      check: "uniqueness",
      reason: "The store has this version with another value, known at the same instant.",
    },
  );
};

const same = (names: readonly string[], a: string, b: string): string =>
  names.map((name) => `${a}.${name} IS NOT DISTINCT FROM ${b}.${name}`).join(" AND ");
