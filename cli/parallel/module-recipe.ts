/**
 * Where a thread finds a strategy: a module's address, and the name of a function in it that makes one. The function
 * is given the thread's own engine and gives what `defineStrategy` gives.
 */
export interface ModuleRecipe {
  readonly module: string;
  readonly maker: string;
}

/** The recipe as the engine's pool hands it on. */
export const writeRecipe = (recipe: ModuleRecipe): string => JSON.stringify(recipe);

export const readRecipe = (text: string): ModuleRecipe => {
  const { module, maker } = JSON.parse(text) as Partial<ModuleRecipe>;
  if (typeof module !== "string" || typeof maker !== "string")
    throw new TypeError("a recipe has a module and a maker");
  return { module, maker };
};
