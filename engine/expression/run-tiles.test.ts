import fc from "fast-check";
import { expect, test } from "vitest";
import type { Panel } from "../contract/panel.ts";
import type { Kernels } from "../kernels/kernels.ts";
import { sharedKernels } from "../kernels/shared-kernels.ts";
import { findDifference, hostileCells } from "../kernels/testing/hostile-cells.ts";
import { typescriptKernels } from "../kernels/typescript-kernels.ts";
import { arbitraryShape, runs } from "../testing/arbitrary-world.ts";
import { createWorld } from "../testing/world.ts";
import { type Factor, fieldFactor } from "./factor.ts";
import { runTiles } from "./run-tiles.ts";
import { seriesProgram } from "./series-program.ts";
import { randomExpression } from "./testing/arbitrary-expression.ts";
import { createRichWorld } from "./testing/rich-world.ts";

function cellsBy(kernels: Kernels, factors: readonly Factor[], panel: Panel): Float64Array[] {
  const columns = factors.map(() => new Float64Array(panel.offsets.at(-1)!).fill(7));
  runTiles(
    seriesProgram(...factors),
    panel,
    (tile) => {
      for (const [k, factor] of factors.entries())
        columns[k]!.set(tile.valuesOf(factor), panel.offsets[tile.first]! + tile.from);
    },
    kernels,
  );
  return columns;
}

test("[P12] an expression has the same bits with the compiled kernels and without", () => {
  const seed = fc.integer({ min: 1, max: 0x7fff_ffff });
  fc.assert(
    fc.property(seed, seed, arbitraryShape, (first, second, shape) => {
      const factors = [first, second].map(
        (each) => randomExpression({ seed: each, hasDerived: true, hasCross: false }).factor,
      );
      const panel = createRichWorld(shape);
      const expected = cellsBy(typescriptKernels, factors, panel);
      cellsBy(sharedKernels(), factors, panel).forEach((ours, k) => {
        expect(findDifference(ours, expected[k]!)).toBe(undefined);
      });
    }),
    runs(125),
  );
});

test("[P12] a series too long for one part has the bits of the operators run over all of it", () => {
  const rows = 20_011;
  const one = createWorld({ seed: 5, instruments: 1, sessions: 1, isSingleMarket: true });
  const times = Float64Array.from({ length: rows }, (_, k) => k);
  const panel: Panel = {
    ...one,
    markets: [
      {
        ...one.markets[0]!,
        firstSessionNumber: 12_345,
        sessionDates: new Int32Array(rows),
        openAt: times,
        closeAt: times,
        decisionAt: times,
      },
    ],
    offsets: Int32Array.of(0, rows),
    columns: { close: hostileCells(19, rows), calm: times.map((t) => (t * 7_919) % 10_007) },
    members: new Uint8Array(rows).fill(1),
  };
  const close = fieldFactor("close");
  const factors = [
    close.mean(50),
    close.mean(3).std(200, 10),
    close.zscore(9_000, 2),
    close.rsi(14),
    close.ema(20).mean(20, 3),
    close.delay(8_500),
    close.median(30, 5),
    fieldFactor("calm").mean(9_000),
  ];
  const byOperators = factors.map((factor) => {
    const run = ({ operator, parameters, inputs }: Factor): Float64Array => {
      if (operator.kind !== "window") return panel.columns[operator.name]!;
      const output = new Float64Array(rows);
      operator.run([run(inputs[0]!)], output, 0, rows, 12_345, parameters, operator.initialState(parameters));
      return output;
    };
    return run(factor);
  });
  for (const kernels of [typescriptKernels, sharedKernels()])
    cellsBy(kernels, factors, panel).forEach((ours, k) => {
      expect(`${factors[k]}: ${findDifference(ours, byOperators[k]!)}`).toBe(`${factors[k]}: undefined`);
    });
});
