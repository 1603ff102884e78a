import type { SessionDate, UtcMicros } from "../contract/time.ts";
import type { ParameterValues } from "../strategy/parameters.ts";
import type { DecisionContext } from "../strategy/strategy.ts";
import type { KnownData } from "./known-data.ts";

/** Makes what a rebalance callback sees at each decision. */
export function createContextFactory(
  known: KnownData,
  parameters: ParameterValues,
): (at: UtcMicros, date: SessionDate) => DecisionContext {
  const p = Object.freeze({ ...parameters });
  return (at, date) =>
    Object.freeze({
      at,
      date,
      members: Object.freeze(known.members().map((i) => known.iidOf(i))),
      latest: (field: string) => known.latest(field),
      history: (iid: string, field: string, n: number) => known.history(iid, field, n),
      p,
    });
}
