import type { BundleManifest } from "../../bundle/contract/bundle.ts";
import type { RunnerContract } from "../../bundle/contract/runner-contract.ts";
import type { Client } from "../../wire/connect.ts";
import { type WireResult, wireOk } from "../../wire/contract.ts";
import type { ValueSet } from "../contract/value-set.ts";
import { backtestAgain } from "./backtest-again.ts";
import type { LivePanel } from "./live-panel.ts";
import type { Published } from "./published.ts";

const PANEL = "live";

/** Whose values they are. */
export interface ValuesOf {
  readonly strategy: string;
  readonly version: number;
  readonly published: Published;
  /** Its rule reads what an account holds: only a backtest knows that. */
  readonly isCurrentNeeded: boolean;
  /** UTC milliseconds. */
  readonly now: number;
}

/**
 * The newest values of a version: the weights of its last decision, and the signal as of the newest session. Each instant
 * by itself, by the cells run anew, as the replay does it.
 */
export const computeValues = async (
  client: Client<RunnerContract>,
  live: LivePanel,
  { strategy, version, published, isCurrentNeeded, now }: ValuesOf,
): Promise<WireResult<readonly ValueSet[]>> => {
  const { panel, rebalanceAt, newestAt, snapshot, arrivedAt } = live;
  const { manifest, digest } = published;
  const put = await client.call("panel/put", { id: PANEL, panel });
  if (!put.ok) return put;
  const ids = panel.instruments.map(({ iid }) => iid);
  const setOf = (kind: ValueSet["kind"], at: number, values: Float64Array<ArrayBuffer>): ValueSet => ({
    kind,
    name: strategy,
    version,
    bundle: digest,
    snapshot,
    asOf: at / 1_000,
    knownAt: Math.max(at / 1_000, arrivedAt ?? 0),
    computedAt: now,
    ids,
    values,
  });
  const sets: ValueSet[] = [];
  const factor = await client.call("decision/compute", question(newestAt, "signal"));
  if (!factor.ok) return factor;
  if (factor.value.signal) sets.push(setOf("factor", newestAt, factor.value.signal));
  if (manifest.kind === "strategy" && rebalanceAt !== null) {
    const weights = isCurrentNeeded
      ? await weightsOfBacktest(client, live, manifest, ids)
      : await weightsAt(client, rebalanceAt);
    if (!weights.ok) return weights;
    sets.push(setOf("signal", rebalanceAt, weights.value));
  }
  await client.call("panel/drop", { id: PANEL });
  return wireOk(sets);
};

const question = (at: number, what: "signal" | "both") => ({
  panel: PANEL,
  mode: "at" as const,
  instants: Float64Array.of(at),
  what,
  current: null,
});

const weightsAt = async (
  client: Client<RunnerContract>,
  at: number,
): Promise<WireResult<Float64Array<ArrayBuffer>>> => {
  const answer = await client.call("decision/compute", question(at, "both"));
  return answer.ok ? wireOk(answer.value.weights!) : answer;
};

const weightsOfBacktest = async (
  client: Client<RunnerContract>,
  { newestDate }: LivePanel,
  manifest: BundleManifest,
  ids: readonly string[],
): Promise<WireResult<Float64Array<ArrayBuffer>>> => {
  const last = await backtestAgain(client, PANEL, manifest, newestDate);
  return last.ok ? wireOk(Float64Array.from(ids, (iid) => last.value?.weights[iid] ?? 0)) : last;
};
