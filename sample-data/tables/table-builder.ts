import {
  type ColumnData,
  type ColumnType,
  MISSING_DATE,
  storeTables,
  type TableName,
  type TableRows,
  type TableShape,
} from "../../store/contract/tables.ts";
import { KNOWN_TO } from "../period.ts";

export const SOURCE_ID = "asof-sample";
export type Cell = string | number | boolean | null;

/** Collects rows of one table into typed columns, fills in provenance, and drops what was not known in time. */
export interface TableBuilder {
  readonly table: TableName;
  readonly batchId: string;
  readonly ingestSeq: number;
  /** Cells in the table's column order, without the provenance columns. */
  append(cells: readonly Cell[]): void;
  finish(): TableRows;
}

const PROVENANCE = ["source_id", "batch_id", "ingest_seq"];

export const buildTable = (table: TableName): TableBuilder => {
  const position = storeTables.findIndex((entry) => entry.name === table);
  const shape: TableShape = storeTables[position]!;
  const hasProvenance =
    table !== "batches" && PROVENANCE.every((name) => shape.columns.some(([own]) => own === name));
  const given = shape.columns.filter(([name]) => !hasProvenance || !PROVENANCE.includes(name));
  const columns = given.map(([, type]) => createColumn(type));
  const knownAt = given.findIndex(([name]) => name === "known_at");
  const batchId = `${SOURCE_ID}/${table}`;
  const ingestSeq = position + 1;
  let rowCount = 0;
  return {
    table,
    batchId,
    ingestSeq,
    append(cells) {
      if (cells.length !== columns.length)
        throw new Error(`${table} has ${columns.length} columns to fill, was given ${cells.length}`);
      if (knownAt >= 0 && (cells[knownAt] as number) > KNOWN_TO) return;
      for (let index = 0; index < columns.length; index++) columns[index]!.push(cells[index]!);
      rowCount++;
    },
    finish() {
      const filled: Record<string, ColumnData> = {};
      given.forEach(([name], index) => {
        filled[name] = columns[index]!.finish();
      });
      if (hasProvenance) {
        filled.source_id = new Array<string>(rowCount).fill(SOURCE_ID);
        filled.batch_id = new Array<string>(rowCount).fill(batchId);
        filled.ingest_seq = new Int32Array(rowCount).fill(ingestSeq);
      }
      return { table, rowCount, columns: filled };
    },
  };
};

interface Column {
  push(cell: Cell): void;
  finish(): ColumnData;
}

const createColumn = (type: ColumnType): Column => {
  if (type === "text") {
    const values: (string | null)[] = [];
    return { push: (cell) => values.push(cell as string | null), finish: () => values };
  }
  if (type === "double" || type === "instant")
    return growing(new Float64Array(64), (capacity) => new Float64Array(capacity), Number.NaN);
  if (type === "boolean") return growing(new Uint8Array(8), (capacity) => new Uint8Array(capacity), 0);
  return growing(new Int32Array(64), (capacity) => new Int32Array(capacity), MISSING_DATE);
};

const growing = <Values extends Float64Array | Int32Array | Uint8Array>(
  start: Values,
  allocate: (capacity: number) => Values,
  missing: number,
): Column => {
  let values = start;
  let length = 0;
  return {
    push(cell) {
      if (length === values.length) {
        const larger = allocate(values.length * 2);
        larger.set(values);
        values = larger;
      }
      values[length++] = cell === null ? missing : Number(cell);
    },
    finish: () => values.slice(0, length) as Values,
  };
};
