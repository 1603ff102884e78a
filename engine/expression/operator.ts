/**
 * A time-series operator: reads the session rows of one instrument, each output row from the rows at or before
 * it. Look-ahead cannot be written: nothing outside `[start, row]` is offered.
 */
export interface WindowOperator {
  readonly kind: "window";
  readonly name: string;
  /** The smallest allowed window. */
  readonly smallest: number;
  /** Sessions before the current one that a value needs. */
  readonly lookBack: (window: number) => number;
  /**
   * Fills `output[start..end)` from `input[start..end)`, one instrument's rows.
   * `firstSession` is the absolute session number of row `start`; it anchors block windows.
   */
  readonly run: (
    input: Float64Array,
    output: Float64Array,
    start: number,
    end: number,
    firstSession: number,
    window: number,
  ) => void;
}

/** An operator on single values; a missing operand gives a missing result. */
export interface PointwiseOperator {
  readonly kind: "pointwise";
  readonly name: string;
  readonly arity: 1 | 2;
  readonly apply: (a: number, b: number) => number;
}

/**
 * A cross-sectional operator: one value per instrument at one decision instant, NaN where the instrument is not
 * a member or its value is missing. The result never depends on the order of the instruments.
 */
export interface CrossSectionOperator {
  readonly kind: "cross-section";
  readonly name: string;
  readonly run: (values: Float64Array, output: Float64Array, argument: number) => void;
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
