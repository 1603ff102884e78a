import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Kernels } from "./kernels.ts";
import { loadKernels } from "./load-kernels.ts";
import { findDifference, hostileCells, seeds, shapes, windows } from "./testing/hostile-cells.ts";
import { typescriptKernels } from "./typescript-kernels.ts";

const wasm = loadKernels();
const RUNS = { numRuns: 1_000, seed: 20_261_121 };

/** Runs the same work on both implementations and expects the same bits, with no NaN but the canonical one. */
function expectSameBits(input: Float64Array, outputs: number, work: Work): void {
  const [reference = [], ours = []] = [typescriptKernels, wasm].map((kernels) =>
    kernels.borrow(() => {
      const column = kernels.column(input.length);
      column.set(input);
      const columns = Array.from({ length: outputs }, () => kernels.column(input.length).fill(7));
      work(kernels, column, columns);
      return columns.map((each) => each.slice());
    }),
  );
  for (const [k, expected] of reference.entries()) {
    const fault = findDifference(ours[k]!, expected);
    if (fault !== undefined) expect.fail(fault);
  }
}

type Work = (kernels: Kernels, input: Float64Array, outputs: Float64Array[]) => void;

it("runs the compiled kernels in this test, not the twins against themselves", () => {
  expect(wasm.implementation).toBe("wasm");
});

describe("SHA-256", () => {
  const hexOf = (message: Uint8Array) => Buffer.from(wasm.sha256(message)).toString("hex");

  it("has the digests of FIPS 180-4's examples", () => {
    const digestOf = (text: string) => hexOf(new TextEncoder().encode(text));
    expect(digestOf("abc")).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    expect(digestOf("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")).toBe(
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
    );
  });

  it("is Node's own, for messages of every length around a block and for large ones", () => {
    for (const length of [...Array(200).keys(), 4_095, 70_000, 300_001]) {
      const message = Uint8Array.from({ length }, (_, k) => (k * 167 + length) % 256);
      const expected = createHash("sha256").update(message).digest("hex");
      expect(hexOf(message)).toBe(expected);
      expect(Buffer.from(typescriptKernels.sha256(message)).toString("hex")).toBe(expected);
    }
  });
});

describe("rolling moments", () => {
  it("have the same bits in WebAssembly and in TypeScript", () => {
    fc.assert(
      fc.property(seeds, shapes, windows, (seed, shape, [window, least]) => {
        const input = hostileCells(seed, shape.rows * shape.instruments);
        expectSameBits(input, 4, (kernels, from, [mean, variance, std, zscore]) =>
          kernels.rollingMoments(
            from,
            { mean: mean!, variance: variance!, std: std!, zscore: zscore! },
            shape,
            window,
            least,
          ),
        );
      }),
      RUNS,
    );
  });

  it("have the same bits when only one of them is wanted", () => {
    fc.assert(
      fc.property(
        seeds,
        shapes,
        fc.constantFrom("mean", "variance", "std", "zscore"),
        (seed, shape, moment) => {
          const input = hostileCells(seed, shape.rows * shape.instruments);
          expectSameBits(input, 1, (kernels, from, [output]) =>
            kernels.rollingMoments(from, { [moment]: output! }, shape, 4),
          );
        },
      ),
      { ...RUNS, numRuns: 200 },
    );
  });
});

describe("recursive averages", () => {
  const recursions = fc.record({
    alpha: fc.double({ min: 0.01, max: 1, noNaN: true }),
    block: fc.constantFrom(1, 2, 8, 32, 512),
    least: fc.integer({ min: 1, max: 20 }),
  });

  it("have the same bits in WebAssembly and in TypeScript", () => {
    fc.assert(
      fc.property(seeds, shapes, recursions, (seed, shape, by) => {
        const input = hostileCells(seed, shape.rows * shape.instruments);
        expectSameBits(input, 2, (kernels, from, [average, strength]) => {
          kernels.recursiveAverage(from, average!, shape, by);
          kernels.relativeStrength(from, strength!, shape, by);
        });
      }),
      RUNS,
    );
  });

  it("give 100 for a series that only rises and 0 for one that only falls", () => {
    const shape = { rows: 40, instruments: 2, firstSession: 0 };
    const input = Float64Array.from({ length: 80 }, (_, cell) => (cell % 2 === 0 ? cell : -cell));
    const output = new Float64Array(80);
    typescriptKernels.relativeStrength(input, output, shape, { alpha: 1 / 14, block: 512, least: 14 });
    expect(output.subarray(78)).toEqual(Float64Array.of(100, 0));
    expect(output.subarray(0, 28)).toEqual(new Float64Array(28).fill(Number.NaN));
    expect(output[28]).toBe(100);
  });
});

describe("cross-sectional kernels", () => {
  const rowShapes = fc.record({
    rows: fc.integer({ min: 1, max: 3 }),
    instruments: fc.integer({ min: 1, max: 150 }),
  });

  it("rank with the same bits in WebAssembly and in TypeScript", () => {
    fc.assert(
      fc.property(seeds, rowShapes, (seed, { rows, instruments }) => {
        const input = hostileCells(seed, rows * instruments);
        expectSameBits(input, 1, (kernels, from, [output]) =>
          kernels.rankRows(from, output!, rows, instruments),
        );
      }),
      RUNS,
    );
  });

  it("rank values that differ only in their last bits, which no place on a line tells apart", () => {
    const input = Float64Array.from({ length: 3_000 }, (_, i) => 1 + ((i * 7_919) % 3_000) * 2 ** -52);
    input[17] = 1e15;
    expectSameBits(input, 1, (kernels, from, [output]) => kernels.rankRows(from, output!, 1, 3_000));
  });

  it("choose the same highest and lowest in both, of equal values the first", () => {
    fc.assert(
      fc.property(seeds, rowShapes, fc.integer({ min: 0, max: 160 }), (seed, { instruments }, wanted) => {
        const input = hostileCells(seed, instruments);
        wasm.borrow(() => {
          const column = wasm.column(instruments);
          column.set(input);
          for (const which of ["highest", "lowest"] as const)
            expect(wasm.selectExtreme(column, wanted, which)).toEqual(
              typescriptKernels.selectExtreme(input, wanted, which),
            );
        });
      }),
      RUNS,
    );
    const ties = Float64Array.of(1, 2, 2, Number.NaN, 2, -0, 0);
    expect([...typescriptKernels.selectExtreme(ties, 2, "highest")]).toEqual([1, 2]);
    expect([...typescriptKernels.selectExtreme(ties, 1, "lowest")]).toEqual([5]);
  });
});
