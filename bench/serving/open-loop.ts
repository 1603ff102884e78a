import { Pool } from "undici";

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
 * Sends requests at fixed moments, whether or not the ones before were answered, and measures each from the moment it was
 * sent, which no server can put off: this process has nothing else to do. It sleeps in between, a millisecond at least. A
 * generator that turns without rest meets its moments better, and has a processor of the two for itself: beside
 * neighbours that want all they get, it was that which the server lacked.
 */
export const loadOpenly = async ({
  address,
  path,
  headers,
  requestsPerSecond,
  seconds,
}: Load): Promise<Measured> => {
  // The lighter of two clients by far: what it costs, the server beside it does not have.
  const pool = new Pool(address, { connections: 256, pipelining: 1 });
  const total = requestsPerSecond * seconds;
  const taken: number[] = [];
  let errors = 0;
  await new Promise<void>((resolve) => {
    const started = performance.now();
    let sent = 0;
    const dueAt = (k: number): number => started + (k * 1000) / requestsPerSecond;
    const send = (k: number): void => {
      let status = 0;
      const from = performance.now();
      const finish = (): void => {
        taken.push(performance.now() - from);
        if (status !== 200) errors++;
        if (taken.length === total) resolve();
      };
      pool.dispatch(
        { method: "GET", path: path(k), headers },
        {
          onRequestStart: () => {},
          onResponseStart: (_, code) => {
            status = code;
          },
          onResponseData: () => {},
          onResponseEnd: finish,
          onResponseError: () => {
            status = 0;
            finish();
          },
        },
      );
    };
    const turn = (): void => {
      while (sent < total && dueAt(sent) <= performance.now()) send(sent++);
      if (sent < total) setTimeout(turn, Math.max(1, Math.ceil(dueAt(sent) - performance.now())));
    };
    turn();
  });
  await pool.destroy();
  taken.sort((a, b) => a - b);
  const at = (part: number): number => taken[Math.min(taken.length - 1, Math.floor(taken.length * part))]!;
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99), errors };
};
