/** The shape of a time-major panel: cell (row, instrument) is at row·instruments + instrument. */
export interface KernelShape {
  readonly rows: number;
  readonly instruments: number;
  /** Absolute session number of row 0; anchors the blocks of windows and recursions. */
  readonly firstSession: number;
}

/** Where the rolling moments go; what is left out is not computed. Each like the input. */
export interface MomentOutputs {
  readonly mean?: Float64Array;
  readonly variance?: Float64Array;
  readonly std?: Float64Array;
  readonly zscore?: Float64Array;
}

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
  /**
   * Moments of the last `window` rows; missing unless `least` of them (all, when left out) are present, and two of
   * them for a spread.
   */
  rollingMoments(
    input: Float64Array,
    outputs: MomentOutputs,
    shape: KernelShape,
    window: number,
    least?: number,
  ): void;
  /** The exponential average with weight `alpha` in blocks of `block` rows; missing below `least` values. */
  recursiveAverage(input: Float64Array, output: Float64Array, shape: KernelShape, by: Recursion): void;
  /** 100·G/(G + L) of the recursive averages of rises and falls; a change needs both neighbours. */
  relativeStrength(input: Float64Array, output: Float64Array, shape: KernelShape, by: Recursion): void;
  /** (r − 1)/(n − 1) within each row, ties sharing their mean rank; a single value has 0.5. */
  rankRows(input: Float64Array, output: Float64Array, rows: number, instruments: number): void;
  /**
   * The positions of the `wanted` highest (or lowest) present values, ascending; of equal values the first.
   * `input` may be any part of a column.
   */
  selectExtreme(input: Float64Array, wanted: number, which: "highest" | "lowest"): Int32Array;
  /** Per pair `SWEEP_RESULT` doubles. */
  sweepPairs(sweep: PairSweep): Float64Array;
  /** SHA-256 of a message that lies anywhere. */
  sha256(message: Uint8Array): Uint8Array;
}

export interface Recursion {
  readonly alpha: number;
  readonly block: number;
  readonly least: number;
}
