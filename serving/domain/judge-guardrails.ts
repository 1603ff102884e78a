import type { Policy } from "../contract/policy.ts";

/** What was seen of a version in traffic. */
export interface Observation {
  readonly signalAgeSeconds: number;
  readonly parityMismatches: number;
  /** Sum of absolute weights. */
  readonly grossLeverage: number;
  /** Sum of absolute changes of weights since the signal before. */
  readonly stepTurnover: number;
  /** How often its process was ended or ended by itself within the last hour. */
  readonly runnerDeaths: number;
}

export interface Breach {
  readonly guardrail: string;
  readonly observed: number;
  readonly limit: number;
}

/** The first guardrail of a desk that an observation breaks. A figure that is no number breaks it. */
export const judgeGuardrails = ({ guardrails }: Policy, seen: Observation): Breach | null => {
  const limits = [
    ["parity mismatches", seen.parityMismatches, guardrails.maxParityMismatches],
    ["signal age in seconds", seen.signalAgeSeconds, guardrails.maxSignalAgeSeconds],
    ["gross leverage", seen.grossLeverage, guardrails.maxGrossLeverage],
    ["turnover of a step", seen.stepTurnover, guardrails.maxStepTurnover],
    ["ended processes within an hour", seen.runnerDeaths, guardrails.maxRunnerDeaths],
  ] as const;
  for (const [guardrail, value, limit] of limits)
    if (limit !== null && !(value <= limit))
      return { guardrail, observed: Number.isFinite(value) ? value : Number.MAX_VALUE, limit };
  return null;
};
