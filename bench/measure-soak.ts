import "./name-this-file.ts";
import { setTimeout as wait } from "node:timers/promises";
import { type Ratio, reportFigures } from "./report-figures.ts";
import { loadOpenly } from "./serving/open-loop.ts";
import { sendTicks } from "./serving/send-ticks.ts";
import { startBenchServer } from "./serving/start-bench-server.ts";

/** Ten minutes; ASOF_SOAK_SECONDS asks for another time. */
const SECONDS = Number(process.env.ASOF_SOAK_SECONDS ?? 600);
const SLICE_SECONDS = 20;
const READS = 300;
const BATCHES = 10;
/** Caches fill and code is compiled first. */
const WARM_UP = 0.2;
const MB = 2 ** 20;

/** Least squares: megabytes an hour. */
const slopeOf = (seconds: readonly number[], bytes: readonly number[]): number => {
  const mean = (values: readonly number[]) => values.reduce((sum, x) => sum + x, 0) / values.length;
  const [t, y] = [mean(seconds), mean(bytes)];
  const over = seconds.reduce((sum, x, k) => sum + (x - t) * (bytes[k]! - y), 0);
  const under = seconds.reduce((sum, x) => sum + (x - t) ** 2, 0);
  return ((over / under) * 3_600) / MB;
};

const server = await startBenchServer("tick-server.js");
const { address, headers } = server;
await sendTicks({ address, headers, batchesPerSecond: 1, ticksPerBatch: 1, seconds: 1 });
const path = (k: number) =>
  `/v1/factors/following/values?ids=${Array.from({ length: 20 }, (_, j) => `N${String((k * 37 + j * 101) % 3_000).padStart(5, "0")}`).join(",")}`;
const at: number[] = [];
const heap: number[] = [];
const resident: number[] = [];
const p99: number[] = [];
let errors = 0;
const began = performance.now();
while (performance.now() - began < SECONDS * 1_000) {
  const ticks = sendTicks({
    address,
    headers,
    batchesPerSecond: BATCHES,
    ticksPerBatch: 5,
    seconds: SLICE_SECONDS,
  });
  const reads = await loadOpenly({
    address,
    path,
    headers,
    requestsPerSecond: READS,
    seconds: SLICE_SECONDS,
  });
  errors += reads.errors + (await ticks).errors;
  p99.push(reads.p99);
  await wait(200);
  const memory = await server.memory();
  at.push((performance.now() - began) / 1_000);
  heap.push(memory.heapUsed + memory.external);
  resident.push(memory.rss);
}
await server.stop();
const from = Math.floor(at.length * WARM_UP);
const over = `${Math.round(at.at(-1)!)} s of ${READS} reads/s and ${BATCHES} batches/s of 5 ticks, the API's process; least squares behind the first fifth, ${at.length - from} samples after garbage was collected`;
const slope = (values: readonly number[]) => slopeOf(at.slice(from), values.slice(from));
const figures: Ratio[] = [
  { name: "soak: heap and buffers, MB an hour", ratio: slope(heap), wanted: "about 0", over },
  { name: "soak: resident memory, MB an hour", ratio: slope(resident), wanted: "about 0", over },
  { name: "soak: resident memory at the end, MB", ratio: resident.at(-1)! / MB, wanted: "as it is", over },
  {
    name: "soak: median of p99, ms",
    ratio: p99.toSorted((a, b) => a - b)[p99.length >> 1]!,
    wanted: "as it is",
    over,
  },
  { name: "soak: errors", ratio: errors, wanted: "at most 0", over },
];
reportFigures(figures);
