import { sweepOf, unchecked } from "./runaways.ts";

/** Cells that take memory without end, by name. */
export const memoryBombs: readonly (readonly [name: string, source: string])[] = [
  [
    "texts",
    unchecked(
      "const all: string[] = []; for (let at = 0; ; at++) all.push(String(at).repeat(2e6).split('').join('-'));",
    ),
  ],
  ["objects", unchecked("const all: object[] = []; for (;;) all.push({ a: [1, 2, 3], b: {} });")],
  [
    "buffers",
    unchecked(
      "const all: ArrayBuffer[] = []; for (;;) { const b = new ArrayBuffer(2 ** 25); new Uint8Array(b).fill(1); all.push(b); }",
    ),
  ],
  [
    "columns",
    unchecked("const all: Float64Array[] = []; for (;;) all.push(new Float64Array(2 ** 22).fill(1.5));"),
  ],
  [
    "columns in all workers",
    sweepOf(
      "greedy",
      'needs: { fields: ["close"], lookback: 1 }, weights: () => { const all = []; for (;;) all.push(new Float64Array(2 ** 22).fill(1.5)); }',
    ),
  ],
];

/**
 * A cell that looks for shared memory by every way there might be one, the views of a run and of a strategy's own
 * history among them, and fills it without end when it finds any.
 */
export const sharedMemoryBomb = `// @ts-nocheck
const g = globalThis;
const seen = [];
const probing = strategy({ name: "Probing", universe: "GLOBAL_LARGE", decide: atClose("XNYS", { delay: "30m" }), rebalance: "month-end", needs: { fields: ["close"], lookback: 20 }, weights: (given) => { seen.push(given.history(given.members[0], "close", 20)); return { [given.members[0]]: 1 }; } });
const ran = await backtest(probing, { from: "2023-01-01", to: "2023-03-31", capital: usd(1_000_000), costs: "institutional" });
const views = [...Object.values(ran), ...seen].filter((each) => ArrayBuffer.isView(each));
const ways = {
  "the name": () => g.SharedArrayBuffer,
  "a view of WebAssembly's memory": () => new g.WebAssembly.Memory({ initial: 1, maximum: 65536, shared: true }).buffer.constructor,
  "a clone": () => g.structuredClone(new g.SharedArrayBuffer(8)).constructor,
  "a worker's memory": () => new g.Worker("data:text/javascript,postMessage(new SharedArrayBuffer(8))") && g.SharedArrayBuffer,
  "the columns of a run": () => views.map(({ buffer }) => buffer.constructor).find((each) => each !== ArrayBuffer),
  "the constructor of any buffer": () => Object.getPrototypeOf(Int32Array).prototype.buffer?.constructor,
  "a buffer that grows": () => new ArrayBuffer(8, { maxByteLength: 16, shared: true }).constructor,
};
let refused = 0;
for (const find of Object.values(ways)) {
  let kind;
  try { kind = find(); } catch {}
  if (kind === undefined || kind === ArrayBuffer) { refused++; continue; }
  const all = [];
  for (;;) { const b = new kind(2 ** 25); new Uint8Array(b).fill(1); all.push(b); }
}
\`\${views.length > 3 ? "looked at columns" : "saw no column"}, refused \${refused} of \${Object.keys(ways).length}\``;
