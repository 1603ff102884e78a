import type { Strategy } from "../contract/lifecycle.ts";
import type { ValueSet } from "../contract/value-set.ts";
import { judgeGuardrails, type Observation } from "../domain/judge-guardrails.ts";
import { findVersion } from "../domain/strategy-state.ts";
import type { Services } from "../http/services.ts";
import { commandByServer } from "./server-command.ts";

/** What a strategy's weights are, in two figures: how much is held, and how much of it changed. */
export const measureWeights = (
  weights: Pick<ValueSet, "ids" | "values">,
  before: Pick<ValueSet, "ids" | "values"> | undefined,
): Pick<Observation, "grossLeverage" | "stepTurnover"> => {
  const byId = (set: typeof weights) => new Map(set.ids.map((id, k) => [id, set.values[k]!]));
  const now = byId(weights);
  let grossLeverage = 0;
  for (const weight of now.values()) grossLeverage += Math.abs(weight);
  if (!before) return { grossLeverage, stepTurnover: 0 };
  const then = byId(before);
  let stepTurnover = 0;
  for (const id of new Set([...now.keys(), ...then.keys()]))
    stepTurnover += Math.abs((now.get(id) ?? 0) - (then.get(id) ?? 0));
  return { grossLeverage, stepTurnover };
};

const CALM: Observation = {
  signalAgeSeconds: 0,
  parityMismatches: 0,
  grossLeverage: 0,
  stepTurnover: 0,
  runnerDeaths: 0,
};

/** Holds what was seen of a version against its desk's guardrails; what breaks one leaves the traffic. Whether it did break one. */
export const watchVersion = async (
  services: Services,
  { id, desk }: Pick<Strategy, "id" | "desk">,
  version: number,
  seen: Partial<Observation>,
): Promise<boolean> => {
  const { policy } = await services.reader.policy(desk);
  const breach = judgeGuardrails(policy, { ...CALM, ...seen });
  if (!breach) return false;
  const strategy = services.strategies.get(id);
  const state = strategy && findVersion(strategy, version)?.state;
  if (state === "shadow" || state === "canary" || state === "live")
    await commandByServer(services, id, { kind: "breach", version, ...breach });
  return true;
};
