import { MessageChannelMain, type MessagePortMain, utilityProcess } from "electron";
import { type BuildContract, buildContract } from "../../bundle/contract/build-contract.ts";
import { type Client, connect } from "../../wire/connect.ts";
import { type Input, type Output, type WireResult, wireError } from "../../wire/contract.ts";
import { messagePort } from "../../wire/message-port.ts";
import type { GateSurroundings } from "./run-gate.ts";

/** A replay that takes longer runs in a circle. */
const PATIENCE_MS = 600_000;

/** The script of the process, and what it replays a definition in. */
export interface BuildPrograms {
  readonly script: string;
  /** Null where the process finds them by itself. */
  readonly runner: { readonly executable: string; readonly script: string } | null;
}

export type NotebookDecisions = (
  input: Input<BuildContract, "notebook/decisions">,
) => Promise<WireResult<Output<BuildContract, "notebook/decisions">>>;

/** What a process does that is there for nothing else, and ends with it. */
export const buildProcesses = (
  { script, runner }: BuildPrograms,
  connectStore: () => MessagePortMain,
): { readonly build: GateSurroundings["build"]; readonly decisions: NotebookDecisions } => {
  const words = runner ? [runner.executable, runner.script] : [];
  const inProcess = async <T>(
    ask: (client: Client<BuildContract>) => Promise<WireResult<T>>,
    signal?: AbortSignal,
  ): Promise<WireResult<T>> => {
    const child = utilityProcess.fork(script, words, { serviceName: "asof-build", stdio: "inherit" });
    const { port1, port2 } = new MessageChannelMain();
    child.postMessage(null, [port1, connectStore()]);
    const client = connect(messagePort(port2), buildContract);
    let isLate = false;
    const end = () => void child.kill();
    const timer = setTimeout(() => {
      isLate = true;
      end();
    }, PATIENCE_MS);
    child.once("exit", () => client.close());
    signal?.addEventListener("abort", end, { once: true });
    try {
      const answer = await ask(client);
      if (answer.ok || answer.error.code !== "gone") return answer;
      const reason = isLate ? `it took more than ${PATIENCE_MS / 60_000} minutes` : "its process ended";
      return wireError("runner-failed", `The definition could not be replayed: ${reason}.`);
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener("abort", end);
      end();
    }
  };
  return {
    build: (input, onCutOut, signal) =>
      inProcess((client) => {
        client.on("bundle/cut-out", ({ cells }) => onCutOut(cells));
        return client.call("bundle/build", input);
      }, signal),
    decisions: (input) => inProcess((client) => client.call("notebook/decisions", input)),
  };
};
