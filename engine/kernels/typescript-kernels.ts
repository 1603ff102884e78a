import { sha256 } from "@noble/hashes/sha2.js";
import type { Kernels } from "./kernels.ts";
import { rank } from "./twins/rank.ts";
import { sweepPairs } from "./twins/sweep-pairs.ts";

/** The kernels in plain TypeScript: the reference, and what runs where WebAssembly is not to be had. */
export const typescriptKernels: Kernels = {
  implementation: "typescript",
  column: (length) => new Float64Array(length),
  borrow: (work) => work(),
  series: null,
  rank,
  sweepPairs,
  sha256,
};
