/** The tables a file can bring rows for, in the order they are offered. */
export const targetTables = [
  "bars_1d",
  "fundamentals",
  "actions",
  "fx_1d",
  "memberships",
  "instruments",
  "bars_1m",
] as const;
export type TargetTable = (typeof targetTables)[number];

/** Fundamentals come with a column for each field (wide), or with the field's name in a column (long). */
export type Shape = "wide" | "long";

/** What a value of a row is. */
export type Role =
  | "instrument"
  | "sessionDate"
  | "minute"
  | "open"
  | "high"
  | "low"
  | "close"
  | "volume"
  | "turnover"
  | "periodEnd"
  | "periodType"
  | "fieldName"
  | "value"
  | "status"
  | "kind"
  | "exDate"
  | "ratio"
  | "cash"
  | "payDate"
  | "target"
  | "costShare"
  | "base"
  | "quote"
  | "rate"
  | "universe"
  | "validFrom"
  | "validTo"
  | "weight"
  | "iid"
  | "name"
  | "symbol"
  | "sector"
  | "listedOn"
  | "delistedOn"
  | "delistReturn"
  | "currency"
  | "revision";

export interface RoleShape {
  readonly role: Role;
  readonly isRequired: boolean;
}

const needed = (...roles: Role[]): RoleShape[] => roles.map((role) => ({ role, isRequired: true }));
const optional = (...roles: Role[]): RoleShape[] => roles.map((role) => ({ role, isRequired: false }));

const bar = [...needed("open", "high", "low", "close", "volume"), ...optional("turnover")];

const own: Readonly<Record<Exclude<TargetTable, "fundamentals">, readonly RoleShape[]>> = {
  bars_1d: [...needed("instrument", "sessionDate"), ...bar, ...optional("currency", "revision")],
  bars_1m: [...needed("instrument", "minute"), ...bar, ...optional("currency", "revision")],
  actions: [
    ...needed("instrument", "kind", "exDate"),
    ...optional("ratio", "cash", "payDate", "target", "costShare", "currency", "revision"),
  ],
  fx_1d: [...needed("base", "quote", "sessionDate", "rate"), ...optional("revision")],
  memberships: [
    ...needed("universe", "instrument", "validFrom"),
    ...optional("validTo", "weight", "revision"),
  ],
  instruments: [
    ...needed("iid", "name", "symbol", "sector", "listedOn"),
    ...optional("delistedOn", "delistReturn", "currency"),
  ],
};

/** The roles of a table's rows, those it needs first. */
export const rolesOf = (table: TargetTable, shape: Shape): readonly RoleShape[] =>
  table === "fundamentals"
    ? [
        ...needed("instrument", "periodEnd", "periodType"),
        ...(shape === "long" ? needed("fieldName", "value") : []),
        ...optional("status", "currency", "revision"),
      ]
    : own[table];

const dates: readonly Role[] = [
  "sessionDate",
  "periodEnd",
  "exDate",
  "payDate",
  "validFrom",
  "validTo",
  "listedOn",
  "delistedOn",
];
export const isDateRole = (role: Role): boolean => dates.includes(role);

/** Rows of these tables are held against one market's sessions, in that market's zone. */
export const hasMarket = (table: TargetTable): boolean => table !== "fx_1d";
/** Rows name their instrument in a way that must be chosen; the others bring it, or have none. */
export const hasInstrument = (table: TargetTable): boolean => table !== "fx_1d" && table !== "instruments";
