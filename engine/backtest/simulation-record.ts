import { GrowingRows } from "../accounting/growing-rows.ts";
import type { Rebalances } from "../contract/backtest.ts";
import { takePairs } from "./take-pairs.ts";

/** One NAV per strike, and what was decided. Sized once, for there may be a million strikes. */
export class SimulationRecord {
  length = 0;
  readonly #dates: Int32Array;
  readonly #instants: Float64Array;
  readonly #navMinor: Float64Array;
  readonly #cashMinor: Float64Array;
  readonly #grossExposure: Float64Array;
  /** Of each decision: instant, date, and how many targets there were before it. */
  readonly #decidedAt: Float64Array;
  readonly #decisionDate: Int32Array;
  readonly #firstTarget: Int32Array;
  #decisions = 0;
  /** Of each target: panel index and weight. */
  readonly #targets = new GrowingRows(2);

  constructor(strikes: number) {
    this.#dates = new Int32Array(strikes);
    this.#instants = new Float64Array(strikes);
    this.#navMinor = new Float64Array(strikes);
    this.#cashMinor = new Float64Array(strikes);
    this.#grossExposure = new Float64Array(strikes);
    this.#decidedAt = new Float64Array(strikes);
    this.#decisionDate = new Int32Array(strikes);
    this.#firstTarget = new Int32Array(strikes + 1);
  }

  strike(date: number, at: number, navMinor: number, cashMinor: number, grossExposure: number): void {
    const k = this.length++;
    this.#dates[k] = date;
    this.#instants[k] = at;
    this.#navMinor[k] = navMinor;
    this.#cashMinor[k] = cashMinor;
    this.#grossExposure[k] = grossExposure;
  }

  /** Begins a decision, whose targets follow. */
  decide(at: number, date: number): void {
    const k = this.#decisions++;
    this.#decidedAt[k] = at;
    this.#decisionDate[k] = date;
    this.#firstTarget[k] = this.#targets.length;
  }

  target(instrument: number, weight: number): void {
    const first = this.#targets.add();
    const { page } = this.#targets;
    page[first] = instrument;
    page[first + 1] = weight;
  }

  /** The series, once all is recorded. */
  series() {
    return {
      dates: cut(this.#dates, this.length),
      instants: cut(this.#instants, this.length),
      navMinor: cut(this.#navMinor, this.length),
      cashMinor: cut(this.#cashMinor, this.length),
      grossExposure: cut(this.#grossExposure, this.length),
    };
  }

  /** Gives the targets' pages back. */
  release(): void {
    this.#targets.release();
  }

  /** Takes the decisions out, in the contract's form, with instruments renumbered. */
  takeRebalances(renumber: Int32Array): Rebalances {
    const firstTarget = cut(this.#firstTarget, this.#decisions + 1);
    firstTarget[this.#decisions] = this.#targets.length;
    const [instrument, weight] = takePairs(this.#targets, renumber);
    const names = new Int32Array(this.#decisions);
    for (let k = 0; k < names.length; k++) names[k] = firstTarget[k + 1]! - firstTarget[k]!;
    return {
      decidedAt: cut(this.#decidedAt, this.#decisions),
      date: cut(this.#decisionDate, this.#decisions),
      names,
      firstTarget,
      instrument,
      weight,
    };
  }
}

/** What is filled of a column: itself when it is full. */
function cut<T extends Int32Array | Float64Array>(column: T, length: number): T {
  return (length === column.length ? column : column.slice(0, length)) as T;
}
