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

/**
 * Breakpoints in cells. The debugger is on in the workers only while there are any; it reads values and steps, and
 * never evaluates anything, so a cell can do no more with it than without.
 */
export class CellDebugger {
  readonly #send: SendCommand;
  readonly #onPaused: (paused: Pause | null) => void;
  readonly #workers = new Set<string>();
  readonly #cellOfScript = new Map<string, Map<string, string>>();
  #breakpoints: readonly Breakpoint[] = [];
  #stopped: string | null = null;
  /** Counts pauses and their ends, so that values read for an older one are dropped. */
  #moment = 0;

  constructor(send: SendCommand, onPaused: (paused: Pause | null) => void) {
    this.#send = send;
    this.#onPaused = onPaused;
  }

  async attached(worker: string): Promise<void> {
    this.#workers.add(worker);
    if (this.#breakpoints.length > 0) await this.#enable(worker);
  }

  detached(worker: string): void {
    this.#workers.delete(worker);
    this.#cellOfScript.delete(worker);
    if (this.#stopped === worker) this.#goOn();
  }

  async setBreakpoints(breakpoints: readonly Breakpoint[]): Promise<void> {
    this.#breakpoints = breakpoints;
    await Promise.all([...this.#workers].map((worker) => this.#enable(worker)));
  }

  async step(step: DebugStep): Promise<void> {
    const asked = step === "pause" ? [...this.#workers] : this.#stopped === null ? [] : [this.#stopped];
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

  /** After an end: the same breakpoints for the next run. */
  restore(): void {
    for (const worker of this.#workers) void this.#enable(worker);
  }

  hear(method: string, parameters: unknown, worker: string): void {
    if (!this.#workers.has(worker)) return;
    if (method === "Debugger.scriptParsed") {
      const script = scriptSchema.safeParse(parameters);
      if (!script.success || !script.data.url.startsWith(CELL_URL)) return;
      const { scriptId, url } = script.data;
      const cells = this.#cellOfScript.get(worker) ?? new Map<string, string>();
      this.#cellOfScript.set(worker, cells.set(scriptId, url.slice(CELL_URL.length, CELL_URL.length + 64)));
    }
    if (method === "Debugger.paused") void this.#paused(parameters, worker);
    if (method === "Debugger.resumed" && this.#stopped === worker) this.#goOn();
  }

  #goOn(): void {
    this.#stopped = null;
    this.#moment++;
    this.#onPaused(null);
  }

  async #paused(parameters: unknown, worker: string): Promise<void> {
    const moment = ++this.#moment;
    this.#stopped = worker;
    const message = pausedSchema.safeParse(parameters);
    const frames = message.success
      ? cellFrames(message.data, this.#cellOfScript.get(worker) ?? new Map())
      : [];
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

  async #enable(worker: string): Promise<void> {
    await this.#ask("Debugger.disable", {}, worker);
    if (this.#breakpoints.length === 0) return;
    await this.#ask("Debugger.enable", {}, worker);
    // Steps pass over the kernel's own code.
    await this.#ask("Debugger.setBlackboxPatterns", { patterns: ["^kernel://"] }, worker);
    for (const { cellId, line } of this.#breakpoints) {
      const place = { url: `${CELL_URL}${cellId}`, lineNumber: line - 1 };
      await this.#ask("Debugger.setBreakpointByUrl", place, worker);
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
