import type { ServingFailure } from "../../serving/client/failure.ts";
import type { ServingClient } from "../../serving/client/serving-client.ts";
import type { Connection } from "../contract/publish-calls.ts";

/** How a server stands, as far as is known here. */
export type ServerState = Pick<Connection, "state" | "code" | "message" | "subject" | "roles" | "answeredAt">;

export interface Monitor {
  end(): void;
}

interface Surroundings {
  say(state: ServerState): void;
  /** Something happened to a strategy, or may have while the server was out of reach. */
  onStrategies(): void;
  wait?(milliseconds: number, signal: AbortSignal): Promise<void>;
}

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 30_000;

const waitFor = (milliseconds: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener("abort", () => resolve(clearTimeout(timer)), { once: true });
  });

/** Codes that stay as they are until somebody enters another token, or signs in again. */
const isRefusal = ({ code }: ServingFailure): boolean =>
  ["unauthenticated", "wrong-role", "bad-token", "sign-in-ended"].includes(code);

/** Keeps one server in view: who one is there, whether it can be reached, and that its strategies changed. */
export const monitorServer = (
  client: ServingClient,
  { say, onStrategies, wait = waitFor }: Surroundings,
): Monitor => {
  const ending = new AbortController();
  const { signal } = ending;
  let state: ServerState = {
    state: "connecting",
    code: "",
    message: "",
    subject: null,
    roles: [],
    answeredAt: null,
  };
  const change = (next: Partial<ServerState>) => {
    if (signal.aborted) return;
    state = { ...state, ...next };
    say(state);
  };
  const lost = (failure: ServingFailure) => {
    const { code, message } = failure;
    change({ state: isRefusal(failure) ? "refused" : "offline", code, message });
  };

  /** Until the stream is refused; a lost connection is resumed within. */
  const follow = async (): Promise<void> => {
    let wasLost = false;
    const onConnected = (isConnected: boolean) => {
      if (!isConnected)
        change({ state: "offline", code: "unreachable", message: "The connection to the server was lost." });
      // What happened meanwhile, the stream tells only from the last event on that was heard.
      else if (wasLost) {
        change({ state: "online", code: "", message: "", answeredAt: Date.now() });
        onStrategies();
      }
      wasLost = !isConnected;
    };
    const stream = client.follow({ after: null, signal, onConnected });
    for (;;) {
      const heard = await stream.next();
      if (heard.done) return signal.aborted ? undefined : lost(heard.value);
      change({ answeredAt: Date.now() });
      if (heard.value.name.startsWith("strategy/")) onStrategies();
    }
  };

  const run = async (): Promise<void> => {
    let pause = FIRST_WAIT_MS;
    while (!signal.aborted) {
      const me = await client.ask("whoAmI", { signal });
      if (me.ok) {
        pause = FIRST_WAIT_MS;
        change({ state: "online", code: "", message: "", ...me.value, answeredAt: Date.now() });
        onStrategies();
        await follow();
      } else lost(me.failure);
      if (signal.aborted) return;
      await wait(pause, signal);
      pause = Math.min(2 * pause, LONGEST_WAIT_MS);
    }
  };
  void run();
  return { end: () => ending.abort() };
};
