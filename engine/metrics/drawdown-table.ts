import type { SessionDate } from "../contract/time.ts";
import { requireLevels } from "./require-levels.ts";

/** One fall from a peak and back. */
export interface Drawdown {
  readonly peak: SessionDate;
  readonly trough: SessionDate;
  /** The first date at or above the peak again; null while it goes on. */
  readonly recovery: SessionDate | null;
  /** Below the peak at the trough: −0.2 is 20 %. */
  readonly depth: number;
  /** Sessions from the peak to the recovery, or to the end. */
  readonly sessions: number;
}

/**
 * The deepest drawdowns of a level series, deepest first, at most `count`; ties in order of time.
 * `dates` and `levels`: one entry per session; levels above 0, a missing one is neither peak nor trough.
 * Throws an ArgumentError for unequal lengths or a level that is not above 0.
 *
 * @example drawdownTable(Int32Array.of(1, 2, 3), Float64Array.of(100, 80, 120))[0].depth // -0.2
 */
export function drawdownTable(dates: Int32Array, levels: Float64Array, count = 10): Drawdown[] {
  requireLevels(dates, levels);
  const found: Drawdown[] = [];
  let peak = levels.findIndex((level) => !Number.isNaN(level));
  let trough = peak;
  const close = (end: number, hasRecovered: boolean) => {
    if (trough > peak)
      found.push({
        peak: dates[peak]!,
        trough: dates[trough]!,
        recovery: hasRecovered ? dates[end]! : null,
        depth: levels[trough]! / levels[peak]! - 1,
        sessions: end - peak,
      });
  };
  for (let t = peak + 1; t < levels.length; t++) {
    if (levels[t]! >= levels[peak]!) {
      close(t, true);
      peak = t;
      trough = t;
    } else if (levels[t]! < levels[trough]!) trough = t;
  }
  close(levels.length - 1, false);
  return found.sort((a, b) => a.depth - b.depth).slice(0, count);
}
