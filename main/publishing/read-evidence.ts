import type { BundleManifest } from "../../bundle/contract/bundle.ts";
import { evidenceOf } from "../../bundle/document/evidence-of.ts";
import type { ServingClient } from "../../serving/client/serving-client.ts";
import type { Strategy } from "../../serving/contract/lifecycle.ts";
import { evidenceThatCounts } from "../../serving/contract/recomputation.ts";
import { numberOf } from "../../wire/bits.ts";
import { type WireResult, wireError, wireOk } from "../../wire/contract.ts";
import type { CellChange, VersionEvidence } from "../contract/publish-evidence.ts";
import { fetchManifest } from "./fetch-manifest.ts";
import { judgeLimits, judgeRecomputed } from "./judge-limits.ts";
import { serverError } from "./server-error.ts";

const numbersOf = (bits: Readonly<Record<string, string>>): Record<string, number> =>
  Object.fromEntries(Object.entries(bits).map(([name, value]) => [name, numberOf(value)]));

/** Metrics that have a value: a window has no use for the bits of a missing one. */
const metricsOf = ({ backtest }: BundleManifest): Record<string, number> =>
  Object.fromEntries(
    Object.entries(numbersOf(backtest?.metrics ?? {})).filter(([, value]) => !Number.isNaN(value)),
  );

const keyOf = ({ id, notebook }: { readonly id: string; readonly notebook: string }): string =>
  `${notebook}\n${id}`;

/** Every cell of a version beside the same of the live one, in the version's order, then those that are gone. */
const changesOf = (manifest: BundleManifest, live: BundleManifest | null): CellChange[] => {
  const before = new Map(live?.cells.map((cell) => [keyOf(cell), cell]));
  const own = manifest.cells.map((cell): CellChange => {
    const liveSource = before.get(keyOf(cell))?.source ?? null;
    before.delete(keyOf(cell));
    return { cellId: cell.id, notebook: cell.notebook, source: cell.source, liveSource };
  });
  const gone = [...before.values()].map(
    ({ id, notebook, source }): CellChange => ({ cellId: id, notebook, source: null, liveSource: source }),
  );
  return [...own, ...gone];
};

/** All that an approver judges a version by. */
export const readEvidence = async (
  client: ServingClient,
  strategy: Strategy,
  number: number,
): Promise<WireResult<VersionEvidence>> => {
  const version = strategy.versions.find((known) => known.version === number);
  if (!version) return wireError("unknown-version", `${strategy.id} has no version ${number}.`);
  const [known, policy] = await Promise.all([
    client.ask("getBundle", { params: { digest: version.digest } }),
    client.ask("getPolicy", { params: { desk: strategy.desk } }),
  ]);
  if (!known.ok) return serverError(known.failure);
  if (!policy.ok) return serverError(policy.failure);
  const fetched = await fetchManifest(client, version.digest);
  if (!fetched.ok) return fetched;
  const manifest = fetched.value;
  const liveVersion = strategy.versions.find(({ state }) => state === "live");
  const liveManifest =
    liveVersion && liveVersion.version !== number ? await fetchManifest(client, liveVersion.digest) : null;
  if (liveManifest && !liveManifest.ok) return liveManifest;
  const live = liveManifest?.value ?? null;
  const { backtest } = manifest;
  return wireOk({
    version,
    uploadedAt: known.value.uploadedAt,
    uploadedBy: known.value.uploadedBy,
    isDigestChecked: true,
    kind: manifest.kind,
    name: manifest.name,
    universe: manifest.universe,
    decision: manifest.decision,
    rebalance: manifest.rebalance,
    fields: manifest.fields,
    lookBackSessions: manifest.lookBackSessions,
    engine: manifest.engine,
    data: manifest.data,
    audit: manifest.audit,
    parameters: numbersOf(
      Object.fromEntries(Object.entries(manifest.parameters).map(([name, { value }]) => [name, value])),
    ),
    backtest: backtest && {
      config: backtest.config,
      sessions: backtest.sessions,
      metrics: metricsOf(manifest),
    },
    parityCount: manifest.parity.count,
    limits: [
      ...judgeLimits(policy.value.policy, evidenceThatCounts(evidenceOf(manifest), version.recomputed)),
      ...judgeRecomputed(policy.value.policy, version.recomputed),
    ],
    cells: changesOf(manifest, live),
    live: live && liveVersion ? { version: liveVersion, metrics: metricsOf(live) } : null,
  });
};
