import { positiveModulo } from "../expression/finite.ts";
import type { KernelMemory } from "./kernel-memory.ts";
import { PAIRWISE, type RecursionKernel, type SeriesKernels } from "./kernels.ts";
import type { KernelExports } from "./wasm-exports.ts";

const CELL = 8;

/** Where a cell of a column lies; 0 says that the column is not wanted. */
const addressIn = (memory: KernelMemory, column: Float64Array | undefined, cell: number): number =>
  column === undefined ? 0 : memory.addressOf(column) + cell * CELL;

/** The compiled loops of operators on windows and on two values; every column lies in the kernels' memory. */
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
    pairwise: (name, a, b, output, start, count) => {
      const [x, y, to] = [a, b, output].map((column) => addressIn(memory, column, start));
      wasm.pairwise(PAIRWISE.indexOf(name), x!, y!, to!, count);
    },
    rollingMoments: (input, { mean, variance, std, zscore }, block, window, least) => {
      const { start, series, rows, history, firstSession } = block;
      const mark = memory.mark();
      try {
        wasm.rollingMoments(
          addressIn(memory, input, start),
          series,
          rows,
          history,
          positiveModulo(firstSession, window),
          window,
          least,
          addressIn(memory, mean, start),
          addressIn(memory, variance, start),
          addressIn(memory, std, start),
          addressIn(memory, zscore, start),
          memory.allocate((10 * window + 20) * CELL),
        );
      } finally {
        memory.release(mark);
      }
    },
    recursiveAverage: recursion(wasm.recursiveAverage),
    relativeStrength: recursion(wasm.relativeStrength),
  };
}
