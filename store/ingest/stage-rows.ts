import { stat } from "node:fs/promises";
import type { DuckDBConnection } from "@duckdb/node-api";
import type { ImportMapping } from "../contract/import.ts";
import { listQuoteUnits } from "../contract/quote-units.ts";
import { readRows } from "../duckdb/read-columns.ts";
import { nextIngestSeq } from "../write/next-ingest-seq.ts";
import { runWarnings } from "./checks/run-warnings.ts";
import { compareVersions } from "./compare-versions.ts";
import { IngestError } from "./ingest-error.ts";
import { loadSource } from "./load-source.ts";
import { keepFaults, noteBadRows, quarantinedLines } from "./note-faults.ts";
import { needsZone, planFacts } from "./plan/facts-sql.ts";
import { makeInstruments } from "./plan/instruments.ts";
import { mappedColumns } from "./plan/mapped-columns.ts";
import { planTarget } from "./plan/plan-target.ts";
import { makeDayEnds, makeSessions, readMarket } from "./plan/references.ts";
import { literal } from "./plan/sql-text.ts";
import type { ProgressMeter } from "./progress.ts";
import { type ReportParts, writeReport } from "./report.ts";
import type { Session } from "./session.ts";
import type { StagedBatch } from "./staged-batch.ts";
import { makeFacts } from "./write-checked.ts";
import { type OutcomeCounts, writeRows } from "./write-rows.ts";

export interface StageRowsRequest {
  readonly session: Session;
  readonly file: string;
  readonly fileName: string;
  readonly folder: string;
  readonly mapping: ImportMapping;
  readonly arrivedAt: number;
  readonly isDryRun: boolean;
  readonly meter: ProgressMeter;
  readonly hashing: Promise<string>;
}

/** From a file to rows that only have to be put into the tables, and a report of what became of each. */
export const stageRows = async (request: StageRowsRequest) => {
  const { session, file, folder, mapping, arrivedAt, meter } = request;
  const { connection } = session;
  const baseSeq = (await nextIngestSeq(connection)) - 1;
  const market = await readMarket(connection, mapping);
  const { size } = await stat(file);
  const source = await loadSource(connection, {
    file,
    format: mapping.format,
    wanted: mappedColumns(mapping),
    workDir: folder,
    onProgress: (rows, bytesRead) => meter.at("reading", rows, bytesRead / size),
  });
  const rowsRead = source.rows + source.bad.length;
  meter.at("checking", rowsRead, 0);
  const clockColumn = needsZone(mapping, source.cells);
  if (clockColumn !== null)
    throw new IngestError(
      "bad-mapping",
      `The column ${JSON.stringify(clockColumn)} holds clock times without a zone, which are no instants. Use its date, or write the file with a zone.`,
    );

  const cells = market
    ? new Map([...source.cells].map(([name, cell]) => [name, { ...cell, zone: market.timeZone }]))
    : source.cells;
  const plan = planTarget(mapping, cells);
  const facts = planFacts(mapping, plan, cells, arrivedAt, {
    instrumentColumn:
      mapping.instrument && "column" in mapping.instrument.from ? mapping.instrument.from.column : null,
    currencies: await knownCurrencies(connection),
  });
  await makeSessions(connection, market);
  await makeDayEnds(connection, market, facts.daysSql);
  await makeInstruments(connection, instrumentRules(mapping), market, facts.namesSql, moneyCase);
  await noteBadRows(connection, source.bad);
  meter.at("checking", rowsRead, 0.1);
  const isChecked = await makeFacts(connection, mapping, plan, facts, folder);
  meter.at("checking", rowsRead, 0.3);
  await keepFaults(connection, facts.checks, mapping, source);
  meter.at("checking", rowsRead, 0.4);

  const compared = await compareVersions(connection, plan, facts.columns, {
    hasRevision: mapping.revision !== null,
    isKnownOnArrival: mapping.knownAt.kind === "arrival",
    sha256: request.hashing,
  });
  meter.at("checking", rowsRead, 0.7);
  const warnings = await runWarnings(connection, plan.table, compared.ordered);
  meter.at("writing", rowsRead, 0);
  const written = await writeRows(connection, plan, mapping, compared, {
    folder: request.isDryRun ? null : folder,
    isChecked,
  });
  meter.at("writing", rowsRead, 0.8);
  const quarantine = await quarantinedLines(connection, source, request.isDryRun ? null : folder);

  const counts = await countRows(connection, mapping, rowsRead, written.counts);
  const parts: ReportParts = {
    fileName: request.fileName,
    sha256: await request.hashing,
    ...counts,
    checks: quarantine.checks,
    warnings: [...warnings, ...counts.notMapped],
    rawOf: async (lines) => {
      const raws = new Map<number, string>();
      if (lines.size > 0) for await (const { line, raw } of source.rawLines(lines)) raws.set(line, raw);
      return raws;
    },
  };
  const report = await writeReport(connection, plan, parts, mapping);
  meter.at("writing", rowsRead, 1);
  const tables: StagedBatch["tables"] = [...written.tables, ...quarantine.tables];
  return { report, baseSeq, tables };
};

/** A list of instruments makes those it names. */
const instrumentRules = (mapping: ImportMapping): ImportMapping =>
  mapping.target.table === "instruments" && mapping.instrument
    ? {
        ...mapping,
        instrument: {
          ...mapping.instrument,
          from: mapping.target.columns.iid,
          scheme: "iid",
          createsUnknown: true,
        },
      }
    : mapping;

const knownCurrencies = async (connection: DuckDBConnection): Promise<string> => {
  const rows = await readRows(
    connection,
    {
      sql: "SELECT currency FROM (SELECT currency FROM markets UNION SELECT currency FROM instruments UNION SELECT base FROM fx_1d UNION SELECT quote FROM fx_1d) ORDER BY 1",
    },
    { currency: "text" },
  );
  const names = new Set([
    ...rows.map(({ currency }) => currency),
    ...listQuoteUnits().map(({ unit }) => unit),
  ]);
  return [...names].map(literal).join(", ") || "''";
};

/** The currency that a quote unit is money of, in SQL. */
const moneyCase = (sql: string): string => {
  const cases = listQuoteUnits().map(
    ({ unit, currency }) => `WHEN ${literal(unit)} THEN ${literal(currency)}`,
  );
  return cases.length > 0 ? `CASE ${sql} ${cases.join(" ")} ELSE ${sql} END` : sql;
};

/**
 * Every row of the file is in exactly one of the four counts. A row of a long file about something that the mapping
 * does not ask for is none of ours; it is counted in a warning, so that nobody misses it.
 */
const countRows = async (
  connection: DuckDBConnection,
  mapping: ImportMapping,
  rowsRead: number,
  { linesAdded, linesRevised, linesSeen }: OutcomeCounts,
) => {
  const [bad] = await readRows(
    connection,
    { sql: "SELECT count(DISTINCT line)::INTEGER FROM faults" },
    { lines: "int" },
  );
  const quarantined = bad!.lines;
  const isLong = mapping.target.table === "fundamentals" && mapping.target.columns.fieldName !== null;
  const skipped = isLong ? rowsRead - quarantined - linesSeen : 0;
  const rowsIn = rowsRead - skipped;
  return {
    rowsIn,
    rowsAdded: linesAdded,
    rowsRevised: linesRevised,
    rowsUnchanged: rowsIn - quarantined - linesAdded - linesRevised,
    rowsQuarantined: quarantined,
    notMapped:
      skipped > 0
        ? [
            {
              check: "not-mapped",
              reason: "The mapping asks for no such field or period.",
              rows: skipped,
              firstLines: [],
            },
          ]
        : [],
  };
};
