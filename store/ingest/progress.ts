import type { ImportProgress } from "../contract/import.ts";

const STEPS = { reading: 0.4, checking: 0.4, writing: 0.2, committing: 0 } as const;
const TELL_EVERY_MS = 250;

/** Says how far a file is, at most four times a second while it moves. */
export class ProgressMeter {
  #step: ImportProgress["step"] = "reading";
  #rows = 0;
  #done = 0;
  #lastTold = Number.NEGATIVE_INFINITY;
  readonly #tell: (progress: ImportProgress) => void;
  readonly #now: () => number;
  readonly #startedAt: number;

  constructor(tell: (progress: ImportProgress) => void, now: () => number) {
    this.#tell = tell;
    this.#now = now;
    this.#startedAt = now();
  }

  /** A part (0 to 1) of a step is behind us. */
  at(step: ImportProgress["step"], rows: number, part: number): void {
    const isNewStep = step !== this.#step;
    this.#step = step;
    this.#rows = Math.max(this.#rows, rows);
    const before =
      step === "reading" ? 0 : step === "checking" ? STEPS.reading : STEPS.reading + STEPS.checking;
    this.#done = Math.max(this.#done, before + STEPS[step] * Math.min(1, Math.max(0, part)));
    const now = this.#now();
    if (isNewStep || now - this.#lastTold >= TELL_EVERY_MS) this.tell();
  }

  /** Another text whenever the file has got on. */
  sign(): string {
    return `${this.#step} ${this.#rows} ${this.#done}`;
  }

  /** Says the last known state again: the caller hears that we live. */
  tell(): void {
    const now = this.#now();
    this.#lastTold = now;
    const seconds = (now - this.#startedAt) / 1_000;
    this.#tell({
      step: this.#step,
      rows: this.#rows,
      rowsPerSecond: seconds > 0 ? this.#rows / seconds : 0,
      secondsLeft: this.#done > 0.05 && seconds > 0.5 ? (seconds / this.#done) * (1 - this.#done) : null,
    });
  }
}
