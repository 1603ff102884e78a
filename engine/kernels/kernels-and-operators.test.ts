import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { WindowOperator } from "../expression/operator.ts";
import { mean, std, variance, zscore } from "../expression/operators/moments.ts";
import { rank } from "../expression/operators/rank.ts";
import { ema, wilder } from "../expression/operators/recursive-means.ts";
import { rsi } from "../expression/operators/rsi.ts";
import { blockLength } from "../expression/two-block-recursion.ts";
import type { KernelShape } from "./kernels.ts";
import { findDifference, hostileCells, seeds, shapes, windows } from "./testing/hostile-cells.ts";
import { typescriptKernels } from "./typescript-kernels.ts";

const RUNS = { numRuns: 300, seed: 20_261_121 };

/** Compares a panel with an operator of the expressions, which fills one instrument's rows. */
function expectColumnsOf(
  operator: WindowOperator,
  parameters: readonly number[],
  { rows, instruments, firstSession }: KernelShape,
  input: Float64Array,
  output: Float64Array,
): void {
  for (let column = 0; column < instruments; column++) {
    const cellsOf = (panel: Float64Array) =>
      Float64Array.from({ length: rows }, (_, row) => panel[row * instruments + column]!);
    const expected = new Float64Array(rows).fill(Number.NaN);
    const state = operator.initialState(parameters);
    operator.run([cellsOf(input)], expected, 0, rows, firstSession, parameters, state);
    expect(findDifference(cellsOf(output), expected)).toBe(undefined);
  }
}

describe("the kernels have the bits of the expression operators:", () => {
  it("moments", () => {
    fc.assert(
      fc.property(seeds, shapes, windows, (seed, shape, [window, least]) => {
        const input = hostileCells(seed, shape.rows * shape.instruments);
        for (const operator of [mean, variance, std, zscore]) {
          if (least < operator.smallest) continue;
          const output = input.slice();
          typescriptKernels.rollingMoments(input, { [operator.name]: output }, shape, window, least);
          expectColumnsOf(operator, [window, least], shape, input, output);
        }
      }),
      RUNS,
    );
  });

  it("recursive averages", () => {
    fc.assert(
      fc.property(seeds, shapes, fc.integer({ min: 1, max: 12 }), (seed, shape, n) => {
        const input = hostileCells(seed, shape.rows * shape.instruments);
        const output = input.slice();
        const by = (alpha: number) => ({ alpha, block: blockLength(alpha), least: n });
        typescriptKernels.recursiveAverage(input, output, shape, by(2 / (n + 1)));
        expectColumnsOf(ema, [n], shape, input, output);
        typescriptKernels.recursiveAverage(input, output, shape, by(1 / n));
        expectColumnsOf(wilder, [n], shape, input, output);
        typescriptKernels.relativeStrength(input, output, shape, by(1 / n));
        expectColumnsOf(rsi, [n], shape, input, output);
      }),
      RUNS,
    );
  });

  it("ranks", () => {
    const instruments = fc.integer({ min: 1, max: 150 });
    fc.assert(
      fc.property(seeds, instruments, (seed, size) => {
        const input = hostileCells(seed, size);
        const [ours, expected] = [new Float64Array(size), new Float64Array(size)];
        typescriptKernels.rankRows(input, ours, 1, size);
        rank.run([input], expected, [], { order: new Int32Array(), groupsOf: () => new Int32Array() });
        expect(findDifference(ours, expected)).toBe(undefined);
      }),
      RUNS,
    );
  });
});
