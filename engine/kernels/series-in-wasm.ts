import { positiveModulo } from "../expression/finite.ts";
import type { KernelMemory } from "./kernel-memory.ts";
import type { RecursionKernel, SeriesKernels } from "./kernels.ts";
import type { KernelExports } from "./wasm-exports.ts";

const CELL = 8;

/** The compiled loops of the window operators; every column lies in the kernels' memory. */
export function seriesInWasm(wasm: KernelExports, memory: KernelMemory): SeriesKernels {
  const recursion =
    (kernel: KernelExports["recursiveAverage"]): RecursionKernel =>
    (input, output, { start, series, rows, firstSession }, { alpha, block, least }, states) =>
      kernel(
        memory.addressOf(input) + start * CELL,
        series,
        rows,
        positiveModulo(firstSession, block),
        block,
        alpha,
        least,
        memory.addressOf(output) + start * CELL,
        memory.addressOf(states),
      );
  return {
    rollingMoments: (input, { mean, variance, std, zscore }, block, window, least) =>
      memory.borrow(() => {
        const { start, series, rows, history, firstSession } = block;
        const addressOf = (column: Float64Array | undefined) =>
          column === undefined ? 0 : memory.addressOf(column) + start * CELL;
        wasm.rollingMoments(
          addressOf(input),
          series,
          rows,
          history,
          positiveModulo(firstSession, window),
          window,
          least,
          addressOf(mean),
          addressOf(variance),
          addressOf(std),
          addressOf(zscore),
          memory.allocate((10 * window + 20) * CELL),
        );
      }),
    recursiveAverage: recursion(wasm.recursiveAverage),
    relativeStrength: recursion(wasm.relativeStrength),
  };
}
