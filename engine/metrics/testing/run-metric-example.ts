import type { BacktestRun } from "../../contract/backtest.ts";
import * as engine from "../../index.ts";

/** Numbers to six digits; arrays entry by entry; objects by name; a result as its value or its error's code. */
function show(value: unknown): string {
  if (typeof value === "number") return String(Number(value.toPrecision(6)));
  if (typeof value === "string") return value;
  if (ArrayBuffer.isView(value)) return `[${Array.from(value as Float64Array, show).join(", ")}]`;
  if (Array.isArray(value)) return `[${value.map(show).join(", ")}]`;
  const result = value as { ok?: boolean; value: unknown; error: { code: string } };
  if (result.ok !== undefined) return result.ok ? show(result.value) : result.error.code;
  const entries = Object.entries(value as object).map(([name, part]) => `${name}: ${show(part)}`);
  return `{${entries.join(", ")}}`;
}

/** Three sessions of an account of 1,000.00: the `run` of the examples. */
const run = {
  dates: Int32Array.of(0, 1, 2),
  navMinor: Float64Array.of(100_000, 101_000, 99_000),
  benchmark: Float64Array.of(1, 1.02, 1.01),
  grossExposure: Float64Array.of(0, 0.5, 0.5),
  fills: { at: Float64Array.of(1, 2), valueMinor: Float64Array.of(50_000, 50_000) },
  costsMinor: { commission: 200, slippage: 300, tax: 0 },
} as unknown as BacktestRun;

/** What an example of the reference, or of a docstring, gives. */
export function runMetricExample(code: string): string {
  const given = { ...engine, run };
  return show(new Function(...Object.keys(given), `"use strict"; return ${code};`)(...Object.values(given)));
}
