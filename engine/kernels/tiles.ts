import type { KernelMemory } from "./kernel-memory.ts";
import type { KernelShape } from "./kernels.ts";

/** Whole rows, as a rule: narrower tiles lose more to broken streams than they win in the caches. */
const WIDEST = 4_096;
const CELL = 8;

/** A part of a panel's columns: an even number of them, `stride` bytes from row to row. */
export interface Tile {
  readonly input: number;
  /** 0 for an output that is not wanted. */
  readonly outputs: readonly number[];
  readonly stride: number;
  readonly columns: number;
}

/**
 * Calls a kernel that works on two columns at a time for all of a panel. Of an odd number, the last column goes
 * through a copy that is two wide.
 */
export function eachTile(
  memory: KernelMemory,
  { rows, instruments }: KernelShape,
  input: Float64Array,
  outputs: readonly (Float64Array | undefined)[],
  run: (tile: Tile) => void,
): void {
  const even = instruments - (instruments % 2);
  const stride = instruments * CELL;
  const from = memory.addressOf(input);
  const to = outputs.map((output) => output && memory.addressOf(output));
  for (let first = 0; first < even; first += WIDEST) {
    const offset = first * CELL;
    memory.borrow(() =>
      run({
        input: from + offset,
        outputs: to.map((address) => (address === undefined ? 0 : address + offset)),
        stride,
        columns: Math.min(WIDEST, even - first),
      }),
    );
  }
  if (even === instruments) return;
  memory.borrow(() => {
    const source = memory.doubles(2 * rows);
    for (let row = 0; row < rows; row++)
      source[2 * row] = source[2 * row + 1] = input[row * instruments + even]!;
    const targets = outputs.map((output) => output && memory.doubles(2 * rows));
    run({
      input: memory.addressOf(source),
      outputs: targets.map((target) => (target === undefined ? 0 : memory.addressOf(target))),
      stride: 2 * CELL,
      columns: 2,
    });
    for (const [k, target] of targets.entries())
      if (target)
        for (let row = 0; row < rows; row++) outputs[k]![row * instruments + even] = target[2 * row]!;
  });
}
