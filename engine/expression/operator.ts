import type { MomentOutputs, PairwiseName } from "../kernels/kernels.ts";

/**
 * What an operator is, in words: for the generated reference, the app's help and the editor's hover.
 * The example is code over the reference panel (see `docs/reference/operators.md`); a test runs it.
 */
export interface OperatorReference {
  readonly name: string;
  readonly group: OperatorGroup;
  /** As one writes it, with defaults: `mean(n, minimumPresent = n)`. */
  readonly signature: string;
  readonly meaning: string;
  readonly formula: string;
  readonly unit: string;
  readonly missing: string;
  /** Sessions before the current one that a value needs, in words. */
  readonly lookBack: string;
  /** Author, year, equation or page. */
  readonly source?: string;
  readonly example: {
    readonly code: string;
    /**
     * To six significant digits, NaN for a missing value. Of a time series: instrument A on the last four sessions;
     * of a cross-section: every instrument on the last one.
     */
    readonly output: readonly number[];
  };
}

export type OperatorGroup =
  | "arithmetic"
  | "comparison and logic"
  | "lag"
  | "window"
  | "two series"
  | "recursive"
  | "indicator"
  | "cross-section"
  | "fundamental";

/**
 * A time-series operator: reads the session rows of one instrument, each output row from the rows at or before
 * it. Look-ahead cannot be written: nothing after the current row is offered.
 */
export interface WindowOperator {
  readonly kind: "window";
  readonly name: string;
  readonly arity: 1 | 2;
  /** The smallest allowed window. */
  readonly smallest: number;
  /** Sessions before the current one that a value needs. */
  readonly lookBack: (parameters: readonly number[]) => number;
  /** What the operator remembers of one instrument when nothing has been seen; plain numbers, so it can be stored. */
  readonly initialState: (parameters: readonly number[]) => Float64Array;
  /**
   * Fills `output[start..end)` from `inputs[…][start..end)`, consecutive session rows of one instrument, and carries
   * `state` over them: rows in one call or one call per row give the same bits. `firstSession` is the absolute
   * session number of row `start`; it anchors block windows. A stored NaN is the canonical one.
   */
  readonly run: (
    inputs: readonly Float64Array[],
    output: Float64Array,
    start: number,
    end: number,
    firstSession: number,
    parameters: readonly number[],
    state: Float64Array,
  ) => void;
  /** The compiled loop that gives the same bits, where there is one. */
  readonly kernel?: WindowKernel;
  readonly reference: OperatorReference;
}

/** Which of the engine's `SeriesKernels` a window operator is, and with which weight α of its parameter. */
type WindowKernel =
  | { readonly kind: "moment"; readonly moment: keyof MomentOutputs }
  | { readonly kind: "average" | "strength"; readonly alphaOf: (n: number) => number };

/** An operator on single values: each output cell from the same cell of the inputs. */
export interface PointwiseOperator {
  readonly kind: "pointwise";
  readonly name: string;
  readonly run: (
    inputs: readonly Float64Array[],
    output: Float64Array,
    start: number,
    end: number,
    parameters: readonly number[],
  ) => void;
  /** The compiled loop that gives the same bits, where there is one. */
  readonly kernel?: PairwiseName;
  readonly reference: OperatorReference;
}

/** What instruments can be grouped by: the market never changes, the others are fields, dated as they became known. */
export type GroupName = "sector" | "market" | "industry";

/** What a cross-sectional operator may know of the instruments beside their values. */
export interface CrossSectionContext {
  /** Instruments by ascending id: the order of additions and the tie-break. */
  readonly order: Int32Array;
  /** The market of each instrument, by its number. */
  readonly marketOf: Int32Array;
}

/**
 * A cross-sectional operator: one value per instrument at one decision instant, NaN where the instrument is not
 * a member or its value is missing. The result never depends on the order of the instruments.
 */
export interface CrossSectionOperator {
  readonly kind: "cross-section";
  readonly name: string;
  readonly run: (
    inputs: readonly Float64Array[],
    output: Float64Array,
    parameters: readonly number[],
    context: CrossSectionContext,
  ) => void;
  readonly reference: OperatorReference;
}

/** A leaf: a column of the panel, stored or derived. */
export interface FieldOperator {
  readonly kind: "field";
  readonly name: string;
}

/** A leaf: the same number everywhere. */
export interface ConstantOperator {
  readonly kind: "constant";
  readonly name: "constant";
}

export type Operator =
  | WindowOperator
  | PointwiseOperator
  | CrossSectionOperator
  | FieldOperator
  | ConstantOperator;

/** Where a factor lives: nowhere in particular, on each market's own sessions, or on decision instants. */
export type Axis = "constant" | "time-series" | "cross-sectional";
