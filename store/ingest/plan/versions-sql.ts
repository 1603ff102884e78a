import { hasColumn, tableShape } from "../../schema/table-shape.ts";
import type { TargetPlan } from "./target-plan.ts";

/** `a IS NOT DISTINCT FROM b` for every value: the same fact said again. */
const sameValues = (plan: TargetPlan, a: (name: string) => string, b: (name: string) => string): string =>
  plan.values.map((name) => `${a(name)} IS NOT DISTINCT FROM ${b(name)}`).join(" AND ");

/** The versions that the store has of the file's facts, in the columns of the plan. */
export const historySql = (plan: TargetPlan, facts: string): string => {
  const shape = tableShape(plan.table);
  const columns = [...plan.fact.filter((name) => name !== "inst"), ...plan.values];
  const stored = columns.map((name) => `t."${name}"`).join(", ");
  const inst = plan.hasInstrument ? "i.inst" : "NULL::INTEGER AS inst";
  const join = plan.hasInstrument ? "JOIN insts i ON i.iid = t.iid" : "";
  const keys = plan.fact.map((name) => (name === "inst" ? "i.inst" : `t."${name}"`)).join(", ");
  const mine = hasColumn(shape, "mic") && plan.hasInstrument ? "WHERE t.mic = i.mic AND" : "WHERE";
  return `SELECT ${inst}, ${stored}, t.known_at, t.revision, t.batch_id FROM "${plan.table}" t ${join}
    ${mine} (${keys}) IN (SELECT (${plan.fact.join(", ")}) FROM ${facts})`;
};

/** Lines of facts that the file says twice at one instant (and version), differently: nobody knows which is right. */
export const contradictionsSql = (plan: TargetPlan, facts: string, hasRevision: boolean): string => {
  const key = [...plan.fact, "known_at", ...(hasRevision ? ["given_revision"] : [])].join(", ");
  return `SELECT DISTINCT line FROM ${facts} WHERE (${key}) IN (
    SELECT (${key}) FROM ${facts} GROUP BY ${key} HAVING count(*) > 1 AND count(DISTINCT row(${plan.values.join(", ")})) > 1)`;
};

/**
 * Lays the file's facts between the versions that the store has, in the order in which they became known, and says of
 * each what it is: `outcome` 0 says what was known then, 1 is a new fact, 2 a new version; with the number of the
 * version that it is to be. A fact with file-given numbers has `gap` when the number before is nowhere.
 */
export const mergeSql = (
  plan: TargetPlan,
  facts: string,
  carried: readonly string[],
  hasRevision: boolean,
): string => {
  const key = plan.fact.join(", ");
  const values = plan.values.join(", ");
  const given = hasRevision ? "given_revision::INTEGER" : "NULL::INTEGER";
  const extra = carried.filter(
    (name) => !plan.fact.includes(name) && !plan.values.includes(name) && name !== "given_revision",
  );
  const extraOf = (sql: (name: string) => string) =>
    extra.map((name) => `, ${sql(name)} AS ${name}`).join("");
  const inst = plan.fact.includes("inst") ? "" : "inst, ";
  const order = hasRevision
    ? "known_at, said_revision, origin, line"
    : "known_at, origin, said_revision, line";
  const window = `PARTITION BY ${key} ORDER BY ${order}`;
  return `
    WITH versions AS (
      SELECT ${inst}${key}, ${values}${extraOf((name) => name)}, known_at, 1 AS origin, ${given} AS said_revision, line FROM ${facts}
      UNION ALL
      SELECT ${inst}${key}, ${values}${extraOf(() => "NULL")}, known_at, 0, revision, NULL FROM history
    ), compared AS (
      SELECT *, lag(origin) OVER w IS NOT NULL AND ${sameValues(
        plan,
        (name) => name,
        (name) => `lag(${name}) OVER w`,
      )} AS is_same, row_number() OVER w > 1 AS has_before,
        max(CASE WHEN origin = 0 THEN said_revision END) OVER (${window} ROWS UNBOUNDED PRECEDING) AS stored_revision,
        max(said_revision) OVER (${window} ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS revision_before
      FROM versions WINDOW w AS (${window})
    ), numbered AS (
      SELECT *, sum(CASE WHEN origin = 1 AND NOT is_same THEN 1 ELSE 0 END)
        OVER (${window} ROWS UNBOUNDED PRECEDING)::INTEGER AS new_before FROM compared
    )
    SELECT line, ${inst}${key}, ${values}${extraOf((name) => name)}, known_at,
      CASE WHEN is_same THEN 0 WHEN has_before THEN 2 ELSE 1 END AS outcome,
      ${hasRevision ? "said_revision" : "coalesce(stored_revision, -1) + new_before"} AS revision,
      ${hasRevision ? "NOT is_same AND said_revision > coalesce(revision_before, -1) + 1" : "false"} AS gap
    FROM numbered WHERE origin = 1`;
};
