import type { BacktestRun as EngineRun } from "../../engine/index.ts";

const copyOf = <T>(value: T): T => {
  if (ArrayBuffer.isView(value)) return (value as unknown as Float64Array).slice() as unknown as T;
  if (Array.isArray(value)) return value.map(copyOf) as unknown as T;
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, copyOf(inner)])) as T;
};

/**
 * A run as a cell gets it: a copy to read and change at will. Tear sheets and metrics are made from the original, which
 * no code of a cell can reach or imitate, so that an order hash on the screen vouches for the figures beside it.
 */
export class HandedOutRun {
  readonly #original: EngineRun;

  constructor(original: EngineRun) {
    this.#original = original;
    Object.assign(this, copyOf(original));
  }

  /** The run as the engine gave it, or null for anything that `backtest` did not give. */
  static originalOf(value: unknown): EngineRun | null {
    return typeof value === "object" && value !== null && #original in value ? value.#original : null;
  }
}
