/** Series that lie one behind the other in a column, each with the rows of one instrument. */
export interface SeriesBlock {
  /** The cell of the first row of the first series. */
  readonly start: number;
  readonly series: number;
  /** Of each series. */
  readonly rows: number;
  /** Rows of the same series in front of `start`; 0 unless there is only one series. */
  readonly history: number;
  /** Absolute session number of the first row; anchors the blocks of windows and recursions. */
  readonly firstSession: number;
}

/** Where the rolling moments go; what is left out is not computed. Each like the input. */
export interface MomentOutputs {
  readonly mean?: Float64Array;
  readonly variance?: Float64Array;
  readonly std?: Float64Array;
  readonly zscore?: Float64Array;
}

export interface Recursion {
  readonly alpha: number;
  readonly block: number;
  readonly least: number;
}

/** Doubles that a recursion remembers of one series, as the operators lay them out. */
export const SERIES_STATE = 8;

/** The operators on two values that have a compiled loop, in the order in which `assembly/pairwise.ts` numbers them. */
export const PAIRWISE = [
  "plus",
  "minus",
  "times",
  "div",
  "greaterThan",
  "greaterOrEqual",
  "lessThan",
  "lessOrEqual",
  "equalTo",
  "notEqualTo",
  "and",
  "or",
] as const;

export type PairwiseName = (typeof PAIRWISE)[number];

/**
 * The inner loops of operators, with the bits of the operators themselves, which are their twins: what they
 * write does not depend on whether they are there. The cell behind a block's last may be overwritten.
 */
export interface SeriesKernels {
  /** `count` cells of two columns from `start` on, cell by cell. */
  pairwise(
    name: PairwiseName,
    a: Float64Array,
    b: Float64Array,
    output: Float64Array,
    start: number,
    count: number,
  ): void;
  /**
   * Moments of the last `window` rows; missing unless `least` of them are present, and two of them for a spread.
   * Rows before the block are read from its history.
   */
  rollingMoments(
    input: Float64Array,
    outputs: MomentOutputs,
    block: SeriesBlock,
    window: number,
    least: number,
  ): void;
  /**
   * The exponential average with weight `alpha` in blocks of `block` rows; missing below `least` values. `states`:
   * `SERIES_STATE` doubles per series, carried on.
   */
  recursiveAverage: RecursionKernel;
  /** 100·G/(G + L) of the recursive averages of rises and falls; a change needs both neighbours. */
  relativeStrength: RecursionKernel;
}

export type RecursionKernel = (
  input: Float64Array,
  output: Float64Array,
  block: SeriesBlock,
  by: Recursion,
  states: Float64Array,
) => void;

/** Signals of many pairs of moving averages over one series; see `sweepCrossovers`. */
export interface PairSweep {
  readonly open: Float64Array;
  readonly close: Float64Array;
  readonly firstSession: number;
  /** 1 − fee of each side. */
  readonly keep: number;
  /** Distinct windows, and per pair the positions of the fast and the slow one among them. */
  readonly windows: Int32Array;
  readonly fast: Int32Array;
  readonly slow: Int32Array;
  /** [pair][bar] when the curves are wanted: a column of the same kernels. */
  readonly equity?: Float64Array;
}

/** Doubles per pair in a sweep's results: final wealth, Σr, Σr², deepest fall (a ratio), entries. */
export const SWEEP_RESULT = 5;

/**
 * The inner loops, in WebAssembly or in TypeScript, with equal bits. NaN is missing; every NaN that is written is
 * the canonical one; no NaN of an input counts. Columns must come from `column` of the same kernels.
 */
export interface Kernels {
  readonly implementation: "wasm" | "typescript";
  /** A column of zeros where these kernels can read and write. */
  column(length: number): Float64Array;
  /** Runs `work` and takes back every column that it asked for. */
  borrow<T>(work: () => T): T;
  /** Null where the operators run themselves. */
  readonly series: SeriesKernels | null;
  /** (r − 1)/(n − 1) of the values present, ties sharing their mean rank; a single value has 0.5. Arrays lie anywhere. */
  rank(values: Float64Array, output: Float64Array): void;
  /** Per pair `SWEEP_RESULT` doubles. */
  sweepPairs(sweep: PairSweep): Float64Array;
  /** SHA-256 of a message that lies anywhere. */
  sha256(message: Uint8Array): Uint8Array;
}
