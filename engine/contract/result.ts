/** An expected failure of the engine: a code to act on, a sentence to read, plain facts to show. */
export interface EngineError {
  readonly code: EngineErrorCode;
  readonly message: string;
  readonly details?: Readonly<Record<string, string | number>>;
}

export type EngineErrorCode =
  | "unknown-field"
  | "unknown-market"
  | "unknown-instrument"
  | "bad-argument"
  | "bad-panel"
  | "bad-weights"
  | "bad-checkpoint"
  | "empty-range"
  | "too-few-observations"
  | "zero-variance"
  | "amount-too-large"
  | "ruin"
  | "cancelled"
  | "strategy-failed"
  | "unknown-metric"
  | "no-shared-memory"
  | "worker-failed";

export type Result<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: EngineError };

export const ok = <T>(value: T): Result<T> => ({ ok: true, value });
export const fail = (
  code: EngineErrorCode,
  message: string,
  details?: Readonly<Record<string, string | number>>,
): Result<never> => ({ ok: false, error: details ? { code, message, details } : { code, message } });
