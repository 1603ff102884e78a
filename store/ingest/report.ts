import type { DuckDBConnection } from "@duckdb/node-api";
import type { ImportMapping, ImportReport } from "../contract/import.ts";
import { readRows } from "../duckdb/read-columns.ts";
import type { Found } from "./checks/run-warnings.ts";
import type { FoundFault } from "./note-faults.ts";
import type { TargetPlan } from "./plan/target-plan.ts";

export interface ReportParts {
  readonly fileName: string;
  readonly sha256: string;
  readonly rowsIn: number;
  readonly rowsAdded: number;
  readonly rowsRevised: number;
  readonly rowsUnchanged: number;
  readonly rowsQuarantined: number;
  readonly checks: readonly FoundFault[];
  readonly warnings: readonly Found[];
  rawOf(lines: ReadonlySet<number>): Promise<ReadonlyMap<number, string>>;
}

/** Everything that a person is told about what became of a file. */
export const writeReport = async (
  connection: DuckDBConnection,
  plan: TargetPlan,
  { warnings, checks, rawOf, ...counts }: ReportParts,
  mapping: ImportMapping,
): Promise<ImportReport> => {
  const raws = await rawOf(new Set(warnings.flatMap(({ firstLines }) => firstLines)));
  const { fileName, sha256, rowsIn, rowsAdded, rowsRevised, rowsUnchanged, rowsQuarantined } = counts;
  return {
    fileName,
    sha256,
    rowsIn,
    rowsAdded,
    rowsRevised,
    rowsUnchanged,
    rowsQuarantined,
    checks: [
      ...checks.map(({ check, rows, reason, examples }) => ({
        check,
        severity: "blocking" as const,
        rows,
        reason,
        examples: [...examples],
      })),
      ...warnings.map(({ check, rows, reason, firstLines }) => ({
        check,
        severity: "warning" as const,
        rows,
        reason,
        examples: firstLines.map((line) => ({ line, raw: raws.get(line) ?? "", column: null, reason })),
      })),
    ],
    coverage: await measureCoverage(connection, plan, mapping),
  };
};

const priceFields = ["open", "high", "low", "close", "volume"];

const measureCoverage = async (
  connection: DuckDBConnection,
  plan: TargetPlan,
  mapping: ImportMapping,
): Promise<ImportReport["coverage"]> => {
  const fields =
    plan.table === "fundamentals"
      ? "coalesce(array_to_string(list_sort(list(DISTINCT field)), chr(31)), '')"
      : "''";
  const [days] = await readRows(
    connection,
    {
      sql: `SELECT coalesce(min(${plan.date})::VARCHAR, ''), coalesce(max(${plan.date})::VARCHAR, ''), ${fields} FROM good`,
    },
    { first: "text", last: "text", fields: "text" },
  );
  const [named] = plan.hasInstrument
    ? await readRows(
        connection,
        {
          sql: `WITH named AS MATERIALIZED (SELECT DISTINCT inst FROM good) SELECT (SELECT count(inst) FROM named)::INTEGER,
            (SELECT count(*) FROM insts WHERE is_created AND iid NOT IN (SELECT iid FROM instruments) AND inst IN (FROM named))::INTEGER`,
        },
        { instruments: "int", created: "int" },
      )
    : [{ instruments: 0, created: 0 }];
  const { first, last, fields: fieldNames } = days!;
  return {
    firstDate: first || null,
    lastDate: last || null,
    instruments: named!.instruments,
    instrumentsCreated: named!.created,
    fields:
      plan.table === "fundamentals"
        ? fieldNames.split("\u001f").filter((name) => name !== "")
        : plan.table === "bars_1d" || plan.table === "bars_1m"
          ? priceFields
          : mapping.target.table === "fx_1d"
            ? ["rate"]
            : [],
  };
};
