import { tableFromIPC, type Vector } from "apache-arrow";
import type { SqlColumn } from "../../store/contract/query-contract.ts";
import { describeAs } from "../cells/described-value.ts";
import { showAs } from "../cells/own-displays.ts";
import type { TableDisplay } from "../contract/display.ts";

const DAY_MS = 86_400_000;
const integers: ReadonlySet<string> = new Set(
  "TINYINT SMALLINT INTEGER BIGINT HUGEINT UTINYINT USMALLINT UINTEGER UBIGINT UHUGEINT".split(" "),
);

/** A result as the query process sends it. */
export interface SqlAnswer {
  readonly columns: readonly SqlColumn[];
  readonly rows: number;
  readonly arrow: Uint8Array<ArrayBuffer>;
}

const dateText = (days: number): string => new Date(days * DAY_MS).toISOString().slice(0, 10);
const valueAt = (vector: Vector, { type }: SqlColumn, index: number): unknown => {
  const value = vector.get(index) as unknown;
  return type === "date" && value !== null ? dateText(Number(value)) : value;
};

const shownType = ({ type, sqlType }: SqlColumn): TableDisplay["columns"][number]["type"] => {
  if (type === "string") return "text";
  return type === "number" && integers.has(sqlType) ? "integer" : type;
};

const displayOf = (title: string, { columns, rows, arrow }: SqlAnswer): TableDisplay => ({
  title,
  rowCount: rows,
  columns: columns.map((column) => ({ name: column.name, type: shownType(column) })),
  arrow,
});

/** The value that cells see of a SQL cell: columns as they came, rows made when asked for. */
export const createSqlTable = (title: string, answer: SqlAnswer): SqlTable<object> => {
  const table = tableFromIPC(answer.arrow);
  const { columns } = answer;
  const vectors = columns.map((_, index) => table.getChildAt(index)!);
  const row = (index: number): object => {
    if (!Number.isInteger(index) || index < 0 || index >= answer.rows)
      throw new RangeError(`row must be a whole number from 0 to ${answer.rows - 1}, was ${String(index)}`);
    const made: Record<string, unknown> = {};
    for (const [at, column] of columns.entries())
      Object.defineProperty(made, column.name, {
        value: valueAt(vectors[at]!, column, index),
        enumerable: true,
      });
    return made;
  };
  const rows = (): object[] => Array.from({ length: answer.rows }, (_, index) => row(index));
  const column = (name: string): unknown => {
    const at = columns.findIndex((each) => each.name === name);
    if (at < 0) throw new RangeError(`There is no column ${JSON.stringify(name)} in this result.`);
    const vector = vectors[at]!;
    const { type } = columns[at]!;
    if (type !== "number" && type !== "instant")
      return Array.from({ length: answer.rows }, (_, index) => valueAt(vector, columns[at]!, index));
    const values = new Float64Array(answer.rows);
    for (let index = 0; index < values.length; index++)
      values[index] = (vector.get(index) as number | null) ?? Number.NaN;
    return values;
  };
  const value = {
    length: answer.rows,
    names: Object.freeze(columns.map(({ name }) => name)),
    row,
    rows,
    column,
    *[Symbol.iterator]() {
      for (let index = 0; index < answer.rows; index++) yield row(index);
    },
  };
  const names = columns.map(({ name }) => name).join(", ");
  const described = describeAs(value, "SqlTable", `${answer.rows} rows: ${names}`);
  const shown = displayOf(title, answer);
  showAs(described, () => [{ kind: "table", table: shown }]);
  return Object.freeze(described) as unknown as SqlTable<object>;
};
