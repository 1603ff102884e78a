import { ArgumentError } from "../../argument-error.ts";

/** Throws an ArgumentError unless `metric` can be the key of a metric. */
export function requireMetric(metric: string): void {
  if (typeof metric !== "string" || metric === "")
    throw new ArgumentError(`a metric must be a key such as "sharpe", was ${String(metric)}`);
}
