import { ArgumentError, requireWhole } from "../argument-error.ts";

/**
 * The values one parameter takes: a list; or from, from + step, … up to `to`; or, without a step, any number from
 * `from` to `to`, which only a random search can draw from.
 */
export type ParameterAxis =
  | readonly number[]
  | { readonly from: number; readonly to: number; readonly step?: number };

/** So that 0 to 1 in steps of 0.1 has eleven values though ten tenths are a little less than one. */
const LAST_STEP_SLACK = 1e-9;

/** How many values an axis has; null when it is continuous. Throws an ArgumentError for an axis that has none. */
export function axisLength(name: string, axis: ParameterAxis): number | null {
  if (isList(axis)) {
    if (axis.length === 0) throw new ArgumentError(`parameter ${name} needs at least one value`);
    for (const value of axis) requireNumber(`a value of parameter ${name}`, value);
    return axis.length;
  }
  if (typeof axis !== "object" || axis === null)
    throw new ArgumentError(`parameter ${name} needs a list of values, or from, to and step`);
  requireNumber(`from of parameter ${name}`, axis.from);
  requireNumber(`to of parameter ${name}`, axis.to);
  if (axis.from > axis.to)
    throw new ArgumentError(
      `from of parameter ${name} must not be above its to, was ${axis.from} above ${axis.to}`,
    );
  if (axis.step === undefined) return null;
  requireNumber(`step of parameter ${name}`, axis.step);
  if (axis.step <= 0) throw new ArgumentError(`step of parameter ${name} must be above 0, was ${axis.step}`);
  const length = Math.floor((axis.to - axis.from) / axis.step + LAST_STEP_SLACK) + 1;
  requireWhole(`the number of values of parameter ${name}`, length, 1);
  return length;
}

/** The k-th value of an axis, from 0: the list's entry, or from + k·step. */
export function axisValue(axis: ParameterAxis, k: number): number {
  return isList(axis) ? axis[k]! : axis.from + k * (axis.step ?? 0);
}

export function requireNumber(name: string, value: number): void {
  if (typeof value !== "number" || !Number.isFinite(value))
    throw new ArgumentError(`${name} must be a finite number, was ${String(value)}`);
}

const isList = (axis: ParameterAxis): axis is readonly number[] => Array.isArray(axis);
