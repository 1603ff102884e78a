import type { z } from "zod";
import type { Answered } from "../../../serving/client/read-answer.ts";
import type { ServingClient } from "../../../serving/client/serving-client.ts";
import type { valuesSchema } from "../../../serving/contract/values.ts";
import { type WireResult, wireError, wireOk } from "../../../wire/contract.ts";
import { serverError } from "../server-error.ts";

/** Values that were computed together. */
export type SignalSet = z.output<typeof valuesSchema>;

/** As many as a server keeps of a version. */
const MOST_SETS = 64;

export const newestSet = async (client: ServingClient, strategy: string): Promise<WireResult<SignalSet>> => {
  const answered = await client.ask("getSignals", { params: { strategy } });
  if (!answered.ok) return serverError(answered.failure);
  if (answered.value.values.length > 0) return wireOk(answered.value);
  return wireError("no-values", `${strategy} has no values yet.`);
};

/** The sets that a server still has of the version of the newest one, oldest first: what was known just before each. */
export const keptSets = async (
  client: ServingClient,
  strategy: string,
  newest: SignalSet,
): Promise<WireResult<readonly SignalSet[]>> => {
  const sets = [newest];
  while (sets.length < MOST_SETS) {
    const known = Date.parse(sets[0]!.values[0]!.knownAt);
    const asOf = new Date(known - 1).toISOString();
    const before: Answered<SignalSet> = await client.ask("getSignals", {
      params: { strategy },
      query: { asOf },
    });
    if (!before.ok && before.failure.code !== "no-values") return serverError(before.failure);
    // Somebody may have brought another version into traffic meanwhile.
    if (!before.ok || before.value.version !== newest.version || before.value.values.length === 0) break;
    sets.unshift(before.value);
  }
  return wireOk(sets);
};
