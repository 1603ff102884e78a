import { parseFundamentalName } from "../../engine/index.ts";
import { type WireResult, wireError, wireOk } from "../../wire/contract.ts";
import type { PeriodItem } from "./known-periods.ts";
import type { FieldFact } from "./panel-events.ts";

/** Columns of a daily bar, by the names notebooks use. */
export const BAR_FIELDS = ["open", "high", "low", "close", "volume", "turnover"] as const;

/** Of these, amounts of money; the others are counts. */
export const isPriceField = (name: string): boolean => isBarField(name) && name !== "volume";

export const isBarField = (name: string): boolean => (BAR_FIELDS as readonly string[]).includes(name);

/** Dated groups of instruments: a column holds the number of the group's name in the panel's list of names. */
export const GROUP_FIELDS = ["sector", "industry"] as const;
export type GroupField = (typeof GROUP_FIELDS)[number];

export const isGroupField = (name: string): name is GroupField =>
  (GROUP_FIELDS as readonly string[]).includes(name);

/** A column of reported figures that is asked for. */
export interface FactColumn {
  readonly name: string;
  /** Index into `PanelFields.facts`. */
  readonly fact: number;
  /** An earlier period or twelve months; null for the newest period itself. */
  readonly item: PeriodItem | null;
}

/** The asked fields by where they are kept. `names` is the order of the panel's columns. */
export interface PanelFields {
  readonly names: readonly string[];
  readonly bars: readonly string[];
  /** Whose versions are read. */
  readonly facts: readonly FieldFact[];
  readonly factColumns: readonly FactColumn[];
  readonly groups: readonly GroupField[];
}

/** Whether a field is one of reports over periods, and not only of their newest. */
export const needsLengths = ({ factColumns }: PanelFields): boolean =>
  factColumns.some(({ item }) => item !== null);

/** Sorts the asked names into bars and fundamentals; a name that is not stored is refused with the reason. */
export const choosePanelFields = (
  known: readonly FieldFact[],
  asked: readonly string[],
): WireResult<PanelFields> => {
  const names = [...new Set(asked)];
  const facts: FieldFact[] = [];
  const factColumns: FactColumn[] = [];
  for (const name of names) {
    if (isBarField(name) || isGroupField(name)) continue;
    const { stored, item } = itemOf(name);
    const field = known.find((candidate) => candidate.name === stored);
    if (!field) return unknownField(name, known);
    if (field.kind !== "fundamental") {
      return wireError(
        "unknown-field",
        item
          ? `The field ${stored} is ${field.kind}: only what is reported has earlier periods.`
          : `The field ${name} is ${field.kind}: it is computed, not stored in panels.`,
        { field: name },
      );
    }
    if (!facts.includes(field)) facts.push(field);
    factColumns.push({ name, fact: facts.indexOf(field), item });
  }
  const groups = names.filter(isGroupField);
  return wireOk({ names, bars: names.filter(isBarField), facts, factColumns, groups });
};

/** What the engine asks for at most. */
const MOST_PERIODS_AGO = 40;

/** The stored field that a name is about, and which of its figures: "revenue:ttm:-4" is of "revenue". */
const itemOf = (name: string): { readonly stored: string; readonly item: PeriodItem | null } => {
  if (!/^[^:]+(:ttm)?(:-[1-9]\d*)?$/.test(name)) return { stored: name, item: null };
  const { field, isTrailing, periodsAgo } = parseFundamentalName(name);
  if (periodsAgo > MOST_PERIODS_AGO) return { stored: name, item: null };
  return { stored: field, item: isTrailing || periodsAgo > 0 ? { isTrailing, periodsAgo } : null };
};

const unknownField = (name: string, known: readonly FieldFact[]): WireResult<never> => {
  const stored = known.filter(({ kind }) => kind !== "derived").map((candidate) => candidate.name);
  return wireError(
    "unknown-field",
    `There is no field named ${JSON.stringify(name)}. Stored: ${stored.join(", ")}.`,
    { field: name },
  );
};
