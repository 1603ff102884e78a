import type { ColumnSource, ImportMapping } from "../../store/contract/import.ts";
import type { MappingDraft } from "./mapping-draft.ts";
import type { Role } from "./roles.ts";

/** A guessed or saved mapping, opened for changes. */
export const draftFromMapping = (mapping: ImportMapping): MappingDraft => {
  const { target, instrument, knownAt } = mapping;
  const sources: Partial<Record<Role, ColumnSource>> = {};
  const put = (role: Role, source: ColumnSource | null | undefined) => {
    if (source) sources[role] = source;
  };
  for (const [role, source] of Object.entries(target.columns)) put(role as Role, source);
  put("instrument", instrument?.from);
  put("currency", mapping.currency);
  put("revision", mapping.revision);
  const isLong = target.table === "fundamentals" && target.columns.fieldName !== null;
  return {
    name: mapping.name,
    table: target.table,
    shape: isLong ? "long" : "wide",
    sources,
    scheme: instrument?.scheme ?? "symbol",
    mic: instrument?.mic ?? "",
    createsUnknown: instrument?.createsUnknown ?? false,
    fields:
      target.table === "fundamentals"
        ? target.fields.map((field) => ({
            from: field.from,
            name: field.name,
            unit: field.unit,
            description: field.description,
            ttlDays: field.ttlDays === null ? "" : String(field.ttlDays),
            periodTypes: field.periodTypes,
          }))
        : [],
    dateFormat: mapping.dateFormat,
    known: {
      kind: knownAt.kind,
      column: "column" in knownAt ? knownAt.column : "",
      minutes: String("minutes" in knownAt ? knownAt.minutes : 30),
      days: String("days" in knownAt ? knownAt.days : 90),
    },
    source: mapping.source,
  };
};
