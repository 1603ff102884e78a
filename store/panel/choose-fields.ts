import { type WireResult, wireError, wireOk } from "../../wire/contract.ts";
import type { FieldFact } from "./panel-events.ts";

/** Columns of a daily bar, by the names notebooks use. */
export const BAR_FIELDS = ["open", "high", "low", "close", "volume"] as const;

/** Of these, amounts of money per share; the others are counts. */
export const isPriceField = (name: string): boolean => isBarField(name) && name !== "volume";

export const isBarField = (name: string): boolean => (BAR_FIELDS as readonly string[]).includes(name);

/** The asked fields by where they are kept. `names` is the order of the panel's columns. */
export interface PanelFields {
  readonly names: readonly string[];
  readonly bars: readonly string[];
  readonly facts: readonly FieldFact[];
}

/** Sorts the asked names into bars and fundamentals; a name that is not stored is refused with the reason. */
export const choosePanelFields = (
  known: readonly FieldFact[],
  asked: readonly string[],
): WireResult<PanelFields> => {
  const names = [...new Set(asked)];
  const facts: FieldFact[] = [];
  for (const name of names) {
    if (isBarField(name)) continue;
    const field = known.find((candidate) => candidate.name === name);
    if (!field) {
      const stored = known
        .filter((candidate) => candidate.kind !== "derived")
        .map((candidate) => candidate.name);
      return wireError(
        "unknown-field",
        `There is no field named ${JSON.stringify(name)}. Stored: ${stored.join(", ")}.`,
        {
          field: name,
        },
      );
    }
    if (field.kind !== "fundamental") {
      return wireError(
        "unknown-field",
        `The field ${name} is ${field.kind}: it is computed, not stored in panels.`,
        {
          field: name,
        },
      );
    }
    facts.push(field);
  }
  return wireOk({ names, bars: names.filter(isBarField), facts });
};
