import { GrowingColumn } from "../accounting/growing-column.ts";
import type { Rebalances } from "../contract/backtest.ts";

/** One NAV per strike, and what was decided. Sized once, for there may be a million strikes. */
export class SimulationRecord {
  length = 0;
  readonly #dates: Int32Array;
  readonly #instants: Float64Array;
  readonly #navMinor: Float64Array;
  readonly #cashMinor: Float64Array;
  readonly #grossExposure: Float64Array;
  /** Of each decision: instant, date, and how many targets there were before it. */
  readonly #decidedAt: GrowingColumn;
  readonly #decisionDate: GrowingColumn;
  readonly #firstTarget: GrowingColumn;
  /** Of each target: panel index and weight. */
  readonly #target = new GrowingColumn();
  readonly #weight = new GrowingColumn();

  constructor(strikes: number) {
    this.#dates = new Int32Array(strikes);
    this.#instants = new Float64Array(strikes);
    this.#navMinor = new Float64Array(strikes);
    this.#cashMinor = new Float64Array(strikes);
    this.#grossExposure = new Float64Array(strikes);
    this.#decidedAt = new GrowingColumn(strikes);
    this.#decisionDate = new GrowingColumn(strikes);
    this.#firstTarget = new GrowingColumn(strikes);
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
    this.#decidedAt.push(at);
    this.#decisionDate.push(date);
    this.#firstTarget.push(this.#target.length);
  }

  target(instrument: number, weight: number): void {
    this.#target.push(instrument);
    this.#weight.push(weight);
  }

  /** The series, once all is recorded. */
  series() {
    const cut = <T extends Int32Array | Float64Array>(column: T): T =>
      (this.length === column.length ? column : column.slice(0, this.length)) as T;
    return {
      dates: cut(this.#dates),
      instants: cut(this.#instants),
      navMinor: cut(this.#navMinor),
      cashMinor: cut(this.#cashMinor),
      grossExposure: cut(this.#grossExposure),
    };
  }

  /** The contract's form of the decisions, with instruments renumbered. */
  toRebalances(renumber: Int32Array): Rebalances {
    const firstTarget = new Int32Array(this.#firstTarget.length + 1);
    firstTarget.set(this.#firstTarget.toArray());
    firstTarget[this.#firstTarget.length] = this.#target.length;
    const instrument = Int32Array.from(this.#target.toArray());
    for (let k = 0; k < instrument.length; k++) instrument[k] = renumber[instrument[k]!]!;
    const names = new Int32Array(this.#decidedAt.length);
    for (let k = 0; k < names.length; k++) names[k] = firstTarget[k + 1]! - firstTarget[k]!;
    return {
      decidedAt: this.#decidedAt.toArray(),
      date: Int32Array.from(this.#decisionDate.toArray()),
      names,
      firstTarget,
      instrument,
      weight: this.#weight.toArray(),
    };
  }
}
