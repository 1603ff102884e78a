import { MessageChannelMain, type MessagePortMain, utilityProcess } from "electron";
import { buildContract } from "../../bundle/contract/build-contract.ts";
import { connect } from "../../wire/connect.ts";
import { wireError } from "../../wire/contract.ts";
import { messagePort } from "../../wire/message-port.ts";
import type { GateSurroundings } from "./run-gate.ts";

/** A replay that takes longer runs in a circle. */
const PATIENCE_MS = 600_000;

/** Builds a bundle in a process that is there for nothing else, and ends with it. */
export const forkBuild =
  (script: string, connectStore: () => MessagePortMain): GateSurroundings["build"] =>
  async (input, onCutOut, signal) => {
    const child = utilityProcess.fork(script, [], { serviceName: "asof-build", stdio: "inherit" });
    const { port1, port2 } = new MessageChannelMain();
    child.postMessage(null, [port1, connectStore()]);
    const client = connect(messagePort(port2), buildContract);
    client.on("bundle/cut-out", ({ cells }) => onCutOut(cells));
    let isLate = false;
    const end = () => void child.kill();
    const timer = setTimeout(() => {
      isLate = true;
      end();
    }, PATIENCE_MS);
    child.once("exit", () => client.close());
    signal.addEventListener("abort", end, { once: true });
    try {
      const built = await client.call("bundle/build", input);
      if (built.ok || built.error.code !== "gone") return built;
      const reason = isLate ? `it took more than ${PATIENCE_MS / 60_000} minutes` : "its process ended";
      return wireError("runner-failed", `The definition could not be replayed: ${reason}.`);
    } finally {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      end();
    }
  };
