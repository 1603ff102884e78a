import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { PointwiseOperator, WindowOperator } from "../expression/operator.ts";
import * as arithmetic from "../expression/operators/arithmetic.ts";
import * as comparisons from "../expression/operators/comparisons.ts";
import { and, or } from "../expression/operators/logic.ts";
import { mean, std, variance, zscore } from "../expression/operators/moments.ts";
import { ema, exponentialDecay, wilder } from "../expression/operators/recursive-means.ts";
import { rsi } from "../expression/operators/rsi.ts";
import { blockLength } from "../expression/two-block-recursion.ts";
import { PAIRWISE, SERIES_STATE } from "./kernels.ts";
import { loadKernels } from "./load-kernels.ts";
import { findDifference, hostileCells, seeds, shapes, windows } from "./testing/hostile-cells.ts";

const kernels = loadKernels();
const series = kernels.series!;
const RUNS = { numRuns: 1_000, seed: 20_261_121 };

/** Each series by the operator itself, one behind the other, as kernels do them. */
function byOperator(
  operator: WindowOperator,
  parameters: readonly number[],
  input: Float64Array,
  rows: number,
  firstSession: number,
): Float64Array {
  const output = new Float64Array(input.length).fill(Number.NaN);
  for (let start = 0; start < input.length; start += rows)
    operator.run(
      [input],
      output,
      start,
      start + rows,
      firstSession,
      parameters,
      operator.initialState(parameters),
    );
  return output;
}

/** Runs kernels over a column and some outputs in their memory; the outputs must be as expected. */
function expectOutputs(
  input: Float64Array,
  expected: readonly Float64Array[],
  work: (input: Float64Array, outputs: readonly Float64Array[]) => void,
): void {
  kernels.borrow(() => {
    const column = kernels.column(input.length);
    column.set(input);
    const outputs = expected.map(() => kernels.column(input.length + 1).fill(7));
    work(column, outputs);
    for (const [k, each] of expected.entries())
      expect(findDifference(outputs[k]!.slice(0, input.length), each)).toBe(undefined);
  });
}

const moments = { mean, variance, std, zscore };

describe("the compiled kernels have the bits of the expression operators:", () => {
  it("moments, all of them or a single one", () => {
    const wanted = fc.constantFrom<(keyof typeof moments)[]>(
      ["mean", "variance", "std", "zscore"],
      ["mean"],
      ["std"],
      ["variance", "zscore"],
    );
    fc.assert(
      fc.property(seeds, shapes, windows, wanted, (seed, shape, [window, least], names) => {
        const { rows, instruments, firstSession } = shape;
        const input = hostileCells(seed, rows * instruments);
        const fitting = names.filter((name) => least >= moments[name].smallest);
        const expected = fitting.map((name) =>
          byOperator(moments[name], [window, least], input, rows, firstSession),
        );
        const block = { start: 0, series: instruments, rows, history: 0, firstSession };
        expectOutputs(input, expected, (column, outputs) => {
          const byName = Object.fromEntries(fitting.map((name, k) => [name, outputs[k]!]));
          series.rollingMoments(column, byName, block, window, least);
        });
      }),
      RUNS,
    );
  });

  it("moments of a series that comes in parts, the rows before standing in front", () => {
    fc.assert(
      fc.property(seeds, shapes, windows, fc.nat(), (seed, { rows, firstSession }, [window, least], at) => {
        const input = hostileCells(seed, rows);
        const cut = at % (rows + 1);
        const named = least < 2 ? [mean] : [mean, std, zscore];
        const expected = named.map((each) => byOperator(each, [window, least], input, rows, firstSession));
        expectOutputs(input, expected, (column, outputs) => {
          const byName = Object.fromEntries(named.map(({ name }, k) => [name, outputs[k]!]));
          for (const [start, end] of [
            [0, cut],
            [cut, rows],
          ] as const) {
            const part = { start, series: 1, rows: end - start, history: Math.min(start, window - 1) };
            series.rollingMoments(
              column,
              byName,
              { ...part, firstSession: firstSession + start },
              window,
              least,
            );
          }
        });
      }),
      RUNS,
    );
  });

  it("recursive averages, also in parts", () => {
    const operators = fc.constantFrom(
      { operator: ema, run: series.recursiveAverage },
      { operator: wilder, run: series.recursiveAverage },
      { operator: exponentialDecay, run: series.recursiveAverage },
      { operator: rsi, run: series.relativeStrength },
    );
    const parameter = fc.integer({ min: 1, max: 12 });
    fc.assert(
      fc.property(seeds, shapes, operators, parameter, fc.nat(), (seed, shape, { operator, run }, n, at) => {
        const { rows, instruments, firstSession } = shape;
        const input = hostileCells(seed, rows * instruments);
        const alpha = operator.kernel?.kind === "moment" ? 1 : operator.kernel!.alphaOf(n);
        const by = { alpha, block: blockLength(alpha), least: n };
        const initial = operator.initialState([n]);
        expectOutputs(input, [byOperator(operator, [n], input, rows, firstSession)], (column, [output]) => {
          const states = kernels.column(SERIES_STATE * instruments);
          for (let k = 0; k < instruments; k++) states.set(initial, SERIES_STATE * k);
          const all = { start: 0, series: instruments, rows, history: 0, firstSession };
          if (instruments > 1) return run(column, output!, all, by, states);
          const cut = at % (rows + 1);
          run(column, output!, { ...all, rows: cut }, by, states);
          const rest = { start: cut, rows: rows - cut, firstSession: firstSession + cut };
          run(column, output!, { ...all, ...rest }, by, states);
        });
      }),
      RUNS,
    );
  });

  it("operators on two values, from any cell on, whether they lie on a vector or not", () => {
    const operators: readonly PointwiseOperator[] = [
      ...Object.values(arithmetic),
      ...Object.values(comparisons),
      and,
      or,
    ];
    const paired = operators.filter(({ kernel }) => kernel !== undefined);
    expect(paired.map(({ kernel }) => kernel).sort()).toEqual([...PAIRWISE].sort());
    fc.assert(
      fc.property(
        seeds,
        fc.integer({ min: 0, max: 70 }),
        fc.nat(70),
        fc.constantFrom(...paired),
        (seed, size, at, operator) => {
          const start = at % (size + 1);
          const a = hostileCells(seed, size);
          // Now and then the same value, so that equality is met.
          const b = hostileCells(seed + 1, size).map((x, k) => (k % 3 === 0 ? a[k]! : x));
          const expected = new Float64Array(size).fill(7);
          operator.run([a, b], expected, start, size, []);
          expectOutputs(a, [expected], (column, [output]) => {
            const other = kernels.column(size);
            other.set(b);
            series.pairwise(operator.kernel!, column, other, output!, start, size - start);
          });
        },
      ),
      RUNS,
    );
  });
});
