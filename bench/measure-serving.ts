import "./name-this-file.ts";
import { spawn } from "node:child_process";
import { setPriority } from "node:os";
import { join } from "node:path";
import { yieldings } from "../kernel/deno/yielding.ts";
import { COMPUTE_PRIORITY } from "../serving/live/compute-link.ts";
import { type Ratio, reportFigures } from "./report-figures.ts";
import { bestOfCalm } from "./serving/best-of-calm.ts";
import { loadOpenly } from "./serving/open-loop.ts";
import { startBenchServer } from "./serving/start-bench-server.ts";

const SECONDS = 5;
const IDS = 20;
const NEIGHBOURS_RATE = 300;
/** How many kinds of attempts the neighbour makes: a loop and a flood end it each time, memory when it is out. */
const HOSTILE = 2;
/** Requests a second, and what a machine with two quiet cores should give, in milliseconds. */
const WANTED = [
  { rate: 300, p50: 0.6, p95: 2, p99: 5 },
  { rate: 3_000, p50: null, p95: 5, p99: 12 },
];

const server = await startBenchServer("bench-server.js");
const { address, headers } = server;
const path = (k: number): string => {
  const ids = Array.from({ length: IDS }, (_, j) => `instrument-${(k * 37 + j * 101) % 3_000}`);
  return `/v1/factors/bench/values?ids=${ids.join(",")}`;
};

const figures: Ratio[] = [];
for (const { rate, p50, p95, p99 } of WANTED) {
  const load = { address, path, headers, requestsPerSecond: rate, seconds: SECONDS };
  await loadOpenly({ ...load, seconds: 2 });
  const { best, errors, how } = await bestOfCalm(() => loadOpenly(load), "p95");
  const over = `values of ${IDS} ids, ${SECONDS} s, open loop, ${how}`;
  const figure = (name: string, ratio: number, limit: number | null) =>
    figures.push({
      name: `serving at ${rate} requests/s: ${name}`,
      ratio,
      wanted: limit === null ? "as it is" : `at most ${limit}`,
      over,
    });
  figure("p50, ms", best.p50, p50);
  figure("p95, ms", best.p95, p95);
  figure("p99, ms", best.p99, p99);
  figure("errors in all runs", errors, 0);
}

// Beside published code that loops, takes memory and floods, each in its process as the server runs it.
const load = { address, path, headers, requestsPerSecond: NEIGHBOURS_RATE, seconds: SECONDS };
for (const yielding of yieldings) {
  const quiet = await bestOfCalm(() => loadOpenly(load), "p99");
  const script = join(import.meta.dirname, "hostile-neighbour.js");
  const neighbour = spawn(process.execPath, [script, yielding], { stdio: ["ignore", "pipe", "inherit"] });
  // What computes has it on the server as well.
  setPriority(neighbour.pid!, COMPUTE_PRIORITY);
  const ended = new Map<string, number>();
  await new Promise<void>((resolve) => {
    neighbour.stdout.setEncoding("utf8").on("data", (text: string) => {
      for (const end of text.trim().split("\n")) ended.set(end, (ended.get(end) ?? 0) + 1);
      if (new Set([...ended.keys()].map((end) => end.split(" ")[0])).size === HOSTILE) resolve();
    });
  });
  const beside = await bestOfCalm(() => loadOpenly(load), "p99");
  neighbour.kill();
  await new Promise((resolve) => neighbour.once("exit", resolve));
  const deaths = [...ended].map(([end, times]) => `${end}: ${times}`).join(", ");
  const over = `values of ${IDS} ids at ${NEIGHBOURS_RATE} requests/s, ${SECONDS} s, ${beside.how}; ended: ${deaths}`;
  const name = `serving beside hostile versions (${yielding})`;
  figures.push(
    { name: `${name}: p99 ÷ alone`, ratio: beside.best.p99 / quiet.best.p99, wanted: "at most 2", over },
    { name: `${name}: p99, ms`, ratio: beside.best.p99, wanted: "as it is", over },
    { name: `${name}: errors`, ratio: beside.errors, wanted: "at most 0", over },
  );
}
await server.stop();
reportFigures(figures);
