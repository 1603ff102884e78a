import type { Rebalances } from "../contract/backtest.ts";

/** One decision: instruments by panel index, and their target weights. */
export interface RecordedRebalance {
  readonly at: number;
  readonly date: number;
  readonly targets: { readonly instrument: number[]; readonly weight: number[] };
}

/** One NAV per strike, and what was decided. Sized once, for there may be a million strikes. */
export class SimulationRecord {
  readonly rebalances: RecordedRebalance[] = [];
  length = 0;
  readonly #dates: Int32Array;
  readonly #instants: Float64Array;
  readonly #navMinor: Float64Array;
  readonly #cashMinor: Float64Array;
  readonly #grossExposure: Float64Array;

  constructor(strikes: number) {
    this.#dates = new Int32Array(strikes);
    this.#instants = new Float64Array(strikes);
    this.#navMinor = new Float64Array(strikes);
    this.#cashMinor = new Float64Array(strikes);
    this.#grossExposure = new Float64Array(strikes);
  }

  strike(date: number, at: number, navMinor: number, cashMinor: number, grossExposure: number): void {
    const k = this.length++;
    this.#dates[k] = date;
    this.#instants[k] = at;
    this.#navMinor[k] = navMinor;
    this.#cashMinor[k] = cashMinor;
    this.#grossExposure[k] = grossExposure;
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
    const list = this.rebalances;
    return {
      decidedAt: Float64Array.from(list, (entry) => entry.at),
      date: Int32Array.from(list, (entry) => entry.date),
      names: Int32Array.from(list, (entry) => entry.targets.instrument.length),
      targets: list.map(({ targets }) => ({
        instrument: Int32Array.from(targets.instrument, (i) => renumber[i]!),
        weight: Float64Array.from(targets.weight),
      })),
    };
  }
}
