import { fillMoment, initialMoments, MEAN } from "../../expression/two-block-moments.ts";
import { type PairSweep, SWEEP_RESULT } from "../kernels.ts";
import { RangeTable } from "./range-table.ts";

/** The scalar reference of the sweep: signals by comparing the averages themselves, held segments by range. */
export function sweepPairs(sweep: PairSweep): Float64Array {
  const { open, close, keep, windows, fast, slow, equity, firstSession } = sweep;
  const bars = close.length;
  const averages = Array.from(windows, (window) => {
    const mean = new Float64Array(bars);
    fillMoment(MEAN, close, mean, 0, bars, firstSession, window, window, initialMoments(window));
    return mean;
  });
  const returns = close.map((c, bar) => (bar > 0 ? c / close[bar - 1]! - 1 : 0));
  const table = new RangeTable(close, returns);
  const results = new Float64Array(fast.length * SWEEP_RESULT);
  for (let pair = 0; pair < fast.length; pair++) {
    const curve = equity?.subarray(pair * bars, (pair + 1) * bars);
    const account = new SegmentAccount(sweep, table, curve);
    const fastMean = averages[fast[pair]!]!;
    const slowMean = averages[slow[pair]!]!;
    let entry = -1;
    for (let bar = 0; bar < bars - 1; bar++) {
      // A missing average compares false: no position during the warm-up.
      const isAbove = fastMean[bar]! > slowMean[bar]!;
      if (isAbove && entry < 0) entry = bar + 1;
      else if (!isAbove && entry >= 0) {
        account.hold(entry, bar + 1, keep);
        entry = -1;
      }
    }
    if (entry >= 0) account.hold(entry, bars, keep);
    account.finish(results.subarray(pair * SWEEP_RESULT, (pair + 1) * SWEEP_RESULT), open.length);
  }
  return results;
}

/** The account of one pair, moved a whole held segment at a time. */
class SegmentAccount {
  readonly #sweep: PairSweep;
  readonly #table: RangeTable;
  readonly #curve: Float64Array | undefined;
  #cash = 1;
  #peak = 1;
  #fall = 1;
  #sum = 0;
  #squares = 0;
  #entries = 0;
  #filled = 0;

  constructor(sweep: PairSweep, table: RangeTable, curve: Float64Array | undefined) {
    this.#sweep = sweep;
    this.#table = table;
    this.#curve = curve;
  }

  /** Bought at the open of bar `entry`; sold at the open of `exit`, unless that is past the last bar. */
  hold(entry: number, exit: number, keep: number): void {
    const { open, close } = this.#sweep;
    const last = exit - 1;
    const shares = this.#cash * (keep / open[entry]!);
    this.#curve?.fill(this.#cash, this.#filled, entry);
    if (this.#curve) for (let bar = entry; bar < exit; bar++) this.#curve[bar] = close[bar]! * shares;
    this.#filled = exit;
    const range = this.#table.query(entry, last);
    this.#add((keep / open[entry]!) * close[entry]! - 1);
    if (last > entry) {
      this.#sum += range.sum;
      this.#squares += range.squares;
    }
    this.#mark(range.low * shares);
    this.#fall = Math.min(this.#fall, range.fall);
    this.#peak = Math.max(this.#peak, range.high * shares);
    this.#entries++;
    if (exit === close.length) {
      this.#cash = shares * close[last]!;
      return;
    }
    this.#add((open[exit]! * keep) / close[last]! - 1);
    this.#cash = shares * (open[exit]! * keep);
    this.#mark(this.#cash);
    this.#peak = Math.max(this.#peak, this.#cash);
  }

  finish(result: Float64Array, bars: number): void {
    this.#curve?.fill(this.#cash, this.#filled, bars);
    result.set([this.#cash, this.#sum, this.#squares, this.#fall, this.#entries]);
  }

  #add(r: number): void {
    this.#sum += r;
    this.#squares += r * r;
  }

  #mark(wealth: number): void {
    if (wealth < this.#fall * this.#peak) this.#fall = wealth / this.#peak;
  }
}
