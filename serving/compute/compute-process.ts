import { startRunner } from "../../bundle/runner/start-runner.ts";
import type { Port } from "../../wire/port.ts";
import { marketSessions } from "../ticks/market-sessions.ts";
import { openTickStore } from "../ticks/tick-store.ts";
import { openDataStore } from "./data-store.ts";
import { backoffMs, runnerLimits } from "./runner-limits.ts";
import { serveCompute } from "./serve-compute.ts";

const [storeDir, ticksDir, importScript, runnerScript] = process.argv.slice(2);
if (!storeDir || !ticksDir || !importScript || !runnerScript || !process.send)
  throw new Error("The compute process must be started by asof serve.");

const port: Port = {
  post: (message) => void process.send?.(message),
  onMessage: (listener) => process.on("message", listener),
  onClose: (listener) => process.once("disconnect", listener),
  close: () => process.disconnect(),
};
const opened = await openDataStore(storeDir, importScript);
if (!opened.ok) {
  process.stderr.write(`${opened.error.message}\n`);
  process.exit(1);
}
const data = opened.value;
const ticks = await openTickStore(ticksDir, {
  sessions: marketSessions(data.client),
  instruments: () => data.instruments(),
  onDamage: (lines) =>
    process.stderr.write(`${lines} lines of ${ticksDir} are damaged: their ticks are not there.\n`),
});
const compute = serveCompute(port, {
  data,
  ticks,
  startRunner: () => startRunner(runnerScript, runnerLimits),
  now: Date.now,
  patienceMs: 30_000,
  backoffMs,
});
const end = (): never => {
  compute.close();
  ticks.close();
  data.close();
  process.exit(0);
};
// Whoever started it is gone, or wants it to end.
process.once("disconnect", end);
process.once("SIGTERM", end);
