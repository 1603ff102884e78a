import fc from "fast-check";
import { expect, test } from "vitest";
import { costModels } from "../execution/costs/cost-models.ts";
import { momentumExpression, unwrap } from "../testing/strategies.ts";
import { createWorld, FIRST_DATE, worldConfig } from "../testing/world.ts";
import { benchmarkOf } from "./benchmark.ts";
import { indexPanel } from "./panel-index.ts";
import { runBacktest } from "./run-backtest.ts";

const base = worldConfig(costModels.institutional);
const arbitraryConfig = fc.record({
  from: fc.integer({ min: FIRST_DATE, max: FIRST_DATE + 12 }),
  to: fc.integer({ min: FIRST_DATE + 14, max: FIRST_DATE + 26 }),
  currency: fc.constantFrom("USD", "GBP", "KRW"),
});

test("a benchmark is the same whatever has run on the panel before", () => {
  const strategy = momentumExpression("daily");
  fc.assert(
    fc.property(fc.nat(), fc.array(arbitraryConfig, { minLength: 2, maxLength: 4 }), (seed, configs) => {
      const shape = { seed, instruments: 4, sessions: 20, hasActions: true };
      const panel = createWorld(shape);
      for (const own of [...configs, configs[0]!]) {
        const input = { strategy, parameters: {}, config: { ...base, ...own } };
        const { benchmark } = unwrap(runBacktest({ ...input, panel }));
        expect(benchmark).toEqual(unwrap(runBacktest({ ...input, panel: createWorld(shape) })).benchmark);
        // It is the caller's own.
        benchmark.fill(Number.NaN);
      }
    }),
    { numRuns: 200 },
  );
});

test("a benchmark is computed once for all runs that strike at the same instants, and anew for others", () => {
  const panel = createWorld({ seed: 1, instruments: 3, sessions: 6 });
  const { order } = indexPanel(panel);
  const [a, b, c, d] = panel.markets[0]!.decisionAt;
  let asked = 0;
  const fx = { isOne: false, intoBase: () => ++asked && 1 };
  const isComputed = (instants: readonly number[], currency: string) => {
    asked = 0;
    benchmarkOf(panel, Float64Array.from(instants), currency, fx, order);
    return asked > 0;
  };
  expect([
    isComputed([a!, b!], "USD"),
    isComputed([a!, b!], "USD"),
    isComputed([a!, b!, c!], "USD"),
    isComputed([a!, b!, d!], "USD"),
    isComputed([a!, b!, d!], "USD"),
    isComputed([a!, b!, d!], "GBP"),
  ]).toEqual([true, false, true, true, false, true]);
});
