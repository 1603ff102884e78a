import type { RunMetric } from "../run-metrics.ts";

/**
 * What a metric is, in words: for the generated reference, the app's help and the editor's hover. The example is code
 * over the engine's functions; a test runs it.
 */
export interface MetricReference {
  /** The engine's function; of a figure without one, its name on the tear sheet. */
  readonly name: string;
  readonly group: MetricGroup;
  /** As one writes it, with defaults: `sharpe(returns, periodsPerYear = 252, riskFree = 0)`. */
  readonly signature: string;
  readonly meaning: string;
  readonly formula: string;
  readonly unit: string;
  /** What the arguments are, and what becomes of missing values. */
  readonly conventions: string;
  /** When there is no value, and by which code. */
  readonly undefinedWhen: string;
  /** Author, year, title. */
  readonly source?: string;
  /** How a tear sheet names and writes it. */
  readonly tearSheet?: Pick<RunMetric, "key" | "format">;
  /** How a cell asks for it, where it can. */
  readonly cell?: string;
  /** Numbers to six significant digits. */
  readonly example: { readonly code: string; readonly output: string };
}

export type MetricGroup =
  | "return"
  | "risk"
  | "against the benchmark"
  | "Sharpe ratio and its evidence"
  | "trades"
  | "book and costs"
  | "table and series"
  | "validation"
  | "factors and attribution";
