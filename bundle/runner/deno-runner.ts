import runnerWorkerSource from "virtual:runner-worker";
import { config } from "zod";
import { endProcess, stdio, watchMemory, workerFrom } from "../../kernel/shells/deno-process.ts";
import type { CallName, WireResult } from "../../wire/contract.ts";
import type { Handlers } from "../../wire/dispatch.ts";
import { portsOverPipe } from "../../wire/frames.ts";
import { serve } from "../../wire/serve.ts";
import { type RunnerContract, runnerContract } from "../contract/runner-contract.ts";
import { type FromRunnerWorker, RUNNER_WORKER_BOOT, type ToRunnerWorker } from "./worker-messages.ts";

config({ jitless: true });
watchMemory("The published definition");

const worker = workerFrom(runnerWorkerSource)();
const { port1, port2 } = new MessageChannel();
worker.addEventListener("error", (event) => {
  event.preventDefault();
  endProcess(1, `The published definition ended its worker: ${event.message}`);
});
worker.postMessage(RUNNER_WORKER_BOOT, [port2]);

const waiting = new Map<number, (result: WireResult<unknown>) => void>();
port1.onmessage = (event) => {
  const message = event.data as FromRunnerWorker;
  if (message.kind === "refused")
    endProcess(
      1,
      `The sandbox could not take everything away (${message.names.join(", ")}), so nothing runs.`,
    );
  else {
    waiting.get(message.id)?.(message.result);
    waiting.delete(message.id);
  }
};

let lastId = 0;
const ask = (name: CallName<RunnerContract>, input: unknown): Promise<WireResult<unknown>> =>
  new Promise((resolve) => {
    const id = ++lastId;
    waiting.set(id, resolve);
    const message: ToRunnerWorker = { id, name, input };
    port1.postMessage(message);
  });

// This thread parses what comes in; what the worker answers is parsed by whoever asked.
const names = Object.keys(runnerContract.calls) as CallName<RunnerContract>[];
const handlers = Object.fromEntries(names.map((name) => [name, (input: unknown) => ask(name, input)]));
const [client] = portsOverPipe(stdio(), 1);
serve(client!, runnerContract, handlers as unknown as Handlers<RunnerContract>);
