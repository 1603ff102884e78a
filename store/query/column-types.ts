import { type DuckDBType, DuckDBTypeId } from "@duckdb/node-api";
import type { SqlColumn } from "../contract/query-contract.ts";

const { BOOLEAN, DATE, VARCHAR, ENUM, TIMESTAMP, TIMESTAMP_S, TIMESTAMP_MS, TIMESTAMP_NS, TIMESTAMP_TZ } =
  DuckDBTypeId;
const instants: ReadonlySet<DuckDBTypeId> = new Set([
  TIMESTAMP,
  TIMESTAMP_S,
  TIMESTAMP_MS,
  TIMESTAMP_NS,
  TIMESTAMP_TZ,
]);
const numbers: ReadonlySet<DuckDBTypeId> = new Set([
  DuckDBTypeId.TINYINT,
  DuckDBTypeId.SMALLINT,
  DuckDBTypeId.INTEGER,
  DuckDBTypeId.BIGINT,
  DuckDBTypeId.HUGEINT,
  DuckDBTypeId.UTINYINT,
  DuckDBTypeId.USMALLINT,
  DuckDBTypeId.UINTEGER,
  DuckDBTypeId.UBIGINT,
  DuckDBTypeId.UHUGEINT,
  DuckDBTypeId.FLOAT,
  DuckDBTypeId.DOUBLE,
  DuckDBTypeId.DECIMAL,
]);

/** What a notebook sees of a type; null when it is none that travels. */
export const notebookType = (typeId: DuckDBTypeId): SqlColumn["type"] | null => {
  if (numbers.has(typeId)) return "number";
  if (instants.has(typeId)) return "instant";
  if (typeId === BOOLEAN) return "boolean";
  if (typeId === DATE) return "date";
  if (typeId === VARCHAR || typeId === ENUM || typeId === DuckDBTypeId.SQLNULL) return "string";
  return null;
};

export interface NamedType {
  readonly name: string;
  readonly type: DuckDBType;
}

/** The columns of a result, or the sentence saying which one cannot travel. */
export const readColumnTypes = (
  named: readonly NamedType[],
  neverNull: ReadonlySet<string>,
): readonly SqlColumn[] | string => {
  const names = new Set<string>();
  const columns: SqlColumn[] = [];
  for (const { name, type } of named) {
    if (names.has(name)) return `Two columns are named ${name}: name one of them with AS.`;
    names.add(name);
    const seen = notebookType(type.typeId);
    if (seen === null)
      return `The column ${name} is of type ${type.toString()}, which a cell cannot hold. Choose its parts, or write ${name}::VARCHAR.`;
    columns.push({ name, sqlType: type.toString(), type: seen, isNullable: !neverNull.has(name) });
  }
  return columns;
};
