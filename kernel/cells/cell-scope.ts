import type { Variable } from "../contract/kernel-contract.ts";
import { inspectLine } from "./inspect-value.ts";

type Getters = Readonly<Record<string, () => unknown>>;

/**
 * The names that cells have defined. While a cell runs, each is read through a getter, because it may not be there yet;
 * once the cell has ended its values stay, whatever its functions assign later: equal inputs mean equal results.
 */
export interface CellScope {
  define(cellId: string, getters: Getters): void;
  /** The cell has ended: what its names hold now is what the others read. */
  settle(cellId: string): void;
  forget(cellId: string): void;
  /** The present values of names, as a plain object without a prototype. */
  read(names: readonly string[]): object;
  variablesOf(cellId: string): Variable[];
  /** The name under which a cell has defined this very value; null when there is none. */
  nameOf(value: unknown): string | null;
}

export const createCellScope = (): CellScope => {
  const names = new Map<string, { readonly cellId: string; readonly get: () => unknown }>();
  const forget = (cellId: string) => {
    for (const [name, entry] of names) if (entry.cellId === cellId) names.delete(name);
  };
  return {
    forget,
    define: (cellId, getters) => {
      forget(cellId);
      for (const name of Object.keys(getters)) names.set(name, { cellId, get: getters[name]! });
    },
    settle: (cellId) => {
      for (const [name, entry] of names) {
        if (entry.cellId !== cellId) continue;
        try {
          const value = entry.get();
          names.set(name, { cellId, get: () => value });
        } catch {
          // The cell threw before it came there: the name has no value, and reading it says so.
        }
      }
    },
    read: (wanted) => {
      const inputs = Object.create(null) as Record<string, unknown>;
      for (const name of wanted) inputs[name] = names.get(name)?.get();
      return inputs;
    },
    variablesOf: (cellId) =>
      [...names].flatMap(([name, entry]) => {
        if (entry.cellId !== cellId) return [];
        try {
          const { type, preview } = inspectLine(entry.get(), name);
          return [{ name, type, preview, cellId }];
        } catch {
          // Not yet defined: the cell threw before it came there.
          return [];
        }
      }),
    nameOf: (value) => {
      for (const [name, { get }] of names) {
        try {
          if (get() === value) return name;
        } catch {
          // Not yet defined.
        }
      }
      return null;
    },
  };
};
