import { invariant } from "../invariant.ts";
import { type WasmMemory, webAssembly } from "./web-assembly.ts";

const PAGE = 65_536;
const MOST_PAGES = 65_536;
const ALIGNMENT = 64;

/**
 * Columns and scratch inside a WebAssembly memory, handed out one behind the other. Nothing is ever allocated by
 * the kernels themselves, so that instances in several workers may share one memory, each with a region of its own.
 */
export class KernelMemory {
  readonly memory: WasmMemory;
  /**
   * Every buffer over the memory's bytes that a column was handed out of. Growing a shared memory makes a new one, and
   * V8 makes another at some later moment, when it has told the other threads.
   */
  readonly #buffers = new Set<ArrayBufferLike>();
  readonly #limit: number;
  #next: number;

  /** `region`: the bytes of a shared memory that are this instance's; without it, a memory of its own. */
  constructor(memory?: WasmMemory, region?: { readonly from: number; readonly to: number }) {
    invariant(webAssembly !== undefined, "there is a WebAssembly to make a memory with");
    this.memory = memory ?? new webAssembly.Memory({ initial: 1, maximum: MOST_PAGES, shared: true });
    // Address 0 stays unused: for a kernel it means "not wanted".
    this.#next = Math.max(region?.from ?? ALIGNMENT, ALIGNMENT);
    this.#limit = region?.to ?? MOST_PAGES * PAGE;
    this.#buffers.add(this.memory.buffer);
  }

  /** The address of `bytes` free bytes, and of a vector more, which a kernel may touch. */
  allocate(bytes: number): number {
    const address = Math.ceil(this.#next / ALIGNMENT) * ALIGNMENT;
    const end = address + bytes + ALIGNMENT;
    invariant(end <= this.#limit, `the kernels' memory is full: ${end} bytes of ${this.#limit}`);
    const missing = Math.ceil((end - this.memory.buffer.byteLength) / PAGE);
    if (missing > 0) {
      this.memory.grow(missing);
      this.#buffers.add(this.memory.buffer);
    }
    this.#next = end;
    return address;
  }

  doubles(length: number): Float64Array {
    // Before the buffer is asked for: allocating may replace it.
    const address = this.allocate(8 * length);
    const { buffer } = this.memory;
    this.#buffers.add(buffer);
    return new Float64Array(buffer, address, length).fill(0);
  }

  /** Where in the memory a view begins. */
  addressOf(view: Float64Array | Int32Array | Uint8Array): number {
    invariant(this.#buffers.has(view.buffer), "a kernel's column lies in the kernels' memory");
    return view.byteOffset;
  }

  borrow<T>(work: () => T): T {
    const mark = this.mark();
    try {
      return work();
    } finally {
      this.release(mark);
    }
  }

  /** What is handed out from now on is free again after `release`: as `borrow`, without a function for each use. */
  mark(): number {
    return this.#next;
  }

  release(mark: number): void {
    this.#next = mark;
  }
}
