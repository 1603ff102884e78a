import type { KernelMemory } from "./kernel-memory.ts";
import type { Kernels } from "./kernels.ts";
import { seriesInWasm } from "./series-in-wasm.ts";
import { sha256InWasm } from "./sha256-in-wasm.ts";
import { sweepInWasm } from "./sweep-in-wasm.ts";
import type { KernelExports } from "./wasm-exports.ts";

const CELL = 8;
/** The counts of a rank's digits. */
const COUNTERS = 16_384;

/** The kernels over an instance of the compiled module and the memory that it was given. */
export function createWasmKernels(wasm: KernelExports, memory: KernelMemory): Kernels {
  return {
    implementation: "wasm",
    column: (length) => memory.doubles(length),
    borrow: (work) => memory.borrow(work),
    series: seriesInWasm(wasm, memory),
    rank: (values, output) => {
      const mark = memory.mark();
      try {
        const size = values.length;
        const from = memory.allocate(size * CELL);
        const to = memory.allocate(size * CELL);
        const scratch = memory.allocate(4 * size * CELL + COUNTERS);
        const { buffer } = memory.memory;
        new Float64Array(buffer, from, size).set(values);
        wasm.rankRow(from, size, to, scratch);
        output.set(new Float64Array(buffer, to, size));
      } finally {
        memory.release(mark);
      }
    },
    sha256: (message) => {
      const mark = memory.mark();
      try {
        return sha256InWasm(wasm, memory, message);
      } finally {
        memory.release(mark);
      }
    },
    sweepPairs: (sweep) => memory.borrow(() => sweepInWasm(wasm, memory, sweep)),
  };
}
