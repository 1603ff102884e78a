import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  grid,
  iterateParameters,
  nameRun,
  type ParameterOverrides,
  type ParameterSource,
  parameterList,
  randomSearch,
} from "./parameter-source.ts";

const all = (source: ParameterSource): ParameterOverrides[] => [...iterateParameters(source)];

describe("parameters of a sweep", () => {
  it("a grid has every combination, the last name changing fastest", () => {
    const source = grid({ lookback: { from: 60, to: 120, step: 60 }, top: [5, 10, 20] });
    expect(source.count).toBe(6);
    expect(all(source)).toEqual([
      { lookback: 60, top: 5 },
      { lookback: 60, top: 10 },
      { lookback: 60, top: 20 },
      { lookback: 120, top: 5 },
      { lookback: 120, top: 10 },
      { lookback: 120, top: 20 },
    ]);
  });

  it("a grid equals nested loops over its axes", () => {
    const axis = fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(axis, axis, axis, (a, b, c) => {
        const expected: ParameterOverrides[] = [];
        for (const x of a) for (const y of b) for (const z of c) expected.push({ x, y, z });
        expect(all(grid({ x: a, y: b, z: c }))).toEqual(expected);
      }),
      { numRuns: 200, seed: 42 },
    );
  });

  it("a step that does not divide the distance stops below the end; a tenth of one reaches it", () => {
    expect(all(grid({ x: { from: 1, to: 10, step: 4 } })).map(({ x }) => x)).toEqual([1, 5, 9]);
    expect(grid({ x: { from: 0, to: 1, step: 0.1 } }).count).toBe(11);
    expect(grid({ x: { from: 3, to: 3, step: 1 } }).count).toBe(1);
  });

  it("a grid of a billion is made one by one", () => {
    const source = grid({ a: { from: 1, to: 1e5, step: 1 }, b: { from: 1, to: 1e4, step: 1 } });
    expect(source.count).toBe(1e9);
    expect(iterateParameters(source).next().value).toEqual({ a: 1, b: 1 });
  });

  it("a grid without names is one run with the defaults", () => {
    expect(all(grid({}))).toEqual([{}]);
    expect(nameRun({})).toBe("the default parameters");
    expect(nameRun({ lookback: 60, top: 0.5 })).toBe("lookback=60, top=0.5");
  });

  it("a random search repeats with its seed, differs with another, and keeps to its axes", () => {
    const axes = {
      list: [2, 3, 5],
      stepped: { from: 10, to: 20, step: 5 },
      continuous: { from: -1, to: 1 },
    };
    const draws = all(randomSearch(axes, { count: 3_000, seed: 5 }));
    expect(draws).toEqual(all(randomSearch(axes, { count: 3_000, seed: 5 })));
    expect(draws).not.toEqual(all(randomSearch(axes, { count: 3_000, seed: 6 })));
    for (const value of [2, 3, 5]) {
      // 1,000 expected, standard deviation 26.
      expect(Math.abs(draws.filter(({ list }) => list === value).length - 1_000)).toBeLessThan(130);
    }
    expect(new Set(draws.map(({ stepped }) => stepped))).toEqual(new Set([10, 15, 20]));
    const continuous = draws.map((draw) => draw.continuous!);
    expect(Math.min(...continuous)).toBeGreaterThanOrEqual(-1);
    expect(Math.max(...continuous)).toBeLessThan(1);
    expect(Math.abs(continuous.reduce((a, b) => a + b) / 3_000)).toBeLessThan(0.06);
  });

  it("a list is read as it is needed", () => {
    let read = 0;
    const rows = function* () {
      for (;;) yield { top: ++read };
    };
    const source = parameterList(rows());
    expect(source.count).toBeNull();
    const iterator = iterateParameters(source);
    expect([iterator.next().value, iterator.next().value]).toEqual([{ top: 1 }, { top: 2 }]);
    expect(read).toBe(2);
    expect(parameterList([{ top: 1 }]).count).toBe(1);
  });

  it.each([
    [() => grid({ x: [] }), "parameter x needs at least one value"],
    [() => grid({ x: [1, Number.NaN] }), "a value of parameter x must be a finite number, was NaN"],
    [() => grid({ x: { from: 1, to: 2 } }), "parameter x of a grid needs a step"],
    [
      () => grid({ x: { from: 2, to: 1, step: 1 } }),
      "from of parameter x must not be above its to, was 2 above 1",
    ],
    [() => grid({ x: { from: 1, to: 2, step: 0 } }), "step of parameter x must be above 0, was 0"],
    [
      () => grid({ x: { from: 1, to: Number.POSITIVE_INFINITY, step: 1 } }),
      "to of parameter x must be a finite",
    ],
    [() => grid({ x: 5 as never }), "parameter x needs a list of values"],
    [() => grid(null as never), "parameters need names with their values"],
    [
      () => grid(Object.fromEntries([..."abcd"].map((name) => [name, { from: 1, to: 1e5, step: 1 }]))),
      "the number of combinations must be",
    ],
    [() => randomSearch({ x: [1] }, { count: 0, seed: 1 }), "count must be at least 1, was 0"],
    [() => randomSearch({ x: [1] }, { count: 1, seed: 0.5 }), "seed must be a whole number, was 0.5"],
    [() => parameterList(5 as never), "parameterList needs a list of parameters"],
    [() => all(parameterList([{ top: "5" as never }])), "parameter top must be a finite number, was 5"],
    [() => all(parameterList([7 as never])), "parameters must be names with numbers, were 7"],
  ])("refuses what cannot be parameters (%#)", (make, message) => {
    expect(make).toThrow(message);
  });
});
