import type { CompiledCell } from "../language/compile-cell.ts";
import type { StoreNames } from "../language/store-names.ts";

/** One cell that must be run for a strategy to be there. */
export type RecipeStep = Pick<CompiledCell, "code" | "reads"> & { readonly cellId: string };

/**
 * How a worker makes a notebook's strategy again, since a strategy holds functions and cannot be posted: the compiled
 * cells it needs, in an order in which they can run, and the name it has in the last of them.
 */
export interface StrategyRecipe {
  readonly name: string;
  readonly steps: readonly RecipeStep[];
  /** What Date says, in milliseconds, and where Math.random starts. */
  readonly clockMs: number;
  readonly seed: number;
  /** The store's fields; null while they are not known, and then any name passes. */
  readonly fields: readonly string[] | null;
}

export interface RecipeWorld {
  readonly clockMs: number;
  readonly seed: number;
  readonly names: StoreNames;
}

type NotebookCode = readonly (CompiledCell & { readonly cellId: string })[];

/** Why a name has no recipe, as a sentence. */
export class RecipeError extends Error {
  override readonly name = "RecipeError";
}

/**
 * The recipe of the strategy with a name, as the text that the engine's pool hands on. Throws a RecipeError when no
 * cell defines the name, or when it depends on a SQL cell, whose rows a worker has no way to ask for.
 */
export const writeRecipe = (
  compiled: NotebookCode,
  name: string,
  { clockMs, seed, names }: RecipeWorld,
): string => {
  const steps: RecipeStep[] = [];
  const seen = new Set<string>();
  const add = (wanted: string): void => {
    const cell = compiled.find(({ defines }) => defines.includes(wanted));
    if (!cell) throw new RecipeError(`No cell defines ${wanted}.`);
    if (seen.has(cell.cellId)) return;
    seen.add(cell.cellId);
    if (cell.sql)
      throw new RecipeError(
        `${name} depends on ${wanted}, the result of a SQL cell, which workers cannot read.`,
      );
    for (const read of cell.reads) add(read);
    steps.push({ cellId: cell.cellId, code: cell.code, reads: cell.reads });
  };
  add(name);
  const fields = names?.fields.map((field) => field.name) ?? null;
  const recipe: StrategyRecipe = { name, steps, clockMs, seed, fields };
  return JSON.stringify(recipe);
};

/** The recipe in a text that `writeRecipe` wrote: the owner of the worker is trusted. */
export const readRecipe = (text: string): StrategyRecipe => JSON.parse(text) as StrategyRecipe;
