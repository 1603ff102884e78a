import type { EventPayload } from "../../wire/contract.ts";
import { type WireResult, wireError } from "../../wire/contract.ts";
import type { ComputeContract } from "../contract/compute-contract.ts";
import type { DataBatch, TakenBatch } from "../contract/data-batch.ts";
import type { Strategy } from "../contract/lifecycle.ts";
import { wantedVersions } from "../domain/wanted-versions.ts";
import type { Services } from "../http/services.ts";
import type { ComputeLink } from "./compute-link.ts";
import type { KeptValues } from "./keep-values.ts";
import { nightOf } from "./nightly.ts";
import { recomputeVersions } from "./recompute-versions.ts";
import { commandByServer } from "./server-command.ts";
import { tellUnknown } from "./tell-unknown.ts";
import { measureWeights, watchVersion } from "./watch-guardrails.ts";

export interface ConductOptions {
  readonly startCompute: () => ComputeLink;
  readonly values: KeptValues;
  readonly log: (message: string, facts: object) => void;
  /** How long the process behind is left alone after it ended, in milliseconds. */
  readonly restartMs: number;
}

export interface Conductor {
  takeBatch(batch: DataBatch): Promise<WireResult<TakenBatch>>;
  takeTicks: Services["takeTicks"];
  /** Does what depends on the time: ages of signals, and the nightly look for values that are not what was tested. */
  tick(): Promise<void>;
  /** Looks at all versions in use now. */
  checkSkew(): Promise<void>;
  close(): void;
}

type Of<Name extends keyof ComputeContract["events"] & string> = EventPayload<ComputeContract, Name>;

const keyOf = ({ strategy, version }: { readonly strategy: string; readonly version: number }) =>
  `${strategy}/${version}`;

/**
 * Keeps the process that computes in step with the registry: it runs the versions that are wanted, its values go to
 * memory and on record, and what breaks a guardrail leaves the traffic.
 */
export const conduct = (services: Services, options: ConductOptions): Conductor => {
  const { strategies, metrics, online } = services;
  const { values, log } = options;
  const running = new Set<string>();
  /** Versions out of traffic whose processes broke a guardrail: no rollback is worth keeping them warm. */
  const givenUp = new Set<string>();
  let link: ComputeLink;
  let isClosed = false;
  let night = nightOf(services.now());
  let turn: Promise<unknown> = Promise.resolve();

  /** One thing after the other, so that a set never overtakes an older one. */
  const inTurn = <T>(act: () => Promise<T>): Promise<T> => {
    const mine = turn.then(act);
    turn = mine.catch((error: unknown) => log("a step failed", { error: String(error) }));
    return mine;
  };

  const isWanted = (strategy: Strategy) =>
    wantedVersions(strategy).filter(
      ({ version, state }) =>
        state !== "superseded" || !givenUp.has(keyOf({ strategy: strategy.id, version })),
    );
  const keepInStep = () =>
    inTurn(async () => {
      const { client } = link;
      const wanted = new Map(
        strategies.all().flatMap((strategy) =>
          isWanted(strategy).map(({ version, digest }) => {
            const which = { strategy: strategy.id, version };
            return [keyOf(which), { which, digest }] as const;
          }),
        ),
      );
      for (const key of [...running].filter((key) => !wanted.has(key))) {
        const [strategy = "", version] = key.split("/");
        running.delete(key);
        await client.call("version/end", { strategy, version: Number(version) });
      }
      for (const [key, { which, digest }] of wanted) {
        if (running.has(key) || isClosed) continue;
        running.add(key);
        const document = (await services.reader.document(digest)) ?? "";
        const begun = await client.call("version/run", { ...which, document });
        if (!begun.ok) log("a version is not run", { ...which, code: begun.error.code });
      }
    });

  const recomputing = recomputeVersions(services, () => link.client, log);

  const onComputed = async ({ strategy: id, version, sets }: Of<"values/computed">) => {
    const strategy = strategies.get(id);
    const weights = sets.find(({ kind }) => kind === "signal");
    if (strategy && weights) {
      const before = online.read("signal", id, version)?.set;
      const isStep = before !== undefined && before.asOf < weights.asOf;
      await watchVersion(services, strategy, version, measureWeights(weights, isStep ? before : undefined));
    }
    if (!isClosed) await values.publish(sets);
  };
  /** At once, and in memory alone: the next tick makes others. */
  const onFormed = (set: Of<"values/formed">) => {
    online.publish(set);
    metrics.tickToValue.observe(Math.max(0, services.now() - set.knownAt) / 1_000);
  };
  const onEnded = async ({ strategy: id, version, limit, deaths, message }: Of<"runner/ended">) => {
    metrics.sandboxKills.inc({ strategy: id, limit });
    log("a strategy's process ended", { strategy: id, version, limit, deaths, message });
    const strategy = strategies.get(id);
    if (!strategy || !(await watchVersion(services, strategy, version, { runnerDeaths: deaths }))) return;
    givenUp.add(keyOf({ strategy: id, version }));
    void keepInStep();
  };

  const begin = (): void => {
    link = options.startCompute();
    const { client } = link;
    client.on("values/computed", (computed) => void inTurn(() => onComputed(computed)).catch(() => {}));
    client.on("values/formed", onFormed);
    client.on("runner/ended", (ended) => void inTurn(() => onEnded(ended)).catch(() => {}));
    client.on("values/failed", (failed) => log("a version was not computed", failed));
    client.onClose(() => {
      running.clear();
      if (isClosed) return;
      log("the process that computes has ended", {});
      setTimeout(() => !isClosed && begin(), options.restartMs).unref();
    });
    void keepInStep().catch(() => {});
    recomputing.look("begin");
  };
  begin();
  const stopListening = strategies.onChange(() => {
    void keepInStep().catch(() => {});
    recomputing.look("change");
  });

  const checkVersion = async (strategy: Strategy, version: number): Promise<void> => {
    const inTraffic = online.read("signal", strategy.id, version)?.set ?? null;
    const checked = await link.client.call("skew/check", { strategy: strategy.id, version, inTraffic });
    if (!checked.ok)
      return log("a version was not checked", { strategy: strategy.id, version, ...checked.error });
    const { skew } = checked.value;
    if (!skew) return;
    metrics.parityMismatches.inc({ strategy: strategy.id });
    log("a version gives other values than were tested", { strategy: strategy.id, version, ...skew });
    await commandByServer(services, strategy.id, { kind: "report-skew", version, skew });
    await watchVersion(services, strategy, version, { parityMismatches: 1 });
  };
  const eachWanted = async (look: (strategy: Strategy, version: number) => Promise<unknown>) => {
    for (const strategy of strategies.all())
      for (const { version } of isWanted(strategy)) await look(strategy, version);
  };
  const checkSkew = () => eachWanted(checkVersion);

  const sayUnknown = tellUnknown(log);

  return {
    takeTicks: async (wish) => {
      const taken = await link.client.call("ticks/take", { ...wish, receivedAt: services.now() });
      if (taken.ok) sayUnknown(wish.batch.market, taken.value.unknownInstruments);
      return taken.ok || taken.error.code !== "gone"
        ? taken
        : wireError("unavailable", "The data store is not there at the moment. Send the ticks again.");
    },
    takeBatch: async (batch) => {
      const taken = await link.client.call("batch/take", { batch, arrivedAt: services.now() });
      if (taken.ok && taken.value.batch !== null) recomputing.look("data");
      return taken.ok || taken.error.code !== "gone"
        ? taken
        : wireError("unavailable", "The data store is not there at the moment. Send the batch again.");
    },
    tick: async () => {
      await eachWanted((strategy, version) => {
        const set = online.read("signal", strategy.id, version)?.set;
        const age = set ? { signalAgeSeconds: (services.now() - set.computedAt) / 1000 } : {};
        return watchVersion(services, strategy, version, age);
      });
      if (nightOf(services.now()) === night) return;
      night = nightOf(services.now());
      await checkSkew();
    },
    checkSkew,
    close: () => {
      isClosed = true;
      online.forgetForming();
      stopListening();
      link.close();
    },
  };
};
