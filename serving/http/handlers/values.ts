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
    const isOld = services.now() - held.set.computedAt > services.staleAfterMs;
    const isStale = isOld || services.redis() === "cut-off";
    return { body: writeValues(held, ids ?? null, isStale) };
  };
  const knownBy = ({ asOf }: Question) => (asOf === undefined ? undefined : Date.parse(asOf));
  /** The version that a caller gets: of a strategy's weights, and of the factor that is its signal. */
  const read = (kind: "signal" | "factor", id: string, caller: string, question: Question) => {
    const strategy = services.strategies.get(id);
    if (!strategy) throw new ProblemError("unknown-strategy", `There is no strategy or factor ${id}.`);
    if (strategy.halt)
      throw new ProblemError("halted", `${id} was halted by ${strategy.halt.by}: ${strategy.halt.reason}`);
    const version = chooseVersion(strategy, caller);
    if (!version) throw withoutTraffic(strategy);
    return answer(services.online.read(kind, id, version.version, knownBy(question)), id, question);
  };
  type Caller = { readonly caller?: string | undefined };

  return {
    getSignals: ({ params, query, actor }: Asked<{ strategy: string }, Question & Caller>) =>
      read("signal", params.strategy, query.caller ?? actor.subject, query),

    getFactorValues: ({ params, query, actor }: Asked<{ factor: string }, Question>) =>
      read("factor", params.factor, actor.subject, query),

    batchGetFactorValues: ({ params, body, actor }: Asked<{ factor: string }, unknown, Question>) =>
      read("factor", params.factor, actor.subject, body),
  } satisfies Readonly<Record<string, Handler>>;
};

const withoutTraffic = ({ id, versions }: Strategy): ProblemError => {
  const hasRetired = versions.some(({ state }) => state === "retired");
  return hasRetired
    ? new ProblemError("retired", `${id} has retired: no version of it is live any more.`)
    : new ProblemError("no-live-version", `No version of ${id} is live yet.`);
};
