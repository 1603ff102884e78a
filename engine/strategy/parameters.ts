import { ArgumentError, requireWhole } from "../argument-error.ts";
import { fail, ok, type Result } from "../contract/result.ts";

/** A number a strategy may be tuned by. `percent` is written as people say it: 10 means 10 %. */
export interface ParameterSpec {
  readonly kind: "int" | "percent" | "number";
  readonly default: number;
  /** Inclusive; null where there is no bound. */
  readonly min: number | null;
  readonly max: number | null;
}

export type ParameterSpecs = Readonly<Record<string, ParameterSpec>>;
/** The values of the parameters, as the strategy sees them. */
export type ParameterValues<P extends ParameterSpecs = ParameterSpecs> = { readonly [K in keyof P]: number };
export interface ParameterBounds {
  readonly min?: number;
  readonly max?: number;
}

/** Declares parameters: `param.int(252, { min: 60, max: 504 })`, `param.percent(10)`, `param.number(0.5)`. */
export const param = {
  int: (defaultValue: number, bounds: ParameterBounds = {}) => declare("int", defaultValue, bounds),
  percent: (defaultValue: number, bounds: ParameterBounds = {}) =>
    declare("percent", defaultValue, { min: 0, max: 100, ...bounds }),
  number: (defaultValue: number, bounds: ParameterBounds = {}) => declare("number", defaultValue, bounds),
} as const;

function declare(kind: ParameterSpec["kind"], defaultValue: number, bounds: ParameterBounds): ParameterSpec {
  const spec: ParameterSpec = {
    kind,
    default: defaultValue,
    min: bounds.min ?? null,
    max: bounds.max ?? null,
  };
  if (spec.min !== null && spec.max !== null && spec.min > spec.max)
    throw new ArgumentError(`a parameter's min must not be above its max, was ${spec.min} above ${spec.max}`);
  checkParameter("the default of a parameter", spec, defaultValue);
  return Object.freeze(spec);
}

function checkParameter(name: string, spec: ParameterSpec, value: number): void {
  if (spec.kind === "int") requireWhole(name, value, Number.MIN_SAFE_INTEGER);
  else if (!Number.isFinite(value)) throw new ArgumentError(`${name} must be a finite number, was ${value}`);
  if (spec.min !== null && value < spec.min)
    throw new ArgumentError(`${name} must be at least ${spec.min}, was ${value}`);
  if (spec.max !== null && value > spec.max)
    throw new ArgumentError(`${name} must be at most ${spec.max}, was ${value}`);
}

/**
 * The values a strategy runs with: its defaults, with `overrides` in their place.
 * Fails with "bad-argument" for an unknown name or a value outside its bounds.
 *
 * @example resolveParameters(momentum, { lookback: 126 })
 */
export function resolveParameters(
  strategy: { readonly params: ParameterSpecs },
  overrides: Readonly<Record<string, number>> = {},
): Result<Record<string, number>> {
  const values: Record<string, number> = {};
  for (const [name, spec] of Object.entries(strategy.params)) values[name] = spec.default;
  for (const [name, value] of Object.entries(overrides)) {
    const spec = Object.hasOwn(strategy.params, name) ? strategy.params[name] : undefined;
    if (!spec) return fail("bad-argument", `the strategy has no parameter "${name}"`, { parameter: name });
    try {
      checkParameter(`parameter ${name}`, spec, value);
    } catch (error) {
      if (!(error instanceof ArgumentError)) throw error;
      return fail("bad-argument", error.message, { parameter: name });
    }
    values[name] = value;
  }
  return ok(values);
}
