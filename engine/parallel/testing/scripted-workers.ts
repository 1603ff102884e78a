import type { Result } from "../../contract/result.ts";
import type { FromPoolWorker, PoolWorker, SpawnPoolWorker, ToPoolWorker } from "../pool-messages.ts";

/** A worker of a test: what it has been posted, and what the test makes it say. */
export interface ScriptedWorker {
  readonly posted: ToPoolWorker[];
  readonly isTerminated: boolean;
  /** The numbers of the tasks it has been given and has not answered, in order. */
  held(): number[];
  say(message: FromPoolWorker): void;
  /** Answers the first of its tasks. */
  answer(outcome?: Result<unknown>): void;
  die(reason: string): void;
}

/** A host whose workers do nothing by themselves, so that a test decides who is fast, slow or dead. */
export function scriptWorkers(): { readonly workers: ScriptedWorker[]; readonly spawn: SpawnPoolWorker } {
  const workers: ScriptedWorker[] = [];
  const spawn = (): PoolWorker => {
    let say: (message: FromPoolWorker) => void = () => {};
    let die: (reason: string) => void = () => {};
    let isTerminated = false;
    let answered = 0;
    const posted: ToPoolWorker[] = [];
    const tasks = () => posted.flatMap((message) => (message.kind === "task" ? [message.index] : []));
    workers.push({
      posted,
      get isTerminated() {
        return isTerminated;
      },
      held: () => tasks().slice(answered),
      say: (message) => say(message),
      answer: (outcome = { ok: true, value: null }) =>
        say({ kind: "done", index: tasks()[answered++]!, outcome }),
      die: (reason) => die(reason),
    });
    return {
      post: (message) => void posted.push(message),
      onMessage: (listener) => {
        say = listener;
      },
      onDeath: (listener) => {
        die = listener;
      },
      terminate: () => {
        isTerminated = true;
      },
    };
  };
  return { workers, spawn };
}
