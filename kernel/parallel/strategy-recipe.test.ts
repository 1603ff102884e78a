import { describe, expect, it } from "vitest";
import { planFactor } from "../../engine/index.ts";
import { createLanguage } from "../language/language.ts";
import { createCellStrategyLoader } from "./load-cell-strategy.ts";
import { readRecipe, writeRecipe } from "./strategy-recipe.ts";

const common = `universe: "WORLD", decide: atClose("XNYS"), rebalance: "weekly" as const`;
const world = { clockMs: 0, seedOf: () => 1, names: null };

const compile = (...sources: string[]) =>
  createLanguage().update(
    sources.map((source, index) => ({ id: `c${index}`, kind: "code" as const, source, attributes: [] })),
  ).compiled;

/** The loader in this process, without its sandbox: only for what it does. */
const createLoader = () => {
  const seeds: number[] = [];
  const loader = createCellStrategyLoader(
    (code) => {
      const names = Object.keys(loader.globals);
      return new Function(...names, `return ${code}`)(...Object.values(loader.globals));
    },
    { begin: (_, seed) => void seeds.push(seed) },
  );
  return { ...loader, seeds };
};
const loadFrom = (name: string, ...sources: string[]) =>
  createLoader().load(writeRecipe(compile(...sources), name, null, world));

describe("the recipe of a notebook's strategy", () => {
  const strategy = `const best = strategy({ name: "Best", ${common},
    signal: ({ field }) => field.close.delay(lag), weights: ({ signal }) => signal.top(half(20)).equal() })`;

  it("has the cells the strategy needs, before it, and no others", () => {
    const compiled = compile(
      strategy,
      "const half = (x: number) => x / 2",
      "const other = 1",
      "const lag = half(4)",
    );
    const { steps } = readRecipe(writeRecipe(compiled, "best", null, world));
    expect(steps.map(({ cellId }) => cellId)).toEqual(["c1", "c3", "c0"]);
  });

  it("makes the strategy that the cells make", async () => {
    const loaded = await loadFrom(
      "best",
      strategy,
      "const half = (x: number) => x / 2",
      "const lag = half(4)",
    );
    if (!loaded.ok || loaded.value.kind !== "expression") throw new Error(JSON.stringify(loaded));
    expect(loaded.value.name).toBe("Best");
    expect(loaded.value.weights({})).toEqual({ select: "top", percent: 10, split: "equal" });
    expect(planFactor(loaded.value.signal({})).lookBackSessions).toBe(2);
  });

  it("makes an event strategy", async () => {
    const loaded = await loadFrom(
      "best",
      `const best = strategy({ name: "Best", ${common}, needs: { fields: [], lookback: 0 }, onBar: () => {} })`,
    );
    expect(loaded).toMatchObject({ ok: true, value: { kind: "event", name: "Best" } });
  });

  it("runs the cells anew each time, each from its own seed", async () => {
    const { load, seeds } = createLoader();
    const recipe = writeRecipe(
      compile(
        "const made = { count: 0 }",
        `made.count += 1; const best = strategy({ name: String(made.count), ${common}, needs: { fields: [], lookback: 0 }, weights: () => ({}) })`,
      ),
      "best",
      null,
      { ...world, seedOf: (cellId) => Number(cellId.slice(1)) + 77 },
    );
    const names = [];
    for (let k = 0; k < 3; k++) {
      const loaded = await load(recipe);
      names.push(loaded.ok ? loaded.value.name : loaded.error.message);
    }
    expect(names).toEqual(["1", "1", "1"]);
    expect(seeds).toEqual([77, 78, 77, 78, 77, 78]);
  });

  it("finds a strategy that its cell defines before it asks for data", async () => {
    const loaded = await loadFrom(
      "best",
      `const lag = 3; const half = (x: number) => x; ${strategy};
       const run = await backtest(best, { from: "2020-01-01", to: "2020-12-31", capital: usd(1), costs: "none" });
       tearSheet(run)`,
    );
    expect(loaded).toMatchObject({ ok: true, value: { name: "Best" } });
  });

  it.each([
    [
      "data it waits for",
      `const lag = (await data.facts("a", "b")).length; const half = (x: number) => x; ${strategy}`,
      "best needs what its cell reads from the store",
    ],
    [
      "an exception",
      `const lag = 3; const half = (x: number) => x; throw new Error("no luck"); ${strategy}`,
      "no luck",
    ],
    ["a value that is no strategy", "const best = 5", "best is not a strategy"],
    [
      "a misspelt field",
      `const best = strategy({ name: "x", ${common}, signal: ({ field }) => field.clsoe.delay(1), weights: ({ signal }) => signal.equal() })`,
      "clsoe",
    ],
  ])("fails by name for %s", async (_, source, message) => {
    const loaded = await loadFrom("best", source);
    expect(loaded).toMatchObject({ ok: false, error: { message: expect.stringContaining(message) } });
  });

  it("does not exist for a name that nobody defines, nor for one that needs a SQL cell", () => {
    expect(() => writeRecipe(compile("const a = 1"), "best", null, world)).toThrow("No cell defines best.");
    const sql = { statement: "select 1", parameters: [], resultName: "rows" };
    const [rows, best] = compile("const rows = 1", "const best = rows");
    const reading = [{ ...rows!, sql }, best!];
    expect(() => writeRecipe(reading, "best", null, world)).toThrow("the result of a SQL cell");
  });
});
