import { Agent, get } from "node:http";

export interface Load {
  readonly address: string;
  readonly path: (k: number) => string;
  readonly headers: Readonly<Record<string, string>>;
  readonly requestsPerSecond: number;
  readonly seconds: number;
}

export interface Measured {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly errors: number;
}

/**
 * Sends requests at fixed moments, whether or not the ones before were answered, and measures each from the moment that it
 * was due: a server that stalls is charged for all who wait, not for one.
 */
export const loadOpenly = async ({
  address,
  path,
  headers,
  requestsPerSecond,
  seconds,
}: Load): Promise<Measured> => {
  const agent = new Agent({ keepAlive: true, maxSockets: 256 });
  const total = requestsPerSecond * seconds;
  const taken: number[] = [];
  let errors = 0;
  const { hostname, port } = new URL(address);
  await new Promise<void>((resolve) => {
    const started = performance.now();
    let sent = 0;
    let done = 0;
    const finish = (due: number, isRight: boolean): void => {
      taken.push(performance.now() - due);
      if (!isRight) errors++;
      if (++done === total) resolve();
    };
    const send = (k: number, due: number): void => {
      const request = get({ agent, hostname, port, path: path(k), headers }, (response) => {
        response.resume();
        response.once("end", () => finish(due, response.statusCode === 200));
      });
      request.once("error", () => finish(due, false));
    };
    // Turning without rest: a timer comes up to a millisecond late, which is more than an answer takes.
    const turn = (): void => {
      const now = performance.now();
      for (; sent < total; sent++) {
        const due = started + (sent * 1000) / requestsPerSecond;
        if (due > now) break;
        send(sent, due);
      }
      if (sent < total) setImmediate(turn);
    };
    turn();
  });
  agent.destroy();
  taken.sort((a, b) => a - b);
  const at = (part: number): number => taken[Math.min(taken.length - 1, Math.floor(taken.length * part))]!;
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99), errors };
};
