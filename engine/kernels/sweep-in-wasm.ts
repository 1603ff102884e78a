import type { KernelMemory } from "./kernel-memory.ts";
import { type PairSweep, SWEEP_RESULT } from "./kernels.ts";
import type { KernelExports } from "./wasm-exports.ts";

const CELL = 8;
const RECORD_BYTES = 40;
const PAIR_WORDS = 3;
/** Signals are read 64 bars at a time. */
const WORD = 64;

/** Lays a sweep out in the kernels' memory and runs it. */
export function sweepInWasm(wasm: KernelExports, memory: KernelMemory, sweep: PairSweep): Float64Array {
  const { windows, fast, slow, keep } = sweep;
  const bars = sweep.close.length;
  const count = fast.length;
  const open = memory.allocate(bars * CELL);
  const close = memory.allocate(bars * CELL);
  const windowList = memory.allocate(windows.length * 4);
  const pairs = memory.allocate(count * PAIR_WORDS * 4);
  const rowBytes = 2 * Math.ceil(bars / WORD) * WORD;
  const ranks = memory.allocate(windows.length * rowBytes);
  const largest = windows.reduce((most, window) => Math.max(most, window), 1);
  const scratch = memory.allocate((windows.length * (bars + 2) + largest + 2) * CELL);
  const levels = Math.max(1, 32 - Math.clz32(bars - 1));
  const perBar = memory.allocate(3 * bars * CELL);
  const table = memory.allocate(levels * bars * RECORD_BYTES);
  const results = memory.allocate(count * SWEEP_RESULT * CELL);
  const { buffer } = memory.memory;
  new Float64Array(buffer, open, bars).set(sweep.open);
  new Float64Array(buffer, close, bars).set(sweep.close);
  new Int32Array(buffer, windowList, windows.length).set(windows);
  const words = new Int32Array(buffer, pairs, count * PAIR_WORDS);
  for (let pair = 0; pair < count; pair++) {
    words[PAIR_WORDS * pair] = fast[pair]!;
    words[PAIR_WORDS * pair + 1] = slow[pair]!;
    words[PAIR_WORDS * pair + 2] = Math.max(windows[fast[pair]!]!, windows[slow[pair]!]!) - 1;
  }
  const { firstSession } = sweep;
  wasm.rankAverages(close, bars, firstSession, windowList, windows.length, ranks, rowBytes, scratch);
  wasm.prepareSweep(open, close, bars, keep, perBar, table);
  const equity = sweep.equity ? memory.addressOf(sweep.equity) : 0;
  wasm.sweepPairs(open, close, bars, keep, perBar, table, ranks, rowBytes, pairs, count, results, equity);
  return new Float64Array(buffer, results, count * SWEEP_RESULT).slice();
}
