import type { ColumnSource, ImportMapping } from "../../contract/import.ts";

/** The columns of the file that a mapping reads, each once. */
export const mappedColumns = (mapping: ImportMapping): string[] => {
  const names = new Set<string>();
  const add = (source: ColumnSource | null) => {
    if (source && "column" in source) names.add(source.column);
  };
  for (const source of Object.values(mapping.target.columns) as (ColumnSource | null)[]) add(source);
  if (mapping.target.table === "fundamentals" && mapping.target.columns.fieldName === null)
    for (const field of mapping.target.fields) names.add(field.from);
  if (mapping.instrument) add(mapping.instrument.from);
  add(mapping.currency);
  add(mapping.revision);
  if ("column" in mapping.knownAt) names.add(mapping.knownAt.column);
  return [...names];
};
