import type { Runner } from "../../bundle/runner/start-runner.ts";
import { createPanelCache } from "../../kernel/host/panel-cache.ts";
import { type WireResult, wireError, wireOk } from "../../wire/contract.ts";
import type { Port } from "../../wire/port.ts";
import { serve } from "../../wire/serve.ts";
import { type ComputeContract, computeContract } from "../contract/compute-contract.ts";
import type { TickStore } from "../ticks/tick-store.ts";
import { compareWithBacktest, replayAgain, type SkewCheck } from "./check-skew.ts";
import type { DataStore } from "./data-store.ts";
import { readLivePanel } from "./live-panel.ts";
import { type Published, readPublished } from "./published.ts";
import { recompute } from "./recompute.ts";
import { createRunningVersion, type RunningVersion } from "./running-version.ts";

export interface ComputeOptions {
  readonly data: DataStore;
  readonly ticks: TickStore;
  /** Starts a process for one version. */
  readonly startRunner: () => Runner;
  /** UTC milliseconds. */
  readonly now: () => number;
  /** How long one decision may take, in milliseconds. */
  readonly patienceMs: number;
  readonly backoffMs: (deaths: number) => number;
}

/** Answers the compute contract: the store, the runners, and what they compute. */
export const serveCompute = (port: Port, options: ComputeOptions): { close(): void } => {
  const { data, ticks, now } = options;
  const { book } = ticks;
  /** All vectors, or ten years: not one decision. */
  const patienceMs = 10 * options.patienceMs;
  const versions = new Map<string, RunningVersion>();
  const keyOf = ({ strategy, version }: { readonly strategy: string; readonly version: number }) =>
    `${strategy}/${version}`;
  const cache = createPanelCache();
  const panelFor = async (published: Published, isForBacktest: boolean) => {
    const underWay = book.newest().map(({ session }) => session);
    const live = await readLivePanel(published.manifest, {
      data,
      cache,
      now: now(),
      isForBacktest,
      underWay,
    });
    if (live.ok) for (const [market, date] of live.value.complete) book.complete(market, date);
    return live;
  };

  const checkSkew = async (
    running: RunningVersion,
    inTraffic: Parameters<typeof compareWithBacktest>[3] | null,
  ): Promise<WireResult<SkewCheck>> => {
    const { published } = running;
    const replayed = await running.ask((client) => replayAgain(client, published), patienceMs);
    if (!replayed.ok || replayed.value.skew || !inTraffic || !published.manifest.backtest) return replayed;
    const live = await panelFor(published, true);
    if (!live.ok) return live;
    const compared = await running.ask(
      (client) => compareWithBacktest(client, live.value, published, inTraffic),
      patienceMs,
    );
    if (!compared.ok) return compared;
    return wireOk({ ...compared.value, values: compared.value.values + replayed.value.values });
  };

  const computeAll = () => Promise.all([...versions.values()].map((running) => running.compute()));

  const server = serve<ComputeContract>(port, computeContract, {
    "version/run": ({ strategy, version, document }) => {
      const key = keyOf({ strategy, version });
      const read = readPublished(document);
      if (!read.ok) return read;
      const known = versions.get(key);
      if (known?.published.digest === read.value.digest) return wireOk({});
      known?.end();
      const running = createRunningVersion({
        ...options,
        strategy,
        version,
        published: read.value,
        panelFor,
        book,
        onComputed: (sets) => server.emit("values/computed", { strategy, version, sets: [...sets] }),
        onFormed: (set) => server.emit("values/formed", set),
        onFailed: (code, message) => server.emit("values/failed", { strategy, version, code, message }),
        onDeath: (death) => server.emit("runner/ended", { strategy, version, ...death }),
      });
      versions.set(key, running);
      void running.compute();
      return wireOk({});
    },
    "bundle/recompute": async ({ document }) => {
      const read = readPublished(document);
      return read.ok ? wireOk(await recompute(read.value, { ...options, patienceMs })) : read;
    },
    "version/end": (which) => {
      versions.get(keyOf(which))?.end();
      versions.delete(keyOf(which));
      return wireOk({});
    },
    "batch/take": async ({ batch, arrivedAt }) => {
      const taken = await data.take(batch, arrivedAt);
      if (taken.ok && taken.value.batch !== null) void computeAll();
      return taken;
    },
    "ticks/take": (wish) => ticks.take(wish),
    "values/compute": async () => {
      await computeAll();
      return wireOk({});
    },
    "skew/check": async ({ inTraffic, ...which }) => {
      const running = versions.get(keyOf(which));
      if (!running) return wireError("unknown-version", `${keyOf(which)} is not run here.`);
      const checked = await checkSkew(running, inTraffic);
      return checked.ok ? checked : wireError("not-checked", checked.error.message);
    },
  });
  ticks.onTaken((touched) => {
    for (const running of versions.values()) running.takeTicks(touched);
  });
  return {
    close: () => {
      for (const running of versions.values()) running.end();
      versions.clear();
    },
  };
};
