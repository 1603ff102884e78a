import type { Plugin } from "vite";

export function compileKernels(): Promise<Uint8Array>;
export function engineKernels(): Plugin;
