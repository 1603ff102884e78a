import { fail, ok, type Result } from "../contract/result.ts";
import { dropMissing, pairComplete, tooFew } from "./returns.ts";

/** Numbers that say how a statistic is meant, by the name of the argument that carries them. */
export type Conventions = Readonly<Record<string, number>>;

/**
 * The values that are not missing, at least `needed` of them. Fails with "too-few-observations", and with
 * "bad-argument" for an infinite value or a convention that is not a finite number.
 */
export function observations(
  statistic: string,
  needed: number,
  values: Float64Array,
  conventions: Conventions = {},
): Result<Float64Array> {
  const fault = conventionFault(conventions) ?? infinityFault(statistic, values);
  if (fault) return fault;
  const present = dropMissing(values);
  return present.length < needed ? tooFew(statistic, needed, present.length) : ok(present);
}

/**
 * Two series over the times when neither is missing; fails as `observations` does, and for unequal lengths.
 */
export function pairedObservations(
  statistic: string,
  needed: number,
  first: Float64Array,
  second: Float64Array,
  conventions: Conventions = {},
): Result<{ readonly a: Float64Array; readonly b: Float64Array }> {
  const fault =
    conventionFault(conventions) ??
    lengthFault(statistic, first.length, second.length) ??
    infinityFault(statistic, first) ??
    infinityFault(statistic, second);
  if (fault) return fault;
  const { a, b } = pairComplete(first, second);
  return a.length < needed ? tooFew(statistic, needed, a.length) : ok({ a, b });
}

/** Π(1 + r), in order of time. Fails with "ruin" when a return loses more than everything. */
export function growthOf(statistic: string, returns: Float64Array): Result<number> {
  let growth = 1;
  for (const r of returns) {
    if (r < -1) return fail("ruin", `${statistic} is undefined after a loss of more than everything`);
    growth *= 1 + r;
  }
  return finite(statistic, growth);
}

/** The value, or "bad-argument" when it left the range of a double. */
export function finite(statistic: string, value: number): Result<number> {
  return Number.isFinite(value)
    ? ok(value)
    : fail("bad-argument", `${statistic} is beyond the range of a double for these inputs`);
}

/** The failure of two series that should stand side by side and do not. */
export function lengthFault(statistic: string, first: number, second: number): Result<never> | undefined {
  if (first === second) return undefined;
  const message = `${statistic} needs series of equal length, had ${first} and ${second}`;
  return fail("bad-argument", message, { first, second });
}

/**
 * The failure of an argument that is not a finite number, or of an annualisation factor that is not above 0.
 */
export function conventionFault(conventions: Conventions): Result<never> | undefined {
  for (const [name, value] of Object.entries(conventions)) {
    if (!Number.isFinite(value))
      return fail("bad-argument", `${name} must be a finite number, was ${value}`, { name });
    if (name === "periodsPerYear" && value <= 0)
      return fail("bad-argument", `${name} must be above 0, was ${value}`, { name });
  }
  return undefined;
}

function infinityFault(statistic: string, values: Float64Array): Result<never> | undefined {
  for (let at = 0; at < values.length; at++)
    if (Math.abs(values[at]!) === Number.POSITIVE_INFINITY)
      return fail("bad-argument", `${statistic} needs finite values, entry ${at} was ${values[at]}`, { at });
  return undefined;
}
