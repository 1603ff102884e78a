import "./name-this-file.ts";
import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Ratio, reportFigures } from "./report-figures.ts";
import { loadOpenly, type Measured } from "./serving/open-loop.ts";

const SECONDS = 5;
const BEST_OF = 3;
const IDS = 20;
/** Requests a second, and what a machine with two quiet cores should give, in milliseconds. */
const WANTED = [
  { rate: 300, p50: 0.6, p95: 2, p99: 5 },
  { rate: 3_000, p50: null, p95: 5, p99: 12 },
];

const folder = await mkdtemp(join(tmpdir(), "asof-bench-serving-"));
const server = spawn(process.execPath, [join(import.meta.dirname, "bench-server.js"), folder], {
  stdio: ["ignore", "pipe", "inherit"],
});
const line = await new Promise<string>((resolve, reject) => {
  server.stdout.setEncoding("utf8").once("data", resolve);
  server.once("exit", () => reject(new Error("the server ended")));
});
const { address, token } = JSON.parse(line) as { address: string; token: string };
const path = (k: number): string => {
  const ids = Array.from({ length: IDS }, (_, j) => `instrument-${(k * 37 + j * 101) % 3_000}`);
  return `/v1/factors/bench/values?ids=${ids.join(",")}`;
};
const headers = { authorization: `Bearer ${token}` };

const figures: Ratio[] = [];
for (const { rate, p50, p95, p99 } of WANTED) {
  const load = { address, path, headers, requestsPerSecond: rate, seconds: SECONDS };
  await loadOpenly({ ...load, seconds: 2 });
  const runs: Measured[] = [];
  for (let run = 0; run < BEST_OF; run++) runs.push(await loadOpenly(load));
  const best = runs.reduce((a, b) => (b.p95 < a.p95 ? b : a));
  const over = `values of ${IDS} ids, ${SECONDS} s, open loop, best of ${BEST_OF} by p95`;
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
  figure(
    "errors in all runs",
    runs.reduce((sum, { errors }) => sum + errors, 0),
    0,
  );
}
server.kill();
await rm(folder, { recursive: true, force: true });
reportFigures(figures);
