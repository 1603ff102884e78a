import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { loadKernels } from "./load-kernels.ts";
import { findDifference, hostileCells, seeds } from "./testing/hostile-cells.ts";
import { typescriptKernels } from "./typescript-kernels.ts";

const wasm = loadKernels();
const RUNS = { numRuns: 1_000, seed: 20_261_121 };

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

describe("ranks", () => {
  const expectSameRanks = (input: Float64Array) => {
    const [ours, expected] = [new Float64Array(input.length), new Float64Array(input.length)];
    wasm.rank(input, ours);
    typescriptKernels.rank(input, expected);
    expect(findDifference(ours, expected)).toBe(undefined);
  };

  it("have the same bits in WebAssembly and in TypeScript", () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 0, max: 150 }), (seed, size) => {
        expectSameRanks(hostileCells(seed, size));
      }),
      RUNS,
    );
  });

  it("tell values apart that differ only in their last bits, which no place on a line does", () => {
    const input = Float64Array.from({ length: 3_000 }, (_, i) => 1 + ((i * 7_919) % 3_000) * 2 ** -52);
    input[17] = 1e15;
    expectSameRanks(input);
  });
});
