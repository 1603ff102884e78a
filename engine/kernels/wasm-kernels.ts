import { positiveModulo } from "../expression/two-block-moments.ts";
import type { KernelMemory } from "./kernel-memory.ts";
import type { Kernels, Recursion } from "./kernels.ts";
import { sha256InWasm } from "./sha256-in-wasm.ts";
import { sweepInWasm } from "./sweep-in-wasm.ts";
import { eachTile } from "./tiles.ts";
import type { KernelExports } from "./wasm-exports.ts";

const CELL = 8;
/** The counts of a rank's or a choice's digits. */
const COUNTERS = 16_384;

/** The kernels over an instance of the compiled module and the memory that it was given. */
export function createWasmKernels(wasm: KernelExports, memory: KernelMemory): Kernels {
  const recursive =
    (kernel: KernelExports["recursiveAverage"]): Kernels["recursiveAverage"] =>
    (input, output, shape, { alpha, block, least }: Recursion) =>
      eachTile(memory, shape, input, [output], (tile) => {
        const scratch = memory.allocate(7 * tile.columns * CELL);
        const phase = positiveModulo(shape.firstSession, block);
        const [to = 0] = tile.outputs;
        kernel(tile.input, tile.stride, shape.rows, tile.columns, phase, block, alpha, least, to, scratch);
      });
  return {
    implementation: "wasm",
    column: (length) => memory.doubles(length),
    borrow: (work) => memory.borrow(work),
    rollingMoments: (input, { mean, variance, std, zscore }, shape, window, least = window) =>
      eachTile(memory, shape, input, [mean, variance, std, zscore], (tile) => {
        const scratch = memory.allocate((3 * window + 9) * tile.columns * CELL);
        const phase = positiveModulo(shape.firstSession, window);
        const [toMean = 0, toVariance = 0, toStd = 0, toZscore = 0] = tile.outputs;
        const { stride, columns } = tile;
        wasm.rollingMoments(
          tile.input,
          stride,
          shape.rows,
          columns,
          phase,
          window,
          least,
          toMean,
          toVariance,
          toStd,
          toZscore,
          scratch,
        );
      }),
    recursiveAverage: recursive(wasm.recursiveAverage),
    relativeStrength: recursive(wasm.relativeStrength),
    rankRows: (input, output, rows, instruments) =>
      memory.borrow(() => {
        const scratch = memory.allocate(4 * instruments * CELL + COUNTERS);
        wasm.rankRows(memory.addressOf(input), rows, instruments, memory.addressOf(output), scratch);
      }),
    selectExtreme: (input, wanted, which) =>
      memory.borrow(() => {
        const chosen = memory.allocate(input.length);
        const scratch = memory.allocate(2 * input.length * CELL + COUNTERS);
        const isLowest = which === "lowest" ? 1 : 0;
        const from = memory.addressOf(input);
        const count = wasm.selectHighest(from, input.length, wanted, isLowest, chosen, scratch);
        return markedPositions(new Uint8Array(memory.memory.buffer, chosen, input.length), count);
      }),
    sha256: (message) => memory.borrow(() => sha256InWasm(wasm, memory, message)),
    sweepPairs: (sweep) => memory.borrow(() => sweepInWasm(wasm, memory, sweep)),
  };
}

function markedPositions(marks: Uint8Array, count: number): Int32Array {
  const positions = new Int32Array(count);
  for (let i = 0, k = 0; k < count; i++) if (marks[i] === 1) positions[k++] = i;
  return positions;
}
