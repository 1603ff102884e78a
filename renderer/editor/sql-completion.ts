import { storeTables, type TableShape } from "../../store/contract/tables.ts";

/** A table or column that a query may name. */
export interface SqlName {
  readonly name: string;
  readonly kind: "table" | "column";
  readonly detail: string;
}

const tables = (storeTables as readonly TableShape[]).filter(
  (table) => table.isRecord !== true && table.name !== "sources",
);
const VERSIONS = "_versions";
const isVersioned = ({ columns }: TableShape): boolean => columns.some(([name]) => name === "known_at");
/** Columns of our own book-keeping, which only the tables of versions show. */
const provenance: ReadonlySet<string> = new Set(["source_id", "batch_id", "ingest_seq"]);

/** All tables, and the columns of those that the text names; of all tables while it names none. */
export const completeSql = (text: string): readonly SqlName[] => {
  const words = new Set(text.toLowerCase().match(/\w+/g));
  const named = tables.filter(({ name }) => words.has(name) || words.has(name + VERSIONS));
  const columns = new Map<string, SqlName>();
  for (const { name: table, columns: own } of named.length > 0 ? named : tables)
    for (const [name, type] of own) {
      if (provenance.has(name) && !words.has(table + VERSIONS)) continue;
      const known = columns.get(name)?.detail;
      columns.set(name, { name, kind: "column", detail: known ? `${known}, ${table}` : `${type}, ${table}` });
    }
  const views = tables.flatMap((table) =>
    isVersioned(table) ? [table.name, table.name + VERSIONS] : [table.name],
  );
  return [...views.map((name): SqlName => ({ name, kind: "table", detail: "" })), ...columns.values()];
};
