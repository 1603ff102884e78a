import { resolve } from "node:path";
import { kernelContract } from "../../kernel/contract/kernel-contract.ts";
import { startDeno } from "../../kernel/deno/start-deno.ts";
import { type Client, connect } from "../../wire/connect.ts";
import type { Port } from "../../wire/port.ts";

export interface KernelProcess {
  readonly client: Client<typeof kernelContract>;
  /** What the process wrote to its error stream: only ever its own faults. */
  errors(): string;
  end(): void;
}

const CHANNELS = 3;

/**
 * Starts the kernel in a Deno process with no permission at all. It speaks to us over its standard input and output
 * only: channel 0 is ours, channel 1 the store's, channel 2 that of SQL cells.
 */
export const startKernelProcess = (store: Port, queries: Port): KernelProcess => {
  const script = resolve(import.meta.dirname, "../kernel-deno/kernel.js");
  const { ports, errors, end } = startDeno(script, CHANNELS);
  const [clientPort, storePort, queryPort] = ports as [Port, Port, Port];
  for (const [near, far] of [
    [storePort, store],
    [queryPort, queries],
  ] as const) {
    near.onMessage((message) => far.post(message));
    far.onMessage((message) => near.post(message));
  }
  return { client: connect(clientPort, kernelContract), errors, end };
};
