import type { ColumnSource, ImportMapping, KnownAtRule } from "../../store/contract/import.ts";
import type { Role, Shape, TargetTable } from "./roles.ts";

export interface FieldDraft {
  /** Wide files: a column. Long files: the text that means this field. */
  readonly from: string;
  readonly name: string;
  readonly unit: string;
  readonly description: string;
  /** As typed; empty: never stale. */
  readonly ttlDays: string;
  readonly periodTypes: readonly string[];
}

export interface KnownDraft {
  readonly kind: KnownAtRule["kind"];
  readonly column: string;
  /** As typed. */
  readonly minutes: string;
  readonly days: string;
}

/** A mapping while it is being made: everything that was chosen stays, whether or not the present table needs it. */
export interface MappingDraft {
  readonly name: string;
  readonly table: TargetTable;
  readonly shape: Shape;
  readonly sources: Readonly<Partial<Record<Role, ColumnSource>>>;
  readonly scheme: string;
  readonly mic: string;
  readonly createsUnknown: boolean;
  readonly fields: readonly FieldDraft[];
  readonly dateFormat: ImportMapping["dateFormat"];
  readonly known: KnownDraft;
  readonly source: ImportMapping["source"];
}

export const dateFormats = [
  "iso",
  "yyyymmdd",
  "dd/mm/yyyy",
  "mm/dd/yyyy",
  "yyyy.mm.dd",
  "epoch-days",
] as const satisfies readonly ImportMapping["dateFormat"][];

/** The rules by which rows of a table can become known, the most honest first. */
export const knownKindsOf = (table: TargetTable): readonly KnownAtRule["kind"][] => [
  "instant-column",
  "date-column",
  ...(table === "bars_1d" || table === "bars_1m" || table === "fx_1d" ? (["after-close"] as const) : []),
  ...(table === "fundamentals" ? (["after-period"] as const) : []),
  "arrival",
];

const defaultKind = (table: TargetTable): KnownAtRule["kind"] =>
  table === "bars_1d" || table === "bars_1m" || table === "fx_1d" ? "after-close" : "date-column";

/** A draft with nothing mapped, for a file that no guess fits. */
export const emptyDraft = (fileName: string, mic: string): MappingDraft => ({
  name: "",
  table: "bars_1d",
  shape: "wide",
  sources: {},
  scheme: "symbol",
  mic,
  createsUnknown: false,
  fields: [],
  dateFormat: "iso",
  known: { kind: "after-close", column: "", minutes: "30", days: "90" },
  source: { id: sourceIdOf(fileName), label: fileName, licence: "" },
});

/** A source's id from a file's name: letters, digits and dashes. */
export const sourceIdOf = (fileName: string): string =>
  fileName
    .replace(/\.[^.]*$/, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "") || "import";

/** Another table: what the new one cannot be known by is replaced, everything else stays. */
export const withTable = (draft: MappingDraft, table: TargetTable): MappingDraft => ({
  ...draft,
  table,
  known: knownKindsOf(table).includes(draft.known.kind)
    ? draft.known
    : { ...draft.known, kind: defaultKind(table) },
});

export const withSource = (draft: MappingDraft, role: Role, source: ColumnSource | null): MappingDraft => {
  const { [role]: _before, ...others } = draft.sources;
  return { ...draft, sources: source === null ? others : { ...others, [role]: source } };
};

/** A name for a field as notebooks write it, from a column's heading: "Net income (TTM)" is "netIncomeTtm". */
export const fieldNameOf = (heading: string): string => {
  const words = heading.split(/[^A-Za-z0-9]+/).filter(Boolean);
  const name = words
    .map((word, at) => {
      const plain = /^[A-Z0-9]+$/.test(word) ? word.toLowerCase() : word;
      return at === 0
        ? plain.charAt(0).toLowerCase() + plain.slice(1)
        : plain.charAt(0).toUpperCase() + plain.slice(1);
    })
    .join("");
  return /^[A-Za-z_]/.test(name) ? name.slice(0, 64) : `field${name}`.slice(0, 64);
};

export const newField = (from: string): FieldDraft => ({
  from,
  name: fieldNameOf(from),
  unit: "currency",
  description: "",
  ttlDays: "400",
  periodTypes: [],
});
