import { storeTables, type TableName, type TableShape } from "../contract/tables.ts";

const byName = new Map<string, TableShape>(storeTables.map((table) => [table.name, table]));

export const tableShape = (name: TableName): TableShape => {
  const shape = byName.get(name);
  if (!shape) throw new Error(`There is no table named ${JSON.stringify(name)}.`);
  return shape;
};

export const hasColumn = (table: TableShape, column: string): boolean =>
  table.columns.some(([name]) => name === column);
