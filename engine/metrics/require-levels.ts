import { ArgumentError } from "../argument-error.ts";

/**
 * Throws an ArgumentError unless there is one level per date and every level that is not missing is above 0.
 */
export function requireLevels(dates: Int32Array, levels: Float64Array): void {
  if (dates.length !== levels.length)
    throw new ArgumentError(
      `dates and levels must have equal length, had ${dates.length} and ${levels.length}`,
    );
  const at = levels.findIndex((level) => level <= 0 || level === Number.POSITIVE_INFINITY);
  if (at >= 0) throw new ArgumentError(`levels must be above 0 and finite, level ${at} was ${levels[at]}`);
}
