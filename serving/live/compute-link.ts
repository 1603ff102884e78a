import { fork } from "node:child_process";
import { setPriority } from "node:os";
import { type Client, connect } from "../../wire/connect.ts";
import type { Port } from "../../wire/port.ts";
import { type ComputeContract, computeContract } from "../contract/compute-contract.ts";

/** What computes, and its end. */
export interface ComputeLink {
  readonly client: Client<ComputeContract>;
  close(): void;
}

export interface ComputePlaces {
  /** The folder of the store. */
  readonly storeDir: string;
  /** The folder of the ticks that came. */
  readonly ticksDir: string;
  /** The bundled scripts: of this process, of the one that reads data, and of the one that runs a version. */
  readonly computeScript: string;
  readonly importScript: string;
  readonly runnerScript: string;
}

/** Whoever asks for signals goes first. */
export const COMPUTE_PRIORITY = 5;

/** Starts the process that has the store and the runners. */
export const forkCompute = (
  { storeDir, ticksDir, computeScript, importScript, runnerScript }: ComputePlaces,
  onComplaint: (text: string) => void,
): ComputeLink => {
  const child = fork(computeScript, [storeDir, ticksDir, importScript, runnerScript], {
    serialization: "advanced",
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  });
  if (child.pid !== undefined) setPriority(child.pid, COMPUTE_PRIORITY);
  child.stderr?.setEncoding("utf8").on("data", onComplaint);
  child.on("error", (error) => onComplaint(error.message));
  const port: Port = {
    post: (message) => {
      if (child.connected) child.send(message as object, () => {});
    },
    onMessage: (listener) => child.on("message", listener),
    onClose: (listener) => child.once("exit", listener),
    close: () => {
      if (child.connected) child.disconnect();
    },
  };
  return {
    client: connect(port, computeContract),
    close: () => {
      port.close();
      child.kill();
    },
  };
};
