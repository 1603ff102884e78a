import { Agent, request } from "node:http";
import { followValues } from "./follow-values.ts";
import { INSTRUMENTS, iidOf, MIC, OPEN_AT } from "./make-tick-store.ts";
import type { Measured } from "./open-loop.ts";

export interface TickLoad {
  readonly address: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly batchesPerSecond: number;
  readonly ticksPerBatch: number;
  readonly seconds: number;
}

/** How long values may take to follow before it counts as an error. */
const LOST_MS = 10_000;
/** Batches sent by this process: ids and instants go on from one load to the next. */
let sent = 0;

/** The instant of a batch's ticks, UTC milliseconds: each a millisecond after the one before. */
const instantOf = (batch: number): number => OPEN_AT / 1_000 + batch;

const bodyOf = (batch: number, ticks: number): string =>
  JSON.stringify({
    market: MIC,
    ticks: Array.from({ length: ticks }, (_, k) => ({
      id: `${batch}-${k}`,
      instrument: iidOf((batch * 37 + k * 101) % INSTRUMENTS),
      at: new Date(instantOf(batch)).toISOString(),
      price: 30 + ((batch * 13 + k * 7) % 1_000) / 100,
      size: 100,
    })),
  });

/**
 * Sends batches at fixed moments, whether or not those before were answered. A batch is over when values are told that
 * have its ticks in them; it is measured from the moment that it was due.
 */
export const sendTicks = async (load: TickLoad): Promise<Measured> => {
  const { address, headers, batchesPerSecond, ticksPerBatch, seconds } = load;
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const { hostname, port } = new URL(address);
  const total = Math.ceil(batchesPerSecond * seconds);
  const first = sent;
  sent += total;
  const due = new Float64Array(total);
  const taken: number[] = [];
  let errors = 0;
  let heard = 0;
  let settle = (): void => {};
  const all = new Promise<void>((resolve) => {
    settle = resolve;
  });
  const stop = await followValues(address, headers, (asOf) => {
    const now = performance.now();
    for (; heard < total && instantOf(first + heard) <= asOf; heard++) taken.push(now - due[heard]!);
    if (heard === total) settle();
  });
  const send = (k: number): void => {
    const body = bodyOf(first + k, ticksPerBatch);
    const posted = request(
      {
        agent,
        hostname,
        port,
        method: "POST",
        path: "/v1/ticks",
        headers: {
          ...headers,
          "content-type": "application/json",
          "content-length": Buffer.byteLength(body),
          "idempotency-key": `ticks-${first + k}`,
        },
      },
      (response) => {
        response.resume();
        if (response.statusCode !== 200) errors++;
      },
    );
    posted.once("error", () => errors++);
    posted.end(body);
  };
  const started = performance.now();
  let next = 0;
  const turn = (): void => {
    const now = performance.now();
    for (; next < total; next++) {
      const at = started + (next * 1_000) / batchesPerSecond;
      if (at > now) break;
      due[next] = at;
      send(next);
    }
    if (next < total) setTimeout(turn, 0);
  };
  turn();
  const lost = setTimeout(settle, seconds * 1_000 + LOST_MS);
  await all;
  clearTimeout(lost);
  errors += total - heard;
  stop();
  agent.destroy();
  taken.sort((a, b) => a - b);
  const at = (part: number): number =>
    taken[Math.min(taken.length - 1, Math.floor(taken.length * part))] ?? Number.NaN;
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99), errors };
};
