import { fieldsOfRun, MARGIN_SESSIONS } from "../../bundle/build/run-needs.ts";
import { storePanels } from "../../bundle/build/store-panels.ts";
import type { BundleManifest } from "../../bundle/contract/bundle.ts";
import type { PanelSlice } from "../../bundle/contract/parity.ts";
import type { RunnerContract } from "../../bundle/contract/runner-contract.ts";
import { evidenceOf } from "../../bundle/document/evidence-of.ts";
import { inputsDigest } from "../../bundle/document/inputs-digest.ts";
import { slicePanel } from "../../bundle/parity/slice-panel.ts";
import type { Runner } from "../../bundle/runner/start-runner.ts";
import type { BacktestConfig } from "../../engine/index.ts";
import { bitsOf } from "../../wire/bits.ts";
import type { Output } from "../../wire/contract.ts";
import type { Recomputation } from "../contract/recomputation.ts";
import { superviseRunner } from "../runners/supervise-runner.ts";
import type { DataStore } from "./data-store.ts";
import { loadPublished, type Published } from "./published.ts";

const PANEL = "recompute";

export interface RecomputeOptions {
  readonly data: DataStore;
  readonly startRunner: () => Runner;
  /** Milliseconds. */
  readonly patienceMs: number;
}

type Backtest = NonNullable<BundleManifest["backtest"]>;
type Ran = Output<RunnerContract, "backtest/run">;

const notHere = (reason: "other-data" | "failed", message: string): Recomputation => ({
  outcome: "not-here",
  reason,
  message: message.slice(0, 1_000),
});

const otherData = () =>
  notHere(
    "other-data",
    "The data store does not have the data that it was tested on. Bring it in, or test it on a copy of this store.",
  );

/** The panel that the backtest read, or what says that this store cannot give it. */
const readInputs = async (
  { universe, fields, decision, lookBackSessions, data: tested }: BundleManifest,
  { config }: Backtest,
  data: DataStore,
): Promise<PanelSlice | Recomputation> => {
  const listed = await data.client.call("snapshot/list", {});
  if (!listed.ok) return notHere("failed", listed.error.message);
  const own = listed.value.find(({ id }) => id === tested.snapshot);
  const snapshot = own ?? listed.value.find(({ isCurrent }) => isCurrent);
  if (!snapshot || (!own && tested.inputs === undefined)) return otherData();
  const wanted = fieldsOfRun(fields, config as unknown as BacktestConfig);
  const loaded = await storePanels(
    data.client,
    snapshot.id,
    tested.asOf,
  )({
    universe,
    fields: wanted,
    from: config.from,
    to: config.to,
    warmUpSessions: lookBackSessions + MARGIN_SESSIONS,
    delayMinutes: decision.delayMinutes,
    hasReasons: false,
  });
  if (!loaded.ok) return own ? notHere("failed", loaded.fault.message) : otherData();
  const { panel } = loaded.value;
  const read = slicePanel(panel, wanted, Int32Array.from(panel.instruments.keys()));
  if (own && tested.inputs === undefined) return read;
  const digest = inputsDigest(read);
  if (digest === tested.inputs) return read;
  if (!own) return otherData();
  return { outcome: "differs", figure: "inputs", stated: tested.inputs ?? null, recomputed: digest };
};

/** The first of the stated figures that came out otherwise, or was left out; none when all are the same. */
const firstDifference = (stated: Backtest, ran: Ran): Recomputation | null => {
  const metrics = Object.fromEntries(Object.entries(ran.metrics).map(([key, value]) => [key, bitsOf(value)]));
  const all = (figures: Readonly<Record<string, string>>, { sessions, orderHash }: typeof stated | Ran) =>
    new Map([["sessions", String(sessions)], ["orderHash", orderHash], ...Object.entries(figures)]);
  const [said, found] = [all(stated.metrics, stated), all(metrics, ran)];
  for (const figure of new Set([...said.keys(), ...found.keys()])) {
    const [one, other] = [said.get(figure) ?? null, found.get(figure) ?? null];
    if (one !== other) return { outcome: "differs", figure, stated: one, recomputed: other };
  }
  return null;
};

/**
 * Runs a bundle's backtest in a process of its own, on the data that it was tested on: by the id of its snapshot, or,
 * where this store has another, by the digest of what the backtest read. Every figure is held against the stated one.
 */
export const recompute = async (
  published: Published,
  { data, startRunner, patienceMs }: RecomputeOptions,
): Promise<Recomputation> => {
  const { backtest, audit } = published.manifest;
  if (!backtest) return { outcome: "no-backtest" };
  const inputs = await readInputs(published.manifest, backtest, data);
  if ("outcome" in inputs) return inputs;
  const runner = superviseRunner({
    start: startRunner,
    prepare: (client) => loadPublished(client, published),
    patienceMs,
    backoffMs: () => 0,
    onDeath: () => {},
  });
  try {
    const ran = await runner.ask(async (client) => {
      const put = await client.call("panel/put", { id: PANEL, panel: inputs });
      if (!put.ok) return put;
      return client.call("backtest/run", { panel: PANEL, config: backtest.config, since: null });
    });
    if (!ran.ok) return notHere("failed", ran.error.message);
    const difference = firstDifference(backtest, ran.value);
    // Every metric is the stated one by now.
    return difference ?? { outcome: "same", evidence: evidenceOf({ backtest, audit }) };
  } finally {
    runner.end();
  }
};
