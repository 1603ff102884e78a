// A quick look at a rule, without a book: all in or all out of one instrument at a time.

interface CrossoverOptions {
  readonly universe: UniverseId | Universe;
  /** One instrument of the universe, by id. */
  readonly instrument: string;
  readonly from: string;
  readonly to: string;
  /** Windows of the faster mean, in sessions. */
  readonly fast: ParameterAxis;
  /** Windows of the slower mean; pairs in which it is not the longer one are left out. */
  readonly slow: ParameterAxis;
  /** Cost of each purchase and each sale, in basis points of its value; 0 when left out. */
  readonly feeBps?: number;
}
/** One entry for each pair of windows. */
interface CrossoverSweep extends Iterable<Readonly<Record<string, number>>> {
  readonly length: number;
  readonly fast: Int32Array;
  readonly slow: Int32Array;
  readonly totalReturn: Float64Array;
  readonly cagr: Float64Array;
  readonly annualisedVolatility: Float64Array;
  /** NaN where the equity never varies. */
  readonly sharpe: Float64Array;
  readonly maxDrawdown: Float64Array;
  /** Positions opened. */
  readonly trades: Int32Array;
}
/**
 * A quick look at one instrument: all capital is in it from the open after a close at which mean(fast) > mean(slow),
 * and in cash, which earns nothing, from the open after a close at which it is not. Fractional shares, prices adjusted
 * for splits, no dividends; thousands of pairs in a second. For figures to rely on use `sweep`.
 */
declare function sweepCrossovers(options: CrossoverOptions): Promise<CrossoverSweep>;

interface SignalTestOptions {
  readonly universe: UniverseId | Universe;
  readonly from: string;
  readonly to: string;
  /**
   * In an instrument while its value is neither 0 nor missing, such as a comparison: 1 or 0. It may compare instruments,
   * as in `({ field }) => field.totalReturn.returns(60).rank().greaterThan(0.9)`.
   */
  readonly signal: (given: { readonly field: StoreFields }) => Factor;
  /** Cost of each purchase and each sale, in basis points of its value; 0 when left out. */
  readonly feeBps?: number;
}
/** One entry for each instrument of the universe; NaN where it has fewer than three sessions with a close. */
interface SignalTest extends Iterable<Readonly<Record<string, string | number>>> {
  readonly length: number;
  readonly instrument: readonly string[];
  readonly totalReturn: Float64Array;
  readonly cagr: Float64Array;
  readonly annualisedVolatility: Float64Array;
  /** NaN where the wealth never varies. */
  readonly sharpe: Float64Array;
  readonly maxDrawdown: Float64Array;
  /**
   * Total return of who buys at the first open after a session, pays the fee, and keeps it. NaN where the listing ends
   * and nobody says at what.
   */
  readonly holdReturn: Float64Array;
  /** The share of the sessions at whose close it was held, 0 to 1. */
  readonly exposure: Float64Array;
  /** Positions opened. */
  readonly trades: Int32Array;
  /** Sessions with a close. */
  readonly sessions: Int32Array;
}
/**
 * A quick look at a signal on each instrument by itself: all capital is in it from the open after a decision at which
 * the signal holds, and in cash, which earns nothing, from the open after one at which it does not. Each market decides
 * half an hour after its close. Fractional shares in the instrument's currency; splits, dividends and delistings count,
 * but what is told of them late does not. For figures to rely on use `backtest`.
 */
declare function testSignal(options: SignalTestOptions): Promise<SignalTest>;
