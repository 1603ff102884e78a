import type { KeyObject } from "node:crypto";
import type { BacktestConfig, Panel } from "../../engine/index.ts";
import type { NotebookCell } from "../../kernel/contract/document.ts";
import type { FolderNotebook } from "../../kernel/language/notebook-modules.ts";
import { bitsOf } from "../../wire/bits.ts";
import type { Client } from "../../wire/connect.ts";
import type { WireError } from "../../wire/contract.ts";
import { packed } from "../../wire/packed.ts";
import {
  BUNDLE_FORMAT,
  type BundleManifest,
  type BundleParameter,
  bundleConfigSchema,
  bundleManifestSchema,
} from "../contract/bundle.ts";
import type { BundleResult } from "../contract/bundle-fault.ts";
import type { Definition, RunnerContract } from "../contract/runner-contract.ts";
import { sha256Hex } from "../document/canonical-json.ts";
import { accept, refuse } from "../document/fault.ts";
import { inputsDigest } from "../document/inputs-digest.ts";
import { digestOf, makeDocument } from "../document/make-document.ts";
import { chooseWindows, type ReasonedPanel } from "../parity/choose-windows.ts";
import { packParity } from "../parity/parity-blobs.ts";
import { type Replay, replayParity } from "../parity/replay.ts";
import { slicePanel } from "../parity/slice-panel.ts";
import type { SliceRefusal } from "../slice/find-refusals.ts";
import { sliceNotebook } from "../slice/slice-notebook.ts";
import { ownEngine } from "../verify/check-engine.ts";
import { computeParity } from "./compute-parity.ts";
import { fieldsOfRun, MARGIN_SESSIONS } from "./run-needs.ts";

/** The backtest that stands for the definition, as the notebook's own run recorded it. */
export interface TestedRun {
  readonly parameters: Readonly<Record<string, number>>;
  readonly config: BacktestConfig;
  readonly orderHash: string;
  /** Over the code of its cell and all that one needs. */
  readonly closureHash: string;
}

/** A panel as the store is asked for it. */
export interface PanelWish {
  readonly universe: string;
  readonly fields: readonly string[];
  readonly from: number;
  readonly to: number;
  readonly warmUpSessions: number;
  readonly delayMinutes: number;
  readonly hasReasons: boolean;
  /** Rows also for sessions that close by then, UTC microseconds, although nothing is known from so late. */
  readonly underWayTo?: number;
}

export interface BuildInput {
  readonly kind: BundleManifest["kind"];
  readonly variable: string;
  readonly cells: readonly NotebookCell[];
  readonly folder: readonly FolderNotebook[];
  /** The store as the notebook sees it. */
  readonly store: {
    readonly snapshotId: string;
    readonly asOf: number | null;
    /** What Date says, UTC microseconds. */
    readonly clock: number;
    readonly fields: readonly string[];
  };
  /** The runs of a strategy of this name that the notebook recorded; the one to publish. */
  readonly findRun: (definition: Definition) => BundleResult<TestedRun>;
  /** What a backtest of a definition needs of the store. */
  readonly loadPanel: (wish: PanelWish) => Promise<BundleResult<ReasonedPanel>>;
  readonly sbom: string;
  readonly key: KeyObject | null;
  readonly vectors?: number;
  /** The definition runs by itself and gives the notebook's orders; its vectors come next. */
  readonly onCutOut?: (cells: number) => void;
}

export interface BuiltBundle {
  readonly text: string;
  readonly digest: string;
  readonly manifest: BundleManifest;
  readonly replay: Replay;
}

/** One for all: the same data gives the same vectors. */
const SEED = 20_241_122;
const VECTORS = 1_000;
const place = ({ notebook, cellId, line, column, message }: SliceRefusal): string => {
  const where = notebook === "" ? "" : `${notebook}, `;
  return cellId === "" ? message : `${where}cell ${cellId}, line ${line}, column ${column}: ${message}`;
};

const parametersOf = (definition: Definition, values: Readonly<Record<string, number>>) =>
  Object.fromEntries(
    Object.entries(definition.parameters).map(([name, spec]): [string, BundleParameter] => [
      name,
      {
        kind: spec.kind,
        default: bitsOf(spec.default),
        min: spec.min === null ? null : bitsOf(spec.min),
        max: spec.max === null ? null : bitsOf(spec.max),
        value: bitsOf(values[name] ?? spec.default),
      },
    ]),
  );

const calendarOf = ({ markets }: Panel): string =>
  sha256Hex(
    packed(markets.map(({ mic, sessionDates, openAt, closeAt }) => ({ mic, sessionDates, openAt, closeAt }))),
  );

/** Its own fault, or that of the process that runs it. */
const notLoaded = ({ code, message }: WireError): BundleResult<never> =>
  refuse(code === "gone" ? "runner-failed" : "bad-entry", message);

/**
 * Builds the bundle of a strategy, or of the factor that is its signal: cuts it out of its notebook, has it run by
 * itself, and publishes it only if that gives the orders of the notebook's own backtest and every vector in every mode.
 */
export const buildBundle = async (
  input: BuildInput,
  runner: Pick<Client<RunnerContract>, "call">,
): Promise<BundleResult<BuiltBundle>> => {
  const { kind, variable, store } = input;
  const sliced = sliceNotebook(input.cells, input.folder, variable);
  if (!sliced.ok) {
    const { refusals } = sliced;
    const code = refusals[0]!.cellId === "" ? "unknown-entry" : "not-servable";
    const message = refusals.map(place).join("\n");
    return { ok: false, fault: { code, message, places: refusals.filter(({ cellId }) => cellId !== "") } };
  }
  const { slice } = sliced;
  const load = (parameters: Readonly<Record<string, number>>) =>
    runner.call("definition/load", {
      variable,
      cells: slice.cells.map(({ id, code, reads, seed }) => ({ id, code, reads, seed })),
      clock: store.clock,
      fields: [...store.fields],
      parameters: { ...parameters },
    });
  const first = await load({});
  if (!first.ok) return notLoaded(first.error);
  if (kind === "factor" && first.value.form !== "expression")
    return refuse(
      "bad-entry",
      `${variable} has no signal: a factor is the signal of a strategy that has one.`,
    );
  const tested = input.findRun(first.value);
  if (!tested.ok) return tested;
  const { config, parameters, orderHash, closureHash } = tested.value;
  const loaded = await load(parameters);
  if (!loaded.ok) return notLoaded(loaded.error);
  const definition = loaded.value;

  const wish = {
    universe: definition.universe,
    from: config.from,
    to: config.to,
    delayMinutes: definition.decision.delayMinutes,
  };
  const whole = await input.loadPanel({
    ...wish,
    fields: fieldsOfRun(definition.fields, config),
    warmUpSessions: definition.lookBackSessions + MARGIN_SESSIONS,
    hasReasons: true,
  });
  if (!whole.ok) return whole;
  const { panel } = whole.value;
  const all = Int32Array.from(panel.instruments.keys());
  const read = slicePanel(panel, fieldsOfRun(definition.fields, config), all);
  const put = await runner.call("panel/put", { id: "backtest", panel: read });
  if (!put.ok) return refuse("runner-failed", put.error.message);
  const plain = bundleConfigSchema.parse(JSON.parse(JSON.stringify(config)));
  const ran = await runner.call("backtest/run", { panel: "backtest", config: plain, since: null });
  if (!ran.ok) return refuse("not-clean", ran.error.message);
  await runner.call("panel/drop", { id: "backtest" });
  if (ran.value.orderHash !== orderHash)
    return refuse(
      "not-clean",
      `${variable}, run by itself, gives other orders (${ran.value.orderHash.slice(0, 12)}) than in its notebook (${orderHash.slice(0, 12)}): define it from nothing that other code changes, and without chance.`,
    );

  input.onCutOut?.(slice.cells.length);
  const windows = chooseWindows(whole.value, {
    mic: definition.decision.mic,
    from: config.from,
    to: config.to,
    lookBackSessions: definition.lookBackSessions,
    fields: definition.fields,
    vectors: input.vectors ?? VECTORS,
    seed: SEED,
  });
  const parity = await computeParity(runner, windows, {
    kind,
    fields: definition.fields,
    count: input.vectors ?? VECTORS,
    seed: SEED,
    loadPanel: (asked) =>
      input.loadPanel({ ...wish, ...asked, fields: definition.fields, hasReasons: false }),
  });
  if (!parity.ok) return parity;
  const blobs = packParity(parity.value);
  const sbom = Buffer.from(input.sbom, "utf8");

  const metrics = Object.fromEntries(
    Object.entries(ran.value.metrics).map(([key, value]) => [key, bitsOf(value)]),
  );
  const manifest: BundleManifest = {
    format: BUNDLE_FORMAT,
    kind,
    name: definition.name,
    entry: slice.entry,
    cells: [...slice.cells],
    parameters: parametersOf(definition, parameters),
    universe: definition.universe,
    decision: definition.decision,
    rebalance: definition.rebalance,
    fields: definition.fields,
    lookBackSessions: definition.lookBackSessions,
    clock: store.clock,
    engine: ownEngine,
    data: {
      snapshot: store.snapshotId,
      asOf: store.asOf,
      calendar: calendarOf(panel),
      inputs: inputsDigest(read),
    },
    notebookHash: closureHash,
    backtest: kind === "factor" ? null : { config: plain, sessions: ran.value.sessions, metrics, orderHash },
    audit: { status: "missing" },
    parity: {
      count: parity.value.vectors.panel.length,
      seed: SEED,
      inputs: sha256Hex(blobs.inputs),
      vectors: sha256Hex(blobs.vectors),
    },
    sbom: sha256Hex(sbom),
  };
  const replay = await replayParity(runner, manifest, parity.value);
  if (!replay.ok) return replay;
  const sound = bundleManifestSchema.parse(manifest);
  const text = makeDocument(sound, [blobs.inputs, blobs.vectors, sbom], input.key);
  return accept({ text, digest: digestOf(sound), manifest: sound, replay: replay.value });
};
