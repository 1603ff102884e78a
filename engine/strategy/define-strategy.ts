import { ArgumentError, requireWhole, toEngineError } from "../argument-error.ts";
import { ok, type Result } from "../contract/result.ts";
import { createFieldFactors, standardFields, unknownField } from "../expression/fields.ts";
import { reportedField } from "../expression/fundamental-names.ts";
import { buildSignal } from "./build-signal.ts";
import { type ParameterSpecs, type ParameterValues, resolveParameters } from "./parameters.ts";
import type { CallbackSpec, EventSpec, ExpressionSpec, Strategy, StrategySpec } from "./strategy.ts";
import { signalHandle, type WeightRule } from "./weight-rule.ts";

const REBALANCES = ["daily", "weekly", "month-end"];

/**
 * Checks a strategy and makes it ready to run. The expression is built once with the default parameters, so
 * that a misspelt field or a bad window is an error here and not in the middle of a backtest.
 *
 * @param knownFields names the store holds; derived fields are always known
 * Fails with "unknown-field", "bad-argument" or "strategy-failed".
 */
export function defineStrategy<P extends ParameterSpecs = ParameterSpecs>(
  spec: StrategySpec<P>,
  knownFields: readonly string[] = standardFields,
): Result<Strategy> {
  try {
    checkCommon(spec);
    const strategy = isEvent(spec)
      ? eventStrategy(spec, knownFields)
      : spec.needs !== undefined
        ? callbackStrategy(spec, knownFields)
        : expressionStrategy(spec, knownFields);
    const parameters = resolveParameters(strategy);
    if (!parameters.ok) return parameters;
    if (strategy.kind === "expression") {
      strategy.signal(parameters.value);
      strategy.weights(parameters.value);
    }
    return ok(strategy);
  } catch (thrown) {
    return { ok: false, error: toEngineError(thrown, `the strategy "${spec?.name ?? "unnamed"}"`) };
  }
}

function checkCommon<P extends ParameterSpecs>(spec: StrategySpec<P>): void {
  if (typeof spec !== "object" || spec === null) throw new ArgumentError("a strategy needs an object");
  if (typeof spec.name !== "string" || spec.name === "") throw new ArgumentError("a strategy needs a name");
  if (typeof spec.universe !== "string" || spec.universe === "")
    throw new ArgumentError("a strategy needs a universe");
  if (typeof spec.decide?.mic !== "string")
    throw new ArgumentError('a strategy needs decide, such as atClose("XNYS", { delay: "30m" })');
  if (!REBALANCES.includes(spec.rebalance))
    throw new ArgumentError(
      `rebalance must be one of ${REBALANCES.join(", ")}, was ${String(spec.rebalance)}`,
    );
  if (isEvent(spec)) {
    if (typeof spec.onBar !== "function") throw new ArgumentError("onBar must be a function");
    if (spec.weights !== undefined || spec.signal !== undefined)
      throw new ArgumentError("a strategy has either onBar or weights, not both");
  } else if (typeof spec.weights !== "function")
    throw new ArgumentError("a strategy needs a weights function, or onBar");
}

function expressionStrategy<P extends ParameterSpecs>(
  spec: ExpressionSpec<P>,
  knownFields: readonly string[],
): Strategy {
  if (typeof spec.signal !== "function")
    throw new ArgumentError("a strategy needs a signal, or needs and a weights(ctx) function");
  const field = createFieldFactors(knownFields);
  return Object.freeze({
    kind: "expression" as const,
    ...commonOf(spec),
    signal: (parameters: ParameterValues) =>
      buildSignal(spec.signal, { field, p: parameters as ParameterValues<P> }),
    weights: (parameters: ParameterValues) => {
      const rule = spec.weights({ signal: signalHandle, p: parameters as ParameterValues<P> });
      if (!isWeightRule(rule))
        throw new ArgumentError("weights must return a rule, such as signal.top(10).equal()");
      return rule;
    },
  });
}

const isEvent = <P extends ParameterSpecs>(spec: StrategySpec<P>): spec is EventSpec<P> =>
  "onBar" in spec && spec.onBar !== undefined;

function eventStrategy<P extends ParameterSpecs>(
  spec: EventSpec<P>,
  knownFields: readonly string[],
): Strategy {
  return Object.freeze({
    kind: "event" as const,
    ...commonOf(spec),
    needs: checkNeeds(spec.needs, knownFields),
    state: Object.freeze({ ...spec.state }),
    onBar: spec.onBar as unknown as Extract<Strategy, { kind: "event" }>["onBar"],
  });
}

function callbackStrategy<P extends ParameterSpecs>(
  spec: CallbackSpec<P>,
  knownFields: readonly string[],
): Strategy {
  return Object.freeze({
    kind: "callback" as const,
    ...commonOf(spec),
    needs: checkNeeds(spec.needs, knownFields),
    weights: spec.weights as unknown as Extract<Strategy, { kind: "callback" }>["weights"],
  });
}

function checkNeeds(needs: CallbackSpec["needs"], knownFields: readonly string[]): CallbackSpec["needs"] {
  const known = createFieldFactors(knownFields);
  if (!Array.isArray(needs?.fields)) throw new ArgumentError("needs.fields must be a list of field names");
  for (const name of needs.fields)
    if (!Object.hasOwn(known, reportedField(name)))
      throw unknownField(reportedField(name), Object.keys(known));
  requireWhole("needs.lookback", needs.lookback, 0, 10_000);
  return Object.freeze({ fields: [...needs.fields], lookback: needs.lookback });
}

function commonOf<P extends ParameterSpecs>(spec: StrategySpec<P>) {
  const { name, universe, decide, rebalance } = spec;
  return { name, universe, decide: Object.freeze({ ...decide }), rebalance, params: { ...spec.params } };
}

function isWeightRule(value: unknown): value is WeightRule {
  return typeof value === "object" && value !== null && "select" in value && "split" in value;
}
