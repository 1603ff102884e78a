import type { ParsedColumn, RowCheck, TargetPlan } from "./target-plan.ts";
import { isFormula } from "./value-sql.ts";

const quote = (name: string): string => JSON.stringify(name);

/** Each value must be what it is to be, be there when it has to, and be no formula. */
const typeChecks = (parsed: readonly ParsedColumn[]): RowCheck[] =>
  parsed.flatMap((column) => {
    const checks: RowCheck[] = [];
    if (column.read.isGiven !== "false" && column.kind !== "a text")
      checks.push({
        name: "types",
        column: column.column,
        reason: `${quote(column.column ?? column.name)} is not ${column.kind}.`,
        isFault: `${column.name}_given AND ${column.name} IS NULL`,
        passes: [`${column.name} IS NOT NULL`],
      });
    if (column.isRequired)
      checks.push({
        name: "missing-value",
        column: column.column,
        reason: `${quote(column.column ?? column.name)} is empty.`,
        isFault:
          column.read.isGiven === "false"
            ? `${column.name} IS NULL`
            : `${column.name} IS NULL AND NOT coalesce(${column.name}_given, false)`,
        passes: [`${column.name} IS NOT NULL`],
      });
    if (column.kind === "a text" && column.column !== null)
      checks.push({
        name: "formula",
        column: column.column,
        reason: `${quote(column.column)} looks like a formula. A spreadsheet would run it.`,
        isFault: isFormula(column.name),
      });
    return checks;
  });

/** Only texts can be a formula or fail a parse: a check that cannot fail costs time and proves nothing. */
const hasFaults = (check: RowCheck): boolean => check.isFault !== "false";

export interface CheckContext {
  readonly instrumentColumn: string | null;
  readonly knownColumn: string | null;
  /** SQL text list of the currencies that are known. */
  readonly currencies: string;
  readonly hasRevision: boolean;
}

/** Every blocking check of one row, in the order in which a row's faults are told. At most 62: they are bits. */
export const blockingChecks = (plan: TargetPlan, context: CheckContext): readonly RowCheck[] => {
  const checks: RowCheck[] = typeChecks(plan.parsed);
  if (plan.hasInstrument)
    checks.push(
      {
        name: "formula",
        column: context.instrumentColumn,
        reason: "The identifier looks like a formula. A spreadsheet would run it.",
        isFault: "inst IS NULL AND is_formula",
        passes: ["inst IS NOT NULL"],
      },
      {
        name: "unknown-instrument",
        column: context.instrumentColumn,
        reason: `No instrument of this market had this identifier on the row's date, or more than one had.`,
        isFault: `inst IS NULL AND NOT coalesce(is_formula, false) AND ${plan.date} IS NOT NULL`,
        passes: ["inst IS NOT NULL"],
      },
    );
  if (plan.parsed.some(({ name, column }) => name === "given_currency" && column !== null))
    checks.push({
      name: "unknown-currency",
      column: plan.parsed.find(({ name }) => name === "given_currency")!.column,
      reason: "The currency is none that the store knows.",
      isFault: `given_currency NOT IN (${context.currencies})`,
    });
  checks.push({
    name: "no-known-at",
    column: context.knownColumn,
    reason: "It cannot be told when this became known.",
    isFault: `known_at IS NULL${plan.sessions === "none" ? "" : " AND close_utc IS NOT NULL"}`,
    passes: ["known_at IS NOT NULL"],
  });
  if (context.hasRevision)
    checks.push({
      name: "revision-gap",
      column: null,
      reason: "The number of the version is not a whole number from 0 on.",
      isFault: "given_revision < 0 OR given_revision <> floor(given_revision)",
    });
  checks.push(...plan.checks);
  return checks.filter(hasFaults);
};

/**
 * The bits of the checks that a row fails, as one integer. Most rows pass a few conditions and are asked no more; of the
 * others few fail any, and only for those is it told which.
 */
export const faultBits = (checks: readonly RowCheck[]): string => {
  if (checks.length === 0) return "0::BIGINT";
  const bits = checks.map((check, i) => `CASE WHEN ${check.isFault} THEN ${2 ** i}::BIGINT ELSE 0 END`);
  const fails = checks.map((check) => `(${check.isFault})`);
  const passes = new Set(
    checks.flatMap((check) => check.passes ?? [`(${check.isFault}) IS NOT TRUE`]).map((sql) => `(${sql})`),
  );
  return `CASE WHEN ${[...passes].join("\n      AND ")} THEN 0::BIGINT
    WHEN ${fails.join("\n      OR ")}\n    THEN ${bits.join("\n      + ")} ELSE 0::BIGINT END`;
};
