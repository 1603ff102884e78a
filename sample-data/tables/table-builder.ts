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
import { combineDigests, digestTable } from "./digest.ts";

export const SOURCE_ID = "asof-sample";

type Cell = string | number | boolean | null;
type ColumnOf<Name extends TableName> = Extract<
  (typeof storeTables)[number],
  { name: Name }
>["columns"][number];
type Nullable<Column> = Extract<Column, readonly [string, ColumnType, "nullable"]>;
type CellOf<Type> = Type extends "text" ? string : Type extends "boolean" ? boolean : number;
/** Which columns the builder fills in itself: those of provenance, where a table has them all. */
type Filled<Name extends TableName> = Name extends "batches"
  ? never
  : "batch_id" extends ColumnOf<Name>[0]
    ? (typeof PROVENANCE)[number]
    : never;

/** One row by the names of its columns. A nullable column may be left out; provenance is filled in. */
export type Cells<Name extends TableName> = {
  readonly [Column in Exclude<ColumnOf<Name>, Nullable<ColumnOf<Name>>> as Exclude<
    Column[0],
    Filled<Name>
  >]: CellOf<Column[1]>;
} & {
  readonly [Column in Nullable<ColumnOf<Name>> as Column[0]]?: CellOf<Column[1]> | null;
};

/** Collects rows of one table into typed columns, fills in provenance, and drops what was not known in time. */
export interface TableBuilder<Name extends TableName> extends CollectedTable {
  /** False when the row became known too late for the snapshot, and so was left out. */
  append(cells: Cells<Name>): boolean;
}

/** The rows of a table, to be taken in parts. */
export interface CollectedTable {
  /** Rows waiting to be taken. */
  readonly waiting: number;
  /** The rows since the last take. */
  take(): TableRows;
  /** What was taken, for the table of batches. */
  describe(): BuiltTable;
}

export interface BuiltTable {
  readonly table: TableName;
  readonly batchId: string;
  readonly ingestSeq: number;
  readonly rowCount: number;
  readonly digest: string;
}

const PROVENANCE = ["source_id", "batch_id", "ingest_seq"] as const;

export const buildTable = <Name extends TableName>(table: Name): TableBuilder<Name> => {
  const position = storeTables.findIndex((entry) => entry.name === table);
  const shape: TableShape = storeTables[position]!;
  const hasProvenance =
    table !== "batches" && PROVENANCE.every((name) => shape.columns.some(([own]) => own === name));
  const given = shape.columns.filter(
    ([name]) => !hasProvenance || !(PROVENANCE as readonly string[]).includes(name),
  );
  const names = given.map(([name]) => name);
  const isNullable = given.map(([, , nullability]) => nullability === "nullable");
  const columns = given.map(([, type]) => createColumn(type));
  const batchId = `${SOURCE_ID}/${table}`;
  const ingestSeq = position + 1;
  const digests: string[] = [];
  let waiting = 0;
  let taken = 0;
  return {
    get waiting() {
      return waiting;
    },
    append(cells) {
      const row = cells as Readonly<Record<string, Cell | undefined>>;
      if ((row.known_at as number) > KNOWN_TO) return false;
      for (let index = 0; index < columns.length; index++) {
        const cell = row[names[index]!] ?? null;
        if (cell === null && !isNullable[index]) throw new Error(`${table} needs ${names[index]}`);
        columns[index]!.push(cell);
      }
      waiting++;
      return true;
    },
    take() {
      const filled: Record<string, ColumnData> = {};
      names.forEach((name, index) => {
        filled[name] = columns[index]!.take();
      });
      if (hasProvenance) {
        filled.source_id = new Array<string>(waiting).fill(SOURCE_ID);
        filled.batch_id = new Array<string>(waiting).fill(batchId);
        filled.ingest_seq = new Int32Array(waiting).fill(ingestSeq);
      }
      const rows = { table, rowCount: waiting, columns: filled };
      digests.push(digestTable(rows));
      taken += waiting;
      waiting = 0;
      return rows;
    },
    describe: () => ({ table, batchId, ingestSeq, rowCount: taken, digest: combineDigests(digests) }),
  };
};

interface Column {
  push(cell: Cell): void;
  take(): ColumnData;
}

const createColumn = (type: ColumnType): Column => {
  if (type === "text") {
    let values: (string | null)[] = [];
    return {
      push: (cell) => values.push(cell as string | null),
      take: () => {
        const taken = values;
        values = [];
        return taken;
      },
    };
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
    take() {
      const taken = values.slice(0, length) as Values;
      length = 0;
      return taken;
    },
  };
};
