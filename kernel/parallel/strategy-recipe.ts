import type { CompiledCell } from "../language/compile-cell.ts";
import type { StoreNames } from "../language/store-names.ts";

/** One cell that must be run for a strategy to be there. */
export type RecipeStep = Pick<CompiledCell, "code" | "reads" | "inputs"> & {
  readonly cellId: string;
  /** Where Math.random starts in this cell. */
  readonly seed: number;
};

/**
 * How a worker makes a notebook's strategy again, since a strategy holds functions and cannot be posted: the compiled
 * cells it needs, in an order in which they can run, and the name it has in the last of them.
 */
export interface StrategyRecipe {
  readonly name: string;
  readonly steps: readonly RecipeStep[];
  /** What `fingerprintOf` says of the strategy that is meant; null when any will do. */
  readonly fingerprint: string | null;
  /** What Date says, in milliseconds. */
  readonly clockMs: number;
  /** Null while they are not known, and then any name passes. */
  readonly names: StoreNames;
}

export interface RecipeWorld {
  readonly clockMs: number;
  readonly seedOf: (cellId: string) => number;
  readonly names: StoreNames;
}

export type NotebookCode = readonly (CompiledCell & { readonly cellId: string })[];

/** Why a name has no recipe, as a sentence. */
export class RecipeError extends Error {
  override readonly name = "RecipeError";
}

/**
 * The cells that must run for a name to be there, each behind those it reads from: the order of the notebook does not
 * show. Throws a RecipeError when no cell defines a name that is needed.
 */
export const closureOf = <Cell extends NotebookCode[number]>(
  compiled: readonly Cell[],
  name: string,
): readonly Cell[] => {
  const closure: Cell[] = [];
  const seen = new Set<string>();
  const add = (wanted: string): void => {
    const cell = compiled.find(({ defines }) => defines.includes(wanted));
    if (!cell) throw new RecipeError(`No cell defines ${wanted}.`);
    if (seen.has(cell.cellId)) return;
    seen.add(cell.cellId);
    for (const read of cell.reads) add(read);
    closure.push(cell);
  };
  add(name);
  return closure;
};

/**
 * The recipe of the strategy with a name, as the text that the engine's pool hands on. Throws a RecipeError when no
 * cell defines the name, or when it depends on a SQL cell, whose rows a worker has no way to ask for.
 */
export const writeRecipe = (
  compiled: NotebookCode,
  name: string,
  fingerprint: string | null,
  { clockMs, seedOf, names }: RecipeWorld,
): string => {
  const steps = closureOf(compiled, name).map(({ cellId, code, reads, inputs, sql }): RecipeStep => {
    if (sql)
      throw new RecipeError(
        `${name} depends on ${sql.resultName}, the result of a SQL cell, which workers cannot read.`,
      );
    return { cellId, code, reads, inputs, seed: seedOf(cellId) };
  });
  const recipe: StrategyRecipe = { name, steps, fingerprint, clockMs, names };
  return JSON.stringify(recipe);
};

/** The recipe in a text that `writeRecipe` wrote: the owner of the worker is trusted. */
export const readRecipe = (text: string): StrategyRecipe => JSON.parse(text) as StrategyRecipe;
