import "./name-this-file.ts";
import { type Ratio, reportFigures } from "./report-figures.ts";
import { bestOfCalm } from "./serving/best-of-calm.ts";
import { loadOpenly } from "./serving/open-loop.ts";
import { sendTicks } from "./serving/send-ticks.ts";
import { startBenchServer } from "./serving/start-bench-server.ts";

const SECONDS = 10;
const BATCHES = 50;
const READS = 300;
/** Ticks of a batch, and p95 in milliseconds that a machine with two quiet cores should give. */
const WANTED = [
  { ticks: 1, p95: 20 },
  { ticks: 20, p95: 20 },
];

const server = await startBenchServer("tick-server.js");
const { address, headers } = server;
const figures: Ratio[] = [];
const figure = (name: string, ratio: number, wanted: string, over: string) =>
  figures.push({ name, ratio, wanted, over });

// The first tick of a session has the panel read anew; the first second is warm-up.
await sendTicks({ address, headers, batchesPerSecond: 1, ticksPerBatch: 1, seconds: 1 });
await sendTicks({ address, headers, batchesPerSecond: BATCHES, ticksPerBatch: 5, seconds: 2 });
for (const { ticks, p95 } of WANTED) {
  const load = { address, headers, batchesPerSecond: BATCHES, ticksPerBatch: ticks, seconds: SECONDS };
  const { best, errors, how } = await bestOfCalm(() => sendTicks(load), "p95");
  const over = `3,000 instruments, ${BATCHES} batches/s of ${ticks}, ${SECONDS} s, open loop, ${how}`;
  figure(`tick to updated signal, ${ticks} a batch: p50, ms`, best.p50, "as it is", over);
  figure(`tick to updated signal, ${ticks} a batch: p95, ms`, best.p95, `at most ${p95}`, over);
  figure(`tick to updated signal, ${ticks} a batch: p99, ms`, best.p99, "as it is", over);
  figure(`tick to updated signal, ${ticks} a batch: errors`, errors, "at most 0", over);
}
const path = () => "/v1/factors/following/values?ids=N00001,N00002,N00003,N00004,N00005";
const reading = await bestOfCalm(async () => {
  const ticks = sendTicks({
    address,
    headers,
    batchesPerSecond: BATCHES,
    ticksPerBatch: 20,
    seconds: SECONDS,
  });
  const reads = await loadOpenly({ address, path, headers, requestsPerSecond: READS, seconds: SECONDS });
  await ticks;
  return reads;
}, "p95");
const over = `${READS} requests/s beside ${BATCHES} batches/s of 20 ticks, ${SECONDS} s, ${reading.how}`;
figure("reads while ticks come: p95, ms", reading.best.p95, "at most 5", over);
figure("reads while ticks come: p99, ms", reading.best.p99, "as it is", over);
figure("reads while ticks come: errors", reading.errors, "at most 0", over);
await server.stop();
reportFigures(figures);
