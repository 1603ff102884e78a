import { ArgumentError } from "../argument-error.ts";
import type { Panel } from "../contract/panel.ts";
import { readField } from "../expression/derived-field.ts";

/** The group of each instrument, such as its sector, as known at a decision. */
export interface GroupReader {
  /** Every name there is in the panel. */
  readonly names: readonly string[];
  /** By panel instrument; empty where none is known. */
  read(): string[];
}

/**
 * Reads a column of groups on the newest known rows. Throws ArgumentErrors: "unknown-field" without the column,
 * "bad-panel" when the panel does not name its groups.
 * @param knownRows the newest known row of each market, −1 before its first, as the run goes on
 */
export function createGroupReader(
  panel: Panel,
  field: "sector" | "industry",
  knownRows: Int32Array,
): GroupReader {
  const column = readField(panel, field);
  const names = panel.groups?.[field];
  if (names === undefined)
    throw new ArgumentError(`the panel does not name the groups of its column ${field}`, "bad-panel");
  return {
    names,
    read: () =>
      panel.instruments.map(({ market }, i) => {
        const row = knownRows[market]!;
        return (row >= 0 && names[column[panel.offsets[i]! + row]!]) || "";
      }),
  };
}
