import { ArgumentError, requireWhole, requireWithin } from "../argument-error.ts";
import { type Kernels, SWEEP_RESULT } from "../kernels/kernels.ts";
import { loadKernels } from "../kernels/load-kernels.ts";
import { sharedKernels } from "../kernels/shared-kernels.ts";
import { createReturnFigures, type ReturnFigures, writeFigures } from "./return-figures.ts";

/** One pair of windows in bars: long while the mean over `fast` is above the mean over `slow`. */
export interface CrossoverPair {
  readonly fast: number;
  readonly slow: number;
}

export interface CrossoverSweep {
  /** Opens and closes of one instrument, adjusted, one per bar; positive, none missing. */
  readonly open: Float64Array;
  readonly close: Float64Array;
  readonly pairs: readonly CrossoverPair[];
  /** Cost of each purchase and each sale, in basis points of its value. 0 when left out. */
  readonly feeBps?: number;
  /** 252 when left out. */
  readonly periodsPerYear?: number;
  /** Absolute session number of the first bar, which anchors the windows' blocks. 0 when left out. */
  readonly firstSession?: number;
  /** Whether to keep each pair's equity curve: 8 bytes per pair and bar. */
  readonly storesEquity?: boolean;
}

/** One entry per pair, in their order. */
export interface CrossoverResults extends ReturnFigures {
  /** Positions opened; one that is still open at the end counts. */
  readonly trades: Int32Array;
  /** Wealth at each close for 1 at the start, [pair][bar], when it was asked for; over shared memory if there is any. */
  readonly equity?: Float64Array;
}

/**
 * Backtests many moving-average crossovers over one instrument: all capital, in fractional shares, is in it from the
 * open after a close at which mean(fast) > mean(slow), and in cash, which earns nothing, from the open after a close
 * at which it is not. Nothing is held before both means exist; what is held at the end is marked at the last close.
 *
 * A held segment is not walked bar by bar: Σr, Σr², the extremes and the deepest fall inside it come from a table of
 * ranges, and the signals of all pairs from the order of the means at each bar. The same bits on any machine.
 * Throws an ArgumentError on prices that are missing or not positive, on fewer than three bars, and on windows that
 * are not whole numbers of at least 1.
 *
 * @example sweepCrossovers({ open, close, pairs: [{ fast: 20, slow: 100 }], feeBps: 5 }).sharpe[0]
 */
export function sweepCrossovers(sweep: CrossoverSweep): CrossoverResults {
  if (sweep.storesEquity) return runSweep(loadKernels(), sweep);
  const kernels = sharedKernels();
  return kernels.borrow(() => runSweep(kernels, sweep));
}

/** The sweep with given kernels: for the tests, which hold one against the other. */
export function runSweep(kernels: Kernels, sweep: CrossoverSweep): CrossoverResults {
  const { feeBps = 0, periodsPerYear = 252, firstSession = 0 } = sweep;
  checkSweep(sweep, feeBps, periodsPerYear, firstSession);
  const { open, close, pairs } = sweep;
  const bars = close.length;
  const places = placeWindows(pairs);
  const equity = sweep.storesEquity ? kernels.column(pairs.length * bars) : undefined;
  const raw = kernels.sweepPairs({
    open,
    close,
    firstSession,
    keep: 1 - feeBps / 10_000,
    ...places,
    ...(equity && { equity }),
  });
  return { ...toMetrics(raw, bars - 1, periodsPerYear), ...(equity && { equity }) };
}

/** The distinct windows, and for each pair where its two stand among them. */
function placeWindows(pairs: readonly CrossoverPair[]) {
  const place = new Map<number, number>();
  const fast = new Int32Array(pairs.length);
  const slow = new Int32Array(pairs.length);
  const placeOf = (window: number) => {
    const known = place.get(window);
    if (known === undefined) place.set(window, place.size);
    return known ?? place.size - 1;
  };
  for (const [pair, windows] of pairs.entries()) {
    fast[pair] = placeOf(windows.fast);
    slow[pair] = placeOf(windows.slow);
  }
  requireWhole("the number of different windows", place.size, 0, 65_535);
  return { windows: Int32Array.from(place.keys()), fast, slow };
}

function toMetrics(raw: Float64Array, returns: number, periodsPerYear: number): CrossoverResults {
  const count = raw.length / SWEEP_RESULT;
  const figures = createReturnFigures(count);
  const trades = new Int32Array(count);
  const sums = { wealth: 0, sum: 0, squares: 0, fall: 0 };
  for (let pair = 0, at = 0; pair < count; pair++, at += SWEEP_RESULT) {
    sums.wealth = raw[at]!;
    sums.sum = raw[at + 1]!;
    sums.squares = raw[at + 2]!;
    sums.fall = raw[at + 3]!;
    writeFigures(figures, pair, sums, returns, periodsPerYear);
    trades[pair] = raw[at + 4]!;
  }
  return { ...figures, trades };
}

function checkSweep(sweep: CrossoverSweep, feeBps: number, periodsPerYear: number, firstSession: number) {
  const { open, close, pairs } = sweep;
  requireWhole("the number of bars", close.length, 3, 0x7fff_ffff);
  if (open.length !== close.length)
    throw new ArgumentError(`there must be an open for each close: ${open.length} and ${close.length}`);
  requireWithin("feeBps", feeBps, 0, 9_999);
  requireWithin("periodsPerYear", periodsPerYear, 1, 1e6);
  requireWhole("firstSession", firstSession, 0, 0x3fff_ffff);
  for (const { fast, slow } of pairs) {
    requireWhole("the fast window", fast, 1, 1_000_000);
    requireWhole("the slow window", slow, 1, 1_000_000);
  }
  for (const [name, prices] of [["open", open] as const, ["close", close] as const])
    for (let bar = 0; bar < prices.length; bar++)
      if (!(prices[bar]! > 0 && prices[bar]! < Number.POSITIVE_INFINITY))
        throw new ArgumentError(`the ${name} of bar ${bar} must be a positive price, was ${prices[bar]}`);
}
