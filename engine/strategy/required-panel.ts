import { toEngineError } from "../argument-error.ts";
import type { BacktestConfig } from "../contract/backtest.ts";
import { ok, type Result } from "../contract/result.ts";
import type { Factor } from "../expression/factor.ts";
import { planFactor, storedFieldsOf } from "../expression/plan-factor.ts";
import { weightRuleNeeds } from "../portfolio/weight-rule-data.ts";
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

/** What is needed as well when an order may fill inside a bar. */
const BAR_FIELDS = ["high", "low", "volume"];

/**
 * At a decision on the first session another market's newest row may be the session before, and a dividend on
 * that row is reinvested at the close before it.
 */
const MARGIN_SESSIONS = 2;

/** Stored fields and warm-up that a test of a signal by itself needs: what it reads, and prices to trade it at. */
export function panelOfSignal(signal: Factor): Pick<RequiredPanel, "fields" | "warmUpSessions"> {
  const { fields, lookBackSessions } = planFactor(signal);
  return {
    fields: [...new Set(["open", "close", ...fields])].sort(),
    warmUpSessions: lookBackSessions + MARGIN_SESSIONS,
  };
}

/**
 * The panel a backtest of `strategy` needs. `parameters` come from `resolveParameters`; what a run is configured with
 * may need more.
 * Fails with the error of the signal when it cannot be built with these parameters.
 */
export function requiredPanel(
  strategy: Strategy,
  parameters: ParameterValues,
  config: Partial<Pick<BacktestConfig, "costs" | "fillAt" | "volumeCap">> = {},
): Result<RequiredPanel> {
  const fields = new Set<string>(ACCOUNTING_FIELDS);
  let lookBack = 0;
  if (strategy.kind === "expression") {
    try {
      const plan = planFactor(strategy.signal(parameters));
      for (const field of plan.fields) fields.add(field);
      const needs = weightRuleNeeds(strategy.weights(parameters));
      for (const field of needs.fields) for (const stored of storedFieldsOf(field)) fields.add(stored);
      lookBack = Math.max(plan.lookBackSessions, needs.lookBackSessions);
    } catch (thrown) {
      return { ok: false, error: toEngineError(thrown, `the signal of "${strategy.name}"`) };
    }
  } else {
    for (const field of strategy.needs.fields) for (const stored of storedFieldsOf(field)) fields.add(stored);
    lookBack = strategy.needs.lookback;
  }
  if (strategy.kind === "event" || (config.fillAt ?? "next-open") !== "next-open")
    for (const field of BAR_FIELDS) fields.add(field);
  const slippage = config.costs?.slippage.kind;
  if (config.volumeCap !== undefined || slippage === "volume-share" || slippage === "square-root")
    fields.add("volume");
  return ok({
    universe: strategy.universe,
    fields: [...fields].sort(),
    warmUpSessions: lookBack + MARGIN_SESSIONS,
    delayMinutes: strategy.decide.delayMinutes,
    decisionMic: strategy.decide.mic,
  });
}
