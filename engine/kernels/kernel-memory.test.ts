import { expect, test } from "vitest";
import { KernelMemory } from "./kernel-memory.ts";
import type { WasmMemory } from "./web-assembly.ts";

/** A memory that shows its bytes through another object each time, as V8's does once after it has grown. */
function restlessMemory(): WasmMemory {
  const bytes = new SharedArrayBuffer(1 << 20);
  return {
    get buffer() {
      return structuredClone(bytes);
    },
    grow: () => {
      throw new Error("there is room");
    },
  };
}

test("a column is known as the memory's own, whichever buffer it was made over", () => {
  const memory = new KernelMemory(restlessMemory());
  const [first, second] = [memory.doubles(4), memory.doubles(4)];
  expect(first.buffer).not.toBe(second.buffer);
  expect(memory.addressOf(first)).toBe(first.byteOffset);
  expect(memory.addressOf(second.subarray(2))).toBe(second.byteOffset + 16);
  first[0] = 7;
  expect(new Float64Array(memory.memory.buffer, first.byteOffset, 1)[0]).toBe(7);
});

test("a column of another memory is refused", () => {
  const memory = new KernelMemory(restlessMemory());
  expect(() => memory.addressOf(new Float64Array(4))).toThrow("lies in the kernels' memory");
});
