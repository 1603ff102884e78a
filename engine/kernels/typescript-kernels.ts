import { sha256 } from "@noble/hashes/sha2.js";
import type { Kernels } from "./kernels.ts";
import { rankRows, selectExtreme } from "./twins/cross-section.ts";
import { recursiveAverage, relativeStrength } from "./twins/recursive-average.ts";
import { rollingMoments } from "./twins/rolling-moments.ts";
import { sweepPairs } from "./twins/sweep-pairs.ts";

/** The kernels in plain TypeScript: the reference, and what runs where WebAssembly is not to be had. */
export const typescriptKernels: Kernels = {
  implementation: "typescript",
  column: (length) => new Float64Array(length),
  borrow: (work) => work(),
  rollingMoments,
  recursiveAverage,
  relativeStrength,
  rankRows,
  selectExtreme,
  sweepPairs,
  sha256,
};
