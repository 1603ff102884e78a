import type { EngineError, EngineErrorCode } from "./contract/result.ts";

/**
 * The caller's fault, said in one clear sentence: "window must be at least 1, was 0".
 * Thrown where a `Result` would break a chain (`field.close.mean(0)`); entries turn it into an `EngineError`.
 */
export class ArgumentError extends Error {
  override readonly name = "ArgumentError";
  readonly code: EngineErrorCode;
  readonly details: Readonly<Record<string, string | number>>;

  constructor(
    message: string,
    code: EngineErrorCode = "bad-argument",
    details: Readonly<Record<string, string | number>> = {},
  ) {
    super(message);
    this.code = code;
    this.details = details;
  }
}

/** Throws an ArgumentError unless `value` is a whole number in [minimum, maximum]. */
export function requireWhole(
  name: string,
  value: number,
  minimum: number,
  maximum = Number.MAX_SAFE_INTEGER,
): void {
  if (!Number.isInteger(value)) throw new ArgumentError(`${name} must be a whole number, was ${value}`);
  if (value < minimum) throw new ArgumentError(`${name} must be at least ${minimum}, was ${value}`);
  if (value > maximum) throw new ArgumentError(`${name} must be at most ${maximum}, was ${value}`);
}

/** Throws an ArgumentError unless `value` is a finite number in [minimum, maximum]. */
export function requireWithin(name: string, value: number, minimum: number, maximum: number): void {
  if (!Number.isFinite(value)) throw new ArgumentError(`${name} must be a finite number, was ${value}`);
  if (value < minimum || value > maximum)
    throw new ArgumentError(`${name} must be from ${minimum} to ${maximum}, was ${value}`);
}

/** The plain-data form of anything thrown by a strategy or by a check. */
export function toEngineError(thrown: unknown, doing: string): EngineError {
  if (thrown instanceof ArgumentError) {
    const hasDetails = Object.keys(thrown.details).length > 0;
    return { code: thrown.code, message: thrown.message, ...(hasDetails ? { details: thrown.details } : {}) };
  }
  const message = thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown);
  return { code: "strategy-failed", message: `${doing} failed: ${message}` };
}
