/** The folders with a tsconfig of their own; each must hold at least one file, or its check would prove nothing. */
export const ZONES = [
  "wire",
  "engine",
  "store",
  "kernel",
  "bundle",
  "serving",
  "main",
  "renderer",
  "cli",
  "sample-data",
  "bench",
  "e2e",
  "build",
];

/** Fewer modules than this means that the reader of imports saw nothing, not that all is well. */
export const LEAST_MODULES = 150;
