import type { Strategy } from "../../contract/lifecycle.ts";
import { chooseVersion } from "../../domain/choose-version.ts";
import type { HeldSet } from "../../online/online-store.ts";
import { writeValues } from "../../online/write-values.ts";
import type { Asked, Handler } from "../asked.ts";
import { ProblemError } from "../problem-error.ts";
import type { Services } from "../services.ts";

interface Question {
  readonly asOf?: string | undefined;
  readonly ids?: readonly string[] | undefined;
}

/** Signals and factors, from memory alone. */
export const valueHandlers = (services: Services) => {
  const answer = (held: HeldSet | undefined, name: string, { asOf, ids }: Question) => {
    if (!held)
      throw new ProblemError(
        "no-values",
        asOf ? `${name} has no values that were known at ${asOf}.` : `${name} has no values yet.`,
      );
    const isStale = services.now() - held.set.computedAt > services.staleAfterMs;
    return { body: writeValues(held, ids ?? null, isStale) };
  };
  const knownBy = ({ asOf }: Question) => (asOf === undefined ? undefined : Date.parse(asOf));
  const factorValues = (factor: string, question: Question) => {
    const version = services.online.versionOf("factor", factor) ?? 0;
    return answer(services.online.read("factor", factor, version, knownBy(question)), factor, question);
  };

  return {
    getSignals: ({
      params,
      query,
      actor,
    }: Asked<{ strategy: string }, Question & { caller?: string | undefined }>) => {
      const strategy = services.strategies.get(params.strategy);
      if (!strategy) throw new ProblemError("unknown-strategy", `There is no strategy ${params.strategy}.`);
      if (strategy.halt)
        throw new ProblemError(
          "halted",
          `${strategy.id} was halted by ${strategy.halt.by}: ${strategy.halt.reason}`,
        );
      const version = chooseVersion(strategy, query.caller ?? actor.subject);
      if (!version) throw withoutTraffic(strategy);
      const held = services.online.read("signal", strategy.id, version.version, knownBy(query));
      return answer(held, strategy.id, query);
    },

    getFactorValues: ({ params, query }: Asked<{ factor: string }, Question>) =>
      factorValues(params.factor, query),

    batchGetFactorValues: ({ params, body }: Asked<{ factor: string }, unknown, Question>) =>
      factorValues(params.factor, body),
  } satisfies Readonly<Record<string, Handler>>;
};

const withoutTraffic = ({ id, versions }: Strategy): ProblemError => {
  const hasRetired = versions.some(({ state }) => state === "retired");
  return hasRetired
    ? new ProblemError("retired", `${id} has retired: no version of it is live any more.`)
    : new ProblemError("no-live-version", `No version of ${id} is live yet.`);
};
