import type { BundleManifest } from "../../../bundle/contract/bundle.ts";
import type { DecidedWeights } from "../../../bundle/contract/runner-contract.ts";
import { readSibling } from "../../../kernel/folder/read-sibling.ts";
import type { ServingClient } from "../../../serving/client/serving-client.ts";
import { type WireResult, wireOk } from "../../../wire/contract.ts";
import type { OpenNotebook } from "../../contract/publish-calls.ts";
import type { SignalComparison } from "../../contract/publish-evidence.ts";
import { fetchManifest } from "../fetch-manifest.ts";
import type { NotebookDecisions } from "../fork-build.ts";
import { findNotebook } from "./find-notebook.ts";
import { keptSets, newestSet, type SignalSet } from "./read-sets.ts";
import { stepsApart } from "./steps-apart.ts";

type Without = NonNullable<SignalComparison["withoutBacktest"]>;

export interface ComparisonQuestion {
  readonly strategy: string;
  /** Null asks for the newest values alone, without a backtest. */
  readonly notebooks: readonly OpenNotebook[] | null;
}

export interface ComparisonSurroundings {
  readonly decisions: NotebookDecisions;
  /** Whether the user opened the file at this path. */
  isGranted(path: string): boolean;
}

const micros = (iso: string): number => Date.parse(iso) * 1_000;
const asOfOf = ({ values }: SignalSet): string => values[0]!.asOf;
const liveOf = ({ values }: SignalSet): ReadonlyMap<string, number> =>
  new Map(values.map(({ id, value }) => [id, value ?? Number.NaN]));
const orNull = (value: number): number | null => (Number.isNaN(value) ? null : value);

type Decided =
  | { readonly snapshot: string; readonly weights: ReadonlyMap<number, DecidedWeights["weights"]> }
  | { readonly without: Without };

/** What the notebook's backtest decides at the instants of some sets, on the data here. */
const decide = async (
  manifest: BundleManifest,
  sets: readonly SignalSet[],
  open: readonly OpenNotebook[],
  around: ComparisonSurroundings,
): Promise<Decided> => {
  const because = (reason: Without["reason"], more: Partial<Without> = {}): Decided => ({
    without: {
      reason,
      name: manifest.name,
      notebook: null,
      cellId: manifest.entry.cellId,
      message: "",
      ...more,
    },
  });
  const found = findNotebook(manifest, open);
  if (!found.found)
    return found.name === null
      ? because("not-open")
      : because("other-code", { notebook: found.name, cellId: found.cellId });
  const { path, name } = found.open;
  const imported = [...new Set(manifest.cells.map(({ notebook }) => notebook))].filter((each) => each !== "");
  const readable = path !== null && around.isGranted(path) ? path : null;
  const folder = await Promise.all(
    imported.map(async (each) => ({ name: each, text: readable && (await readSibling(readable, each)) })),
  );
  const instants = sets.map((set) => micros(asOfOf(set)));
  const answer = await around.decisions({
    ...{ manifest, folder, cells: [...found.notebook.cells], snapshot: sets.at(-1)!.values[0]!.snapshot },
    ...{ since: Math.min(...instants), until: Math.max(...instants) },
  });
  if (!answer.ok) return because("failed", { message: answer.error.message });
  const decided = answer.value;
  if (!decided.ok)
    return decided.fault.code === "definition-differs"
      ? because("other-code", { notebook: name })
      : because("failed", { message: decided.fault.message });
  return {
    snapshot: decided.snapshot,
    weights: new Map(decided.decisions.map(({ at, weights }) => [at, weights])),
  };
};

/** One day of a server, beside the backtest's weights at the decision that its values are of. */
const dayOf = (
  set: SignalSet,
  ids: readonly string[],
  weights: DecidedWeights["weights"] | undefined,
): SignalComparison["days"][number] => {
  const inTraffic = liveOf(set);
  // No weight and a weight of zero are the same wish.
  const live = Float64Array.from(ids, (id) => inTraffic.get(id) ?? 0);
  const backtest = Float64Array.from(ids, (id) => (weights ? (weights[id] ?? 0) : Number.NaN));
  const { asOf, knownAt } = set.values[0]!;
  const at = { asOf, knownAt, live, backtest };
  if (!weights) return { ...at, differing: null, greatestDifference: null };
  const apart = Float64Array.from(live, (value, k) => Math.abs(value - backtest[k]!)).filter(
    (gap) => gap > 0,
  );
  return {
    ...at,
    differing: ids.filter((_, k) => stepsApart(live[k]!, backtest[k]!) !== 0).length,
    greatestDifference: apart.reduce((most, gap) => Math.max(most, gap), 0),
  };
};

/** What a strategy answers, day by day as far as its server keeps it, beside a backtest run here of the open notebook. */
export const compareSignals = async (
  client: ServingClient,
  { strategy, notebooks }: ComparisonQuestion,
  around: ComparisonSurroundings,
): Promise<WireResult<SignalComparison>> => {
  const newest = await newestSet(client, strategy);
  if (!newest.ok) return newest;
  const { asOf, knownAt, computedAt, version, stale, bundle, snapshot } = newest.value.values[0]!;
  const kept = notebooks ? await keptSets(client, strategy, newest.value) : wireOk([newest.value]);
  if (!kept.ok) return kept;
  const sets = kept.value;
  const about = { asOf, knownAt, computedAt, version, stale, bundle, snapshot };
  let decided: Decided = {
    without: { reason: "not-asked", name: "", notebook: null, cellId: "", message: "" },
  };
  if (notebooks) {
    const manifest = await fetchManifest(client, bundle);
    if (!manifest.ok) return manifest;
    decided = await decide(manifest.value, sets, notebooks, around);
  }
  const weightsAt = (set: SignalSet) =>
    "weights" in decided ? decided.weights.get(micros(asOfOf(set))) : undefined;
  const names = [
    ...sets.map((set) => [...liveOf(set).keys()]),
    ...sets.map((set) => Object.keys(weightsAt(set) ?? {})),
  ];
  const ids = [...new Set(names.flat())].sort();
  const days = sets.map((set) => dayOf(set, ids, weightsAt(set)));
  const last = days.at(-1)!;
  const hasLast = last.differing !== null;
  const rows = ids.map((id, k) => {
    const [live, backtest] = [last.live[k]!, last.backtest[k]!];
    const steps = hasLast ? stepsApart(live, backtest) : null;
    return { id, live: orNull(live), backtest: orNull(backtest), isEqual: hasLast && steps === 0, steps };
  });
  if ("without" in decided)
    return wireOk({ ...about, rows, days, withoutBacktest: decided.without, backtestSnapshot: null });
  const withoutBacktest: Without | null = hasLast
    ? null
    : { reason: "no-decision", name: "", notebook: null, cellId: "", message: "" };
  return wireOk({ ...about, rows, days, withoutBacktest, backtestSnapshot: decided.snapshot });
};
