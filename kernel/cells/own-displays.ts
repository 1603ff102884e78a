import type { Display, TableDisplay } from "../contract/display.ts";

const makers = new WeakMap<object, () => readonly Display[]>();

/** Says how a value of the research API is shown when it is a cell's last one. Made only when it is. */
export const showAs = <T extends object>(value: T, make: () => readonly Display[]): T => {
  makers.set(value, make);
  return value;
};

/** How a value that has displays of its own is shown; null for any other. */
export const ownDisplaysOf = (value: unknown): Display[] | null => {
  const make = typeof value === "object" && value !== null ? makers.get(value) : undefined;
  return make ? [...make()] : null;
};

/** The table among a value's own displays; null when there is none. */
export const ownTableOf = (value: unknown): TableDisplay | null =>
  ownDisplaysOf(value)?.find((display) => display.kind === "table")?.table ?? null;
