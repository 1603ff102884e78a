import { MessageChannelMain, type MessagePortMain, type UtilityProcess, utilityProcess } from "electron";
import { z } from "zod";
import type { EventPayload } from "../../wire/contract.ts";
import type { AppContract } from "../contract/app-contract.ts";

export type StoreState = EventPayload<AppContract, "store/state">["state"];

const notice = z.discriminatedUnion("type", [
  /** With notes, sentences for a person, when something had to be put in order first. */
  z.object({ type: z.literal("ready"), notes: z.array(z.string()).default([]) }),
  z.object({ type: z.literal("failed"), message: z.string() }),
]);

export interface StoreSupervisorOptions {
  readonly script: string;
  readonly dir: string;
  onState(state: StoreState, message: string): void;
  /** The process runs again after it died; ports given before are dead. */
  onRestarted(): void;
}

const MAX_RESTARTS_A_MINUTE = 5;

/** Keeps the one process that opens the database file alive, and hands out ports to it. */
export class StoreSupervisor {
  readonly #options: StoreSupervisorOptions;
  #process: UtilityProcess | null = null;
  #dir: string;
  #deaths: number[] = [];
  #isEnding = false;
  /** Told once the present process has opened its store, or cannot. */
  #settled: (() => void)[] = [];
  #state: StoreState = "starting";
  #message = "";

  constructor(options: StoreSupervisorOptions) {
    this.#options = options;
    this.#dir = options.dir;
  }

  get state(): StoreState {
    return this.#state;
  }

  /** What there is to say about the state; empty when nothing. */
  get message(): string {
    return this.#message;
  }

  /** The folder of the store that is open. */
  get dir(): string {
    return this.#dir;
  }

  start(): void {
    this.#say("starting", "");
    this.#spawn();
  }

  #say(state: StoreState, message: string): void {
    this.#state = state;
    this.#message = message;
    this.#options.onState(state, message);
  }

  #spawn(): void {
    const child = utilityProcess.fork(this.#options.script, [], {
      serviceName: "asof-store",
      stdio: "inherit",
    });
    this.#process = child;
    child.postMessage({ type: "open", dir: this.#dir });
    child.on("message", (message: unknown) => {
      const parsed = notice.safeParse(message);
      if (!parsed.success || this.#process !== child) return;
      for (const settle of this.#settled.splice(0)) settle();
      if (parsed.data.type === "ready") this.#say("ready", parsed.data.notes.join(" "));
      else this.#say("failed", parsed.data.message);
    });
    child.on("exit", (code) => {
      if (this.#process === child && !this.#isEnding) this.#onDeath(code);
    });
  }

  #onDeath(code: number): void {
    const now = Date.now();
    this.#deaths = [...this.#deaths.filter((at) => now - at < 60_000), now];
    if (this.#deaths.length > MAX_RESTARTS_A_MINUTE) {
      this.#process = null;
      for (const settle of this.#settled.splice(0)) settle();
      this.#say(
        "failed",
        `The data process ended ${this.#deaths.length} times within a minute (last code ${code}).`,
      );
      return;
    }
    this.#say("restarting", `The data process ended (code ${code}).`);
    this.#spawn();
    this.#options.onRestarted();
  }

  /** A port that speaks the store contract. Calls made before the store is open wait for it. */
  connect(): MessagePortMain {
    return this.#connect("read");
  }

  /** A port that speaks the writer contract. Only the main process holds one; reads wait while it changes the store. */
  connectWriter(): MessagePortMain {
    return this.#connect("write");
  }

  #connect(rights: "read" | "write"): MessagePortMain {
    const { port1, port2 } = new MessageChannelMain();
    if (this.#process) this.#process.postMessage({ type: "connect", rights }, [port1]);
    else port1.close();
    return port2;
  }

  /** Goes on in another folder, in a fresh process, and settles when that has opened it; ports given before are dead. */
  async moveTo(dir: string): Promise<void> {
    if (dir === this.#dir) return;
    const old = this.#process;
    this.#process = null;
    this.#dir = dir;
    if (old) {
      const exited = new Promise<void>((resolve) => old.once("exit", () => resolve()));
      if (old.kill()) await exited;
    }
    const settled = new Promise<void>((resolve) => this.#settled.push(resolve));
    this.#spawn();
    this.#options.onRestarted();
    await settled;
  }

  end(): void {
    this.#isEnding = true;
    this.#process?.kill();
  }
}
