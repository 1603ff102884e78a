import { spawn } from "node:child_process";
import type { CrashLine } from "./crash-lines.ts";

/** Where a child ends: by itself at a step of its n-th work, or killed from outside somewhere in its n-th work. */
export type Death = {
  /** -1 is the opening. */
  readonly inWork: number;
} & ({ readonly kind: "step"; readonly step: string } | { readonly kind: "time"; readonly share: number });

export interface CrashRun {
  readonly script: string;
  readonly dir: string;
  readonly run: number;
  readonly firstWork: number;
  readonly checkedSeq: number;
}

/** How long a kind of work takes on this machine today: a share of it is waited, not milliseconds. */
const usualMs = new Map<string, number>();
const FIRST_GUESS_MS = 60;

/** Runs the child until it is dead. The lines are those that it finished: what a dead process said, it did. */
export const runUntilKilled = (
  { script, dir, run, firstWork, checkedSeq }: CrashRun,
  death: Death,
): Promise<{ readonly lines: readonly CrashLine[]; readonly errors: string; readonly diedIn: string }> =>
  new Promise((resolve) => {
    const step = death.kind === "step" ? death.step : "none";
    const words = [dir, run, firstWork, death.inWork, step, checkedSeq].map(String);
    const child = spawn(process.execPath, [script, ...words], { stdio: ["ignore", "pipe", "pipe"] });
    const lines: CrashLine[] = [];
    let rest = "";
    let errors = "";
    let doing = "nothing";
    let since = 0;
    let works = -2;
    const kill = () => child.kill("SIGKILL");
    const hear = (line: CrashLine) => {
      lines.push(line);
      const now = performance.now();
      if (line.kind !== "doing") {
        const before = usualMs.get(doing);
        usualMs.set(doing, before === undefined ? now - since : 0.8 * before + 0.2 * (now - since));
        return;
      }
      doing = line.work;
      since = now;
      works++;
      // A work may take longer than usual, so that now and then its end is reached.
      if (death.kind === "time" && works === death.inWork)
        setTimeout(kill, death.share * (usualMs.get(doing) ?? FIRST_GUESS_MS));
      // A step that this kind of work does not have.
      if (works > death.inWork + 1) kill();
    };
    child.stderr.on("data", (data) => {
      errors += data;
    });
    child.stdout.on("data", (data) => {
      rest += data;
      for (let end = rest.indexOf("\n"); end >= 0; end = rest.indexOf("\n")) {
        hear(JSON.parse(rest.slice(0, end)) as CrashLine);
        rest = rest.slice(end + 1);
      }
    });
    child.on("close", () => resolve({ lines, errors, diedIn: doing }));
  });
