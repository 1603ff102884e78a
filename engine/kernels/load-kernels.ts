import { embeddedWasm } from "./embedded-wasm.ts";
import { KernelMemory } from "./kernel-memory.ts";
import type { Kernels } from "./kernels.ts";
import { typescriptKernels } from "./typescript-kernels.ts";
import type { KernelExports } from "./wasm-exports.ts";
import { createWasmKernels } from "./wasm-kernels.ts";
import { bytesFromBase64, type WasmMemory, webAssembly } from "./web-assembly.ts";

/** A memory that several workers share, and the bytes of it that this instance may use. */
export interface KernelRegion {
  readonly memory: WasmMemory;
  readonly from: number;
  readonly to: number;
}

/** Compiled once, at the first use: synchronous, which a worker may, because the module is small. */
let compiled: object | undefined;

/**
 * The kernels over a memory of their own, or over a region of a shared one. The TypeScript twins where the module
 * was not built in or the host refuses it: the results are the same bits.
 */
export function loadKernels(region?: KernelRegion): Kernels {
  if (!webAssembly || embeddedWasm === "") return typescriptKernels;
  try {
    compiled ??= new webAssembly.Module(bytesFromBase64(embeddedWasm));
    const memory = new KernelMemory(region?.memory, region);
    const instance = new webAssembly.Instance(compiled, { env: { memory: memory.memory } });
    return createWasmKernels(instance.exports as KernelExports, memory);
  } catch {
    // A host without these instructions, whose policy forbids them, or that has no room for one more memory.
    return typescriptKernels;
  }
}
