import { ArgumentError, requireWhole } from "../argument-error.ts";
import { createRandom } from "../rng/random.ts";
import { axisLength, axisValue, type ParameterAxis, requireNumber } from "./parameter-axis.ts";

/** The parameters of one run: values that stand in place of the strategy's defaults. */
export type ParameterOverrides = Readonly<Record<string, number>>;
type Axes = Readonly<Record<string, ParameterAxis>>;

/** Where the runs of a sweep get their parameters: one after the other, never all at once. */
export type ParameterSource =
  | { readonly kind: "grid"; readonly axes: Axes; readonly count: number }
  | { readonly kind: "random"; readonly axes: Axes; readonly count: number; readonly seed: number }
  | { readonly kind: "list"; readonly rows: Iterable<ParameterOverrides>; readonly count: number | null };

/**
 * Every combination of the axes' values; the last name changes fastest. An axis is a list, or `from`, `to` and
 * `step`. Throws an ArgumentError for an axis without values or without a step.
 *
 * @example grid({ lookback: { from: 60, to: 252, step: 12 }, top: [5, 10, 20] })
 */
export function grid(axes: Axes): ParameterSource {
  let count = 1;
  for (const [name, axis] of namedAxes(axes)) {
    const length = axisLength(name, axis);
    if (length === null) throw new ArgumentError(`parameter ${name} of a grid needs a step`);
    count *= length;
    requireWhole("the number of combinations", count, 1);
  }
  return Object.freeze({ kind: "grid", axes: { ...axes }, count });
}

/**
 * `count` draws: for each name in turn one of its values, or any number from `from` to `to` when it has no step,
 * all equally likely. The same seed gives the same draws on every machine. Throws an ArgumentError for a bad axis,
 * count or seed.
 *
 * @example randomSearch({ lookback: { from: 20, to: 252, step: 1 }, decay: { from: 0, to: 1 } }, { count: 500, seed: 1 })
 */
export function randomSearch(
  axes: Axes,
  { count, seed }: { readonly count: number; readonly seed: number },
): ParameterSource {
  for (const [name, axis] of namedAxes(axes)) axisLength(name, axis);
  requireWhole("count", count, 1);
  createRandom(seed);
  return Object.freeze({ kind: "random", axes: { ...axes }, count, seed });
}

/**
 * The rows of any iterable, in its order; a generator is read as the runs need it. Each row is checked as it is
 * read: names with finite numbers, or the sweep fails with "bad-argument".
 *
 * @example parameterList([{ lookback: 60 }, { lookback: 120 }])
 */
export function parameterList(rows: Iterable<ParameterOverrides>): ParameterSource {
  if (typeof rows?.[Symbol.iterator] !== "function")
    throw new ArgumentError("parameterList needs a list of parameters, or a generator of them");
  return Object.freeze({ kind: "list", rows, count: Array.isArray(rows) ? rows.length : null });
}

/** The parameters of a source, each made when it is asked for. */
export function* iterateParameters(source: ParameterSource): Generator<ParameterOverrides, void> {
  switch (source.kind) {
    case "grid":
      for (let k = 0; k < source.count; k++) yield combinationAt(source.axes, k);
      return;
    case "random": {
      const random = createRandom(source.seed);
      const axes = namedAxes(source.axes).map(
        ([name, axis]) => [name, axis, axisLength(name, axis)] as const,
      );
      for (let k = 0; k < source.count; k++)
        yield Object.fromEntries(
          axes.map(([name, axis, length]) => {
            if (length !== null) return [name, axisValue(axis, random.integer(length))];
            const { from, to } = axis as { readonly from: number; readonly to: number };
            return [name, from + (to - from) * random.uniform()];
          }),
        );
      return;
    }
    case "list":
      for (const row of source.rows) yield checkRow(row);
  }
}

/** Combination k of a grid: k written in the axes' lengths as digits, the last name the lowest one. */
function combinationAt(axes: Axes, k: number): ParameterOverrides {
  let rest = k;
  const values = namedAxes(axes)
    .reverse()
    .map(([name, axis]) => {
      const length = axisLength(name, axis)!;
      const digit = rest % length;
      rest = (rest - digit) / length;
      return [name, axisValue(axis, digit)] as const;
    });
  return Object.fromEntries(values.reverse());
}

function namedAxes(axes: Axes): [string, ParameterAxis][] {
  if (typeof axes !== "object" || axes === null)
    throw new ArgumentError("parameters need names with their values");
  return Object.entries(axes);
}

function checkRow(row: ParameterOverrides): ParameterOverrides {
  if (typeof row !== "object" || row === null)
    throw new ArgumentError(`parameters must be names with numbers, were ${String(row)}`);
  for (const [name, value] of Object.entries(row)) requireNumber(`parameter ${name}`, value);
  return { ...row };
}

/** How a run is named in a message: "lookback=60, top=10". */
export function nameRun(parameters: ParameterOverrides): string {
  const parts = Object.entries(parameters).map(([name, value]) => `${name}=${value}`);
  return parts.length === 0 ? "the default parameters" : parts.join(", ");
}
