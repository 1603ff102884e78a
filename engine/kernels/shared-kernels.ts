import type { Kernels } from "./kernels.ts";
import { loadKernels } from "./load-kernels.ts";

let kernels: Kernels | undefined;

/** Kernels for work that gives its memory back: built once and kept, since they then need little. */
export function sharedKernels(): Kernels {
  kernels ??= loadKernels();
  return kernels;
}
