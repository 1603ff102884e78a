import { z } from "zod";
import { type QueryContract, queryContract, type SqlColumn } from "../../store/contract/query-contract.ts";
import { connect } from "../../wire/connect.ts";
import type { Output } from "../../wire/contract.ts";
import { type WireError, type WireResult, wireError } from "../../wire/contract.ts";
import type { Port } from "../../wire/port.ts";
import type { Diagnostic } from "../contract/kernel-contract.ts";
import { findSqlFixes } from "../language/sql-fixes.ts";
import type { SqlRun } from "../language/sql-run.ts";

/** Where SQL is cut: the snapshot and instant the notebook stands at. */
export interface SqlCut {
  readonly snapshot: string | null;
  readonly asOf: number | null;
}

/** SQL cells as the host sees them: what their results will hold, and their results. */
export interface SqlQuestions {
  /** Columns by cell, and the faults of the texts. */
  describe(
    cells: readonly { readonly cellId: string; readonly sql: SqlRun }[],
    snapshot: string | null,
  ): Promise<{
    readonly columns: ReadonlyMap<string, readonly SqlColumn[]>;
    readonly diagnostics: Diagnostic[];
  }>;
  /** Runs what a cell asks. The cell is not trusted: its input is parsed, and the cut is ours. */
  run(input: unknown, cut: SqlCut): Promise<WireResult<Output<QueryContract, "sql/run">>>;
  /** Stops whatever runs. */
  cancel(): void;
  close(): void;
}

const MAX_ROWS = 1_000_000;
const MAX_DESCRIPTIONS = 200;
const inputSchema = queryContract.calls["sql/run"].input.pick({ sql: true, parameters: true });
const placeSchema = z.object({ line: z.number().int(), column: z.number().int() });
const textFaults: readonly string[] = ["sql-error", "not-allowed"];

const diagnosticOf = (cellId: string, { code, message, details }: WireError): Diagnostic => {
  const { line, column } = placeSchema.safeParse(details).data ?? { line: 1, column: 1 };
  const place = { line, column, endLine: line, endColumn: column + 1 };
  const fault = { cellId, severity: "error" as const, code, message, ...place };
  const fixes = findSqlFixes(fault);
  const end = fixes[0]?.endColumn ?? place.endColumn;
  return { ...fault, endColumn: end, ...(fixes.length > 0 ? { fixes } : {}) };
};

/** A result whose columns are not those it was described with would be read by the wrong types. */
const findDifference = (described: readonly SqlColumn[], got: readonly SqlColumn[]): string | null => {
  for (const [index, { name, type }] of described.entries()) {
    const column = got[index];
    if (column?.name === name && column.type !== type)
      return `The column ${name} came as ${column.type} and not as ${type}: say which you mean, as in $name::VARCHAR or $name::DOUBLE.`;
  }
  return null;
};

/** @param port speaks the query contract; without one no SQL runs */
export const createSqlQuestions = (port: Port | undefined): SqlQuestions => {
  const client = port && connect(port, queryContract);
  const described = new Map<string, WireResult<readonly SqlColumn[]>>();
  const running = new Set<string>();
  let nextQuery = 1;

  const columnsOf = async (
    sql: string,
    snapshot: string | null,
  ): Promise<WireResult<readonly SqlColumn[]>> => {
    const key = `${snapshot}\n${sql}`;
    const known = described.get(key);
    if (known) return known;
    if (!client) return wireError("store-unavailable", "No SQL runs here.");
    const answer = await client.call("sql/describe", { sql, snapshot, asOf: null });
    const columns = answer.ok ? { ok: true as const, value: answer.value.columns } : answer;
    if (!answer.ok && !textFaults.includes(answer.error.code)) return columns;
    described.set(key, columns);
    if (described.size > MAX_DESCRIPTIONS) described.delete(described.keys().next().value!);
    return columns;
  };

  return {
    describe: async (cells, snapshot) => {
      const columns = new Map<string, readonly SqlColumn[]>();
      const diagnostics: Diagnostic[] = [];
      const answers = await Promise.all(cells.map(({ sql }) => columnsOf(sql.statement, snapshot)));
      for (const [index, { cellId }] of cells.entries()) {
        const answer = answers[index]!;
        if (answer.ok) columns.set(cellId, answer.value);
        else if (textFaults.includes(answer.error.code)) diagnostics.push(diagnosticOf(cellId, answer.error));
      }
      return { columns, diagnostics };
    },
    run: async (input, { snapshot, asOf }) => {
      const parsed = inputSchema.safeParse(input);
      if (!parsed.success) return wireError("bad-request", z.prettifyError(parsed.error));
      if (!client) return wireError("store-unavailable", "SQL cells do not run here.");
      const { sql, parameters } = parsed.data;
      const queryId = `query-${nextQuery++}`;
      running.add(queryId);
      const answer = await client.call("sql/run", {
        sql,
        parameters,
        snapshot,
        asOf,
        queryId,
        maxRows: MAX_ROWS,
      });
      running.delete(queryId);
      if (!answer.ok) return answer;
      const expected = described.get(`${snapshot}\n${sql}`);
      const difference = expected?.ok ? findDifference(expected.value, answer.value.columns) : null;
      return difference ? wireError("sql-error", difference) : answer;
    },
    cancel: () => {
      for (const queryId of running) void client?.call("sql/cancel", { queryId });
    },
    close: () => client?.close(),
  };
};
