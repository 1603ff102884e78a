/** The little of WebAssembly that the kernels use; every host has it, but the engine's library does not name it. */
export interface WasmMemory {
  readonly buffer: ArrayBufferLike;
  grow(pages: number): number;
}

interface WebAssemblyApi {
  readonly Memory: new (size: { initial: number; maximum: number; shared: true }) => WasmMemory;
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (
    module: object,
    imports: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
  ) => { readonly exports: unknown };
}

interface Host {
  readonly WebAssembly?: WebAssemblyApi;
  readonly atob?: (base64: string) => string;
}

/** Taken when the engine is loaded: a cell's sandbox removes the names afterwards. */
const { WebAssembly: api, atob: decode } = globalThis as Host;
export const webAssembly: WebAssemblyApi | undefined = api;

export function bytesFromBase64(base64: string): Uint8Array {
  return Uint8Array.from(decode?.(base64) ?? "", (letter) => letter.charCodeAt(0));
}
