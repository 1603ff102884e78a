import type { MessagePortMain } from "electron";
import type { StoreContract } from "../../store/contract/store-contract.ts";
import type { Client } from "../../wire/connect.ts";
import { messagePort } from "../../wire/message-port.ts";
import type { KernelManager } from "../kernel/kernel-manager.ts";
import { cleanRun } from "./clean-run.ts";
import { type BuildPrograms, buildProcesses, type NotebookDecisions } from "./fork-build.ts";
import type { GateSurroundings } from "./run-gate.ts";

export interface PublishingProcesses extends Omit<GateSurroundings, "policy"> {
  readonly decisions: NotebookDecisions;
}

interface Programs {
  readonly kernels: KernelManager;
  readonly build: BuildPrograms;
  store(): Client<StoreContract>;
  connectStore(): MessagePortMain;
}

/** The processes behind publishing: a kernel that nobody sees, and one that builds, replays and runs backtests again. */
export const publishingProcesses = ({
  kernels,
  build,
  store,
  connectStore,
}: Programs): PublishingProcesses => {
  const startKernel = async () => {
    const { kernelId, client } = await kernels.start();
    return { port: messagePort(client), end: () => kernels.get(kernelId)?.end() };
  };
  return {
    cleanRun: (notebook, path, signal) => cleanRun(notebook, path, { store, startKernel }, signal),
    ...buildProcesses(build, connectStore),
  };
};
