import { toEngineError } from "../argument-error.ts";
import { ok, type Result } from "../contract/result.ts";
import { planFactor, storedFieldsOf } from "../expression/plan-factor.ts";
import type { ParameterValues } from "./parameters.ts";
import type { Strategy } from "./strategy.ts";

/** What to ask the store for, so that a strategy can run with given parameters. */
export interface RequiredPanel {
  readonly universe: string;
  /** Stored fields, sorted by name. */
  readonly fields: string[];
  readonly warmUpSessions: number;
  readonly delayMinutes: number;
  readonly decisionMic: string;
}

/** Fills need opens, marks need closes, and the benchmark weighs by capitalisation. */
const ACCOUNTING_FIELDS = ["open", "close", "sharesOutstanding"];

/**
 * At a decision on the first session another market's newest row may be the session before, and a dividend on
 * that row is reinvested at the close before it.
 */
const MARGIN_SESSIONS = 2;

/**
 * The panel a backtest of `strategy` needs. `parameters` come from `resolveParameters`.
 * Fails with the error of the signal when it cannot be built with these parameters.
 */
export function requiredPanel(strategy: Strategy, parameters: ParameterValues): Result<RequiredPanel> {
  const fields = new Set<string>(ACCOUNTING_FIELDS);
  let lookBack = 0;
  if (strategy.kind === "expression") {
    try {
      const plan = planFactor(strategy.signal(parameters));
      for (const field of plan.fields) fields.add(field);
      lookBack = plan.lookBackSessions;
    } catch (thrown) {
      return { ok: false, error: toEngineError(thrown, `the signal of "${strategy.name}"`) };
    }
  } else {
    for (const field of strategy.needs.fields) for (const stored of storedFieldsOf(field)) fields.add(stored);
    lookBack = strategy.needs.lookback;
  }
  return ok({
    universe: strategy.universe,
    fields: [...fields].sort(),
    warmUpSessions: lookBack + MARGIN_SESSIONS,
    delayMinutes: strategy.decide.delayMinutes,
    decisionMic: strategy.decide.mic,
  });
}
