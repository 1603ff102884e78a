import { fail, type LoadStrategy, ok, type Strategy } from "../../engine/index.ts";
import { createCellScope } from "../cells/cell-scope.ts";
import type { Determinism } from "../cells/deterministic-globals.ts";
import { createResearchApi } from "../research/research-api.ts";
import type { ResearchGlobals } from "../research/research-globals.ts";
import { fingerprintOf } from "./strategy-fingerprint.ts";
import { type RecipeStep, readRecipe, type StrategyRecipe } from "./strategy-recipe.ts";

type CellBody = (inputs: object, define: (getters: object) => void) => Promise<unknown>;

export interface CellStrategyLoader {
  readonly load: LoadStrategy;
  /** What the cells find as global names. */
  readonly globals: ResearchGlobals;
}

const quiet = (): void => {};
const ANOTHER =
  "is another strategy when its cells run again: define it once, from nothing that later code changes";

/**
 * Makes strategies by running the cells that define them, each time from the beginning, so that nothing a run leaves
 * in a cell's variables reaches the next. What a cell shows is not heard. A cell that asks for data waits for ever:
 * what it had defined by then is there, and what it had not is the strategy's failure.
 *
 * @param evaluate the real eval, taken before cells lost theirs
 */
export const createCellStrategyLoader = (
  evaluate: (code: string) => unknown,
  determinism: Determinism,
): CellStrategyLoader => {
  let names: StrategyRecipe["names"] = null;
  let tellAsked = quiet;
  let chosen: Readonly<Record<string, string>> = {};
  let scope = createCellScope();
  /** By their code, which names its cell: another definition may have a cell of the same id. */
  const bodies = new Map<string, CellBody>();
  const research = createResearchApi({
    request: () => {
      tellAsked();
      return new Promise(quiet);
    },
    show: quiet,
    record: quiet,
    progress: quiet,
    now: () => 0,
    inputValue: (name) => (Object.hasOwn(chosen, name) ? chosen[name] : undefined),
    names: () => names,
    asOf: () => null,
    nameOf: (value) => scope.nameOf(value),
  });
  const bodyOf = ({ code }: RecipeStep): CellBody => {
    let body = bodies.get(code);
    if (!body) {
      body = evaluate(code) as CellBody;
      bodies.set(code, body);
    }
    return body;
  };

  const load: LoadStrategy = async (text) => {
    const recipe = readRecipe(text);
    names = recipe.names;
    scope = createCellScope();
    const hasAsked: string[] = [];
    for (const step of recipe.steps) {
      const asked = new Promise<void>((resolve) => {
        tellAsked = () => {
          hasAsked.push(step.cellId);
          resolve();
        };
      });
      try {
        determinism.begin(recipe.clockMs, step.seed);
        chosen = step.inputs ?? {};
        const inputs = scope.read(step.reads);
        const define = (getters: object) =>
          scope.define(step.cellId, getters as Record<string, () => unknown>);
        await Promise.race([bodyOf(step)(inputs, define), asked]);
        scope.settle(step.cellId);
      } catch (thrown) {
        return failed(recipe.name, hasAsked, thrown);
      }
    }
    try {
      const strategy = (scope.read([recipe.name]) as Record<string, unknown>)[recipe.name];
      if (!isStrategy(strategy)) return fail("bad-argument", `${recipe.name} is not a strategy`);
      if (recipe.fingerprint !== null && fingerprintOf(strategy) !== recipe.fingerprint)
        return fail("strategy-failed", `${recipe.name} ${ANOTHER}`);
      return ok(strategy);
    } catch (thrown) {
      return failed(recipe.name, hasAsked, thrown);
    }
  };
  return { load, globals: research };
};

const failed = (name: string, hasAsked: readonly string[], thrown: unknown) => {
  const what = thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown);
  return hasAsked.length > 0
    ? fail(
        "strategy-failed",
        `${name} needs what its cell reads from the store; define it in a cell that reads nothing (${what})`,
      )
    : fail("strategy-failed", `making ${name} in a worker failed: ${what}`);
};

const isStrategy = (value: unknown): value is Strategy =>
  typeof value === "object" &&
  value !== null &&
  ["expression", "callback", "event"].includes((value as { kind?: unknown }).kind as string) &&
  [(value as { weights?: unknown }).weights, (value as { onBar?: unknown }).onBar].some(
    (decide) => typeof decide === "function",
  );
