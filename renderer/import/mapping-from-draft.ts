import {
  type ColumnSource,
  type FileFormat,
  type ImportMapping,
  importMappingSchema,
  type KnownAtRule,
} from "../../store/contract/import.ts";
import type { KnownDraft, MappingDraft } from "./mapping-draft.ts";
import { hasInstrument, hasMarket, type Role, rolesOf } from "./roles.ts";

/** What a draft still needs before it is a mapping; in the order of the page. */
export type Missing =
  | { readonly kind: "role"; readonly role: Role }
  /** A chosen column that this file does not have. */
  | { readonly kind: "column"; readonly role: Role; readonly column: string }
  | { readonly kind: "market" }
  | { readonly kind: "scheme" }
  | { readonly kind: "fields" }
  | { readonly kind: "field-name"; readonly from: string }
  | { readonly kind: "field-column"; readonly column: string }
  | { readonly kind: "field-ttl"; readonly from: string }
  | { readonly kind: "known-column" }
  | { readonly kind: "known-number" };

const NAME = /^[A-Za-z_][A-Za-z0-9_]{0,63}$/;
const wholeNumber = (text: string): number | null => (/^\d{1,6}$/.test(text.trim()) ? Number(text) : null);

/** What keeps the columns from being mapped. */
export const missingColumns = (draft: MappingDraft, columns: readonly string[]): Missing[] => {
  const missing: Missing[] = [];
  for (const { role, isRequired } of rolesOf(draft.table, draft.shape)) {
    const source = draft.sources[role];
    if (!source || ("constant" in source && source.constant === "")) {
      if (isRequired) missing.push({ kind: "role", role });
    } else if ("column" in source && !columns.includes(source.column)) {
      missing.push({ kind: "column", role, column: source.column });
    }
  }
  if (hasMarket(draft.table) && draft.mic === "") missing.push({ kind: "market" });
  if (hasInstrument(draft.table) && draft.scheme === "") missing.push({ kind: "scheme" });
  if (draft.table === "fundamentals") {
    if (draft.fields.length === 0) missing.push({ kind: "fields" });
    for (const { from, name, ttlDays } of draft.fields) {
      if (draft.shape === "wide" && !columns.includes(from))
        missing.push({ kind: "field-column", column: from });
      if (!NAME.test(name) || draft.fields.filter((other) => other.name === name).length > 1)
        missing.push({ kind: "field-name", from });
      if (ttlDays.trim() !== "" && !((wholeNumber(ttlDays) ?? 0) >= 1))
        missing.push({ kind: "field-ttl", from });
    }
  }
  return missing;
};

/** What keeps the instant of knowing from being set. */
export const missingKnown = ({ known }: MappingDraft, columns: readonly string[]): Missing[] => {
  if (known.kind === "instant-column" || known.kind === "date-column")
    return columns.includes(known.column) ? [] : [{ kind: "known-column" }];
  if (known.kind === "after-close" && wholeNumber(known.minutes) === null) return [{ kind: "known-number" }];
  if (known.kind === "after-period" && wholeNumber(known.days) === null) return [{ kind: "known-number" }];
  return [];
};

const ruleOf = ({ kind, column, minutes, days }: KnownDraft): KnownAtRule => {
  switch (kind) {
    case "instant-column":
    case "date-column":
      return { kind, column };
    case "after-close":
      return { kind, minutes: wholeNumber(minutes) ?? 0 };
    case "after-period":
      return { kind, days: wholeNumber(days) ?? 0 };
    case "arrival":
      return { kind };
  }
};

/** The finished mapping, or null while something is missing. */
export const mappingFromDraft = (
  draft: MappingDraft,
  format: FileFormat,
  columns: readonly string[],
): ImportMapping | null => {
  if (missingColumns(draft, columns).length + missingKnown(draft, columns).length > 0) return null;
  const of = (role: Role): ColumnSource | null => draft.sources[role] ?? null;
  const roles = rolesOf(draft.table, draft.shape).map(({ role }) => role);
  const shared: readonly Role[] = ["instrument", "currency", "revision"];
  const own = roles.filter((role) => !shared.includes(role));
  const from = draft.table === "instruments" ? of("iid") : of("instrument");
  const parsed = importMappingSchema.safeParse({
    name: draft.name,
    format,
    target: {
      table: draft.table,
      columns: Object.fromEntries(own.map((role) => [role, of(role)])),
      ...(draft.table === "fundamentals"
        ? {
            fields: draft.fields.map(({ ttlDays, ...field }) => ({
              ...field,
              ttlDays: wholeNumber(ttlDays),
            })),
          }
        : {}),
    },
    instrument:
      hasMarket(draft.table) && from
        ? {
            from,
            scheme: draft.table === "instruments" ? "iid" : draft.scheme,
            mic: draft.mic,
            createsUnknown: draft.table === "instruments" || draft.createsUnknown,
          }
        : null,
    currency: roles.includes("currency") ? of("currency") : null,
    dateFormat: draft.dateFormat,
    knownAt: ruleOf(draft.known),
    revision: roles.includes("revision") ? of("revision") : null,
    source: draft.source,
  });
  return parsed.success ? parsed.data : null;
};
