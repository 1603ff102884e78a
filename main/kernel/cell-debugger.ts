import { z } from "zod";
import type { DebugStep, Pause } from "../contract/debug-calls.ts";
import { cellFrames, pausedSchema, propertiesSchema, scopesToRead, variablesOf } from "./read-pause.ts";

/** One command to one worker, through the debugger protocol. */
export type SendCommand = (method: string, parameters: object, worker: string) => Promise<unknown>;

export interface Breakpoint {
  readonly cellId: string;
  readonly line: number;
}

const CELL_URL = "cell:";
const commands = {
  resume: "Debugger.resume",
  over: "Debugger.stepOver",
  into: "Debugger.stepInto",
  out: "Debugger.stepOut",
  pause: "Debugger.pause",
} as const satisfies Record<DebugStep, string>;
const scriptSchema = z.object({ scriptId: z.string(), url: z.string() });
const setSchema = z.object({ breakpointId: z.string() });

interface Worker {
  readonly cellOfScript: Map<string, string>;
  /** The protocol's names of the breakpoints it has, by cell and line; null while its debugger is off. */
  has: Map<string, string> | null;
  /** Ends when it has been brought to what was last asked for. */
  work: Promise<void>;
}

/**
 * Breakpoints in cells. The debugger is on in the workers only while there are any; it reads values and steps, and
 * never evaluates anything, so a cell can do no more with it than without.
 */
export class CellDebugger {
  readonly #send: SendCommand;
  readonly #onPaused: (paused: Pause | null) => void;
  readonly #workers = new Map<string, Worker>();
  #breakpoints: readonly Breakpoint[] = [];
  #stopped: string | null = null;
  /** Counts pauses and their ends, so that values read for an older one are dropped. */
  #moment = 0;

  constructor(send: SendCommand, onPaused: (paused: Pause | null) => void) {
    this.#send = send;
    this.#onPaused = onPaused;
  }

  async attached(worker: string): Promise<void> {
    this.#workers.set(worker, { cellOfScript: new Map(), has: null, work: Promise.resolve() });
    if (this.#breakpoints.length > 0) await this.#bring(worker);
  }

  detached(worker: string): void {
    this.#workers.delete(worker);
    if (this.#stopped === worker) this.#goOn();
  }

  /** Settles when they hold in every worker. A cell that stands still does so unless there are none left. */
  async setBreakpoints(breakpoints: readonly Breakpoint[]): Promise<void> {
    this.#breakpoints = breakpoints;
    await Promise.all([...this.#workers.keys()].map((worker) => this.#bring(worker)));
  }

  async step(step: DebugStep): Promise<void> {
    const asked =
      step === "pause" ? [...this.#workers.keys()] : this.#stopped === null ? [] : [this.#stopped];
    // Pausing needs the debugger even where no line has a breakpoint.
    if (step === "pause") await Promise.all(asked.map((worker) => this.#ask("Debugger.enable", {}, worker)));
    await Promise.all(asked.map((worker) => this.#ask(commands[step], {}, worker)));
  }

  /** Ends a cell that stands still where it stands: let go of first, it would run on until its end is heard. */
  endStopped(): void {
    const worker = this.#stopped;
    if (worker === null) return;
    void this.#ask(commands.resume, { terminateOnResume: true }, worker);
    this.#goOn();
  }

  /** After an end: without breakpoints the debugger was on for a pause only, and is off for the next run. */
  rest(): void {
    if (this.#breakpoints.length === 0) void this.setBreakpoints([]);
  }

  hear(method: string, parameters: unknown, worker: string): void {
    const heard = this.#workers.get(worker);
    if (!heard) return;
    if (method === "Debugger.scriptParsed") {
      const script = scriptSchema.safeParse(parameters);
      if (!script.success || !script.data.url.startsWith(CELL_URL)) return;
      const { scriptId, url } = script.data;
      heard.cellOfScript.set(scriptId, url.slice(CELL_URL.length, CELL_URL.length + 64));
    }
    if (method === "Debugger.paused") void this.#paused(parameters, worker, heard.cellOfScript);
    if (method === "Debugger.resumed" && this.#stopped === worker) this.#goOn();
  }

  #goOn(): void {
    this.#stopped = null;
    this.#moment++;
    this.#onPaused(null);
  }

  async #paused(
    parameters: unknown,
    worker: string,
    cellOfScript: ReadonlyMap<string, string>,
  ): Promise<void> {
    const moment = ++this.#moment;
    this.#stopped = worker;
    const message = pausedSchema.safeParse(parameters);
    const frames = message.success ? cellFrames(message.data, cellOfScript) : [];
    const [top] = frames;
    // Nothing of a cell is on the stack: there is nothing to show.
    if (!top) return void this.#ask("Debugger.resume", {}, worker);
    const scopes = await Promise.all(
      scopesToRead(top.frame)
        .slice(0, 20)
        .map(async ({ kind, objectId }) => {
          const asked = { objectId, ownProperties: true, generatePreview: true };
          const properties = propertiesSchema.safeParse(
            await this.#ask("Runtime.getProperties", asked, worker),
          );
          return { kind, variables: properties.success ? variablesOf(properties.data) : [] };
        }),
    );
    if (moment !== this.#moment) return;
    const places = frames.map(({ place }) => place);
    const { cellId, line } = top.place;
    const shown = scopes.filter(({ variables }) => variables.length > 0);
    this.#onPaused({ cellId, line, frames: places, scopes: shown });
  }

  /** One change of a worker after the other, each to what is asked for when it begins. */
  #bring(worker: string): Promise<void> {
    const brought = this.#workers.get(worker)!;
    brought.work = brought.work.then(() => this.#bringNow(worker, brought));
    return brought.work;
  }

  async #bringNow(worker: string, brought: Worker): Promise<void> {
    const wanted = new Map(this.#breakpoints.map((breakpoint) => [JSON.stringify(breakpoint), breakpoint]));
    if (wanted.size === 0) {
      brought.has = null;
      await this.#ask("Debugger.disable", {}, worker);
      return;
    }
    if (!brought.has) {
      await this.#ask("Debugger.enable", {}, worker);
      // Steps pass over the kernel's own code.
      await this.#ask("Debugger.setBlackboxPatterns", { patterns: ["^kernel://"] }, worker);
      brought.has = new Map();
    }
    for (const [key, breakpointId] of brought.has) {
      if (wanted.has(key)) continue;
      brought.has.delete(key);
      await this.#ask("Debugger.removeBreakpoint", { breakpointId }, worker);
    }
    for (const [key, { cellId, line }] of wanted) {
      if (brought.has.has(key)) continue;
      const place = { url: `${CELL_URL}${cellId}`, lineNumber: line - 1 };
      const set = setSchema.safeParse(await this.#ask("Debugger.setBreakpointByUrl", place, worker));
      if (set.success) brought.has.set(key, set.data.breakpointId);
    }
  }

  /** A worker may be gone at any time; that is told by its detaching. */
  async #ask(method: string, parameters: object, worker: string): Promise<unknown> {
    try {
      return await this.#send(method, parameters, worker);
    } catch {
      return null;
    }
  }
}
