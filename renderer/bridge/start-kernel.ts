import { type KernelContract, kernelContract } from "../../kernel/contract/kernel-contract.ts";
import { type Client, connect } from "../../wire/connect.ts";
import { type WireResult, wireError } from "../../wire/contract.ts";
import { messagePort } from "../../wire/message-port.ts";
import type { AppClient } from "./app-client.ts";
import type { KernelPorts } from "./kernel-ports.ts";

export interface Kernel {
  readonly kernelId: number;
  readonly client: Client<KernelContract>;
}

const PORT_TIMEOUT_MS = 20_000;

/** Starts a kernel and connects to it. */
export const startKernel = async (app: AppClient, ports: KernelPorts): Promise<WireResult<Kernel>> => {
  const started = await app.call("kernel/start", {});
  if (!started.ok) return started;
  const { kernelId } = started.value;
  try {
    const port = await ports.take(kernelId, PORT_TIMEOUT_MS);
    return { ok: true, value: { kernelId, client: connect(messagePort(port), kernelContract) } };
  } catch (error) {
    void app.call("kernel/end", { kernelId });
    return wireError("kernel-failed", error instanceof Error ? error.message : String(error));
  }
};
