import { readFile } from "node:fs/promises";
import { buildBundle } from "../../../bundle/build/build-bundle.ts";
import { storePanels } from "../../../bundle/build/store-panels.ts";
import { bundleConfigSchema } from "../../../bundle/contract/bundle.ts";
import { readPrivateKey } from "../../../bundle/document/keys.ts";
import { slicePanel } from "../../../bundle/parity/slice-panel.ts";
import type { Runner } from "../../../bundle/runner/start-runner.ts";
import { sliceNotebook } from "../../../bundle/slice/slice-notebook.ts";
import { type BacktestConfig, costModels, type Panel } from "../../../engine/index.ts";
import type { NotebookCell } from "../../../kernel/contract/document.ts";
import { parseNotebook } from "../../../kernel/notebook/index.ts";
import { storeContract } from "../../../store/contract/store-contract.ts";
import { openStore } from "../../../store/open-store.ts";
import { serveStore } from "../../../store/serve-store.ts";
import { connect } from "../../../wire/connect.ts";
import { portPair } from "../../../wire/port.ts";

const SAMPLE = new URL("../../../sample-data/notebooks/twelve-one-momentum.nb.ts", import.meta.url);
const dayOf = (iso: string): number => Date.parse(iso) / 86_400_000;

/** The days that published strategies of tests were tested on. */
export const config: BacktestConfig = {
  from: dayOf("2022-01-03"),
  to: dayOf("2023-12-29"),
  capitalMinor: 10_000_000_000,
  currency: "USD",
  costs: costModels.institutional,
};
const FIELDS = ["close", "open", "sharesOutstanding"];

/** The cell of the sample notebook that defines its strategy. */
export const sampleCell = async (): Promise<NotebookCell> => {
  const parsed = parseNotebook(await readFile(SAMPLE, "utf8"));
  if (!parsed.ok) throw new Error(parsed.error.message);
  return parsed.notebook.cells.find(({ source }) => source.includes("const momentum"))!;
};

export const codeCell = (source: string): NotebookCell => ({
  id: "published",
  kind: "code",
  source,
  attributes: [],
});

/** A store's newest panel, in the form that runners take. */
export const readPanel = async (storeDir: string, to: number, lookBack: number): Promise<Panel> => {
  const opened = await openStore(storeDir);
  if (!opened.ok) throw new Error(opened.error.message);
  const [near, far] = portPair();
  serveStore(far, opened.value);
  try {
    const loaded = await storePanels(
      connect(near, storeContract),
      opened.value.snapshot.id,
      null,
    )({
      universe: "GLOBAL_LARGE",
      fields: FIELDS,
      from: config.from,
      to,
      warmUpSessions: lookBack + 2,
      delayMinutes: 30,
      hasReasons: false,
    });
    if (!loaded.ok) throw new Error(loaded.fault.message);
    return loaded.value.panel;
  } finally {
    opened.value.close();
  }
};

/** Runs a cell's strategy by itself over some days of a store. */
export const backtestOf = async (runner: Runner, storeDir: string, cell: NotebookCell, to: number) => {
  const sliced = sliceNotebook([cell], [], "momentum");
  if (!sliced.ok) throw new Error(JSON.stringify(sliced.refusals));
  const { cells } = sliced.slice;
  const definition = { variable: "momentum", cells: [...cells], clock: 0, fields: [], parameters: {} };
  const loaded = await runner.client.call("definition/load", definition);
  if (!loaded.ok) throw new Error(loaded.error.message);
  const panel = await readPanel(storeDir, to, loaded.value.lookBackSessions);
  const all = Int32Array.from(panel.instruments.keys());
  await runner.client.call("panel/put", { id: "own", panel: slicePanel(panel, FIELDS, all) });
  const plain = bundleConfigSchema.parse(JSON.parse(JSON.stringify({ ...config, to })));
  const ran = await runner.client.call("backtest/run", { panel: "own", config: plain, since: null });
  if (!ran.ok) throw new Error(ran.error.message);
  await runner.client.call("panel/drop", { id: "own" });
  return ran.value;
};

/** Builds and signs the bundle of a cell that defines `momentum`, on a store. */
export const buildSampleBundle = async (
  runner: Runner,
  storeDir: string,
  cell: NotebookCell,
  privateKey: string,
): Promise<string> => {
  const { orderHash } = await backtestOf(runner, storeDir, cell, config.to);
  const opened = await openStore(storeDir);
  if (!opened.ok) throw new Error(opened.error.message);
  const [near, far] = portPair();
  serveStore(far, opened.value);
  const { id: snapshotId } = opened.value.snapshot;
  try {
    const built = await buildBundle(
      {
        kind: "strategy",
        variable: "momentum",
        cells: [cell],
        folder: [],
        store: { snapshotId, asOf: null, clock: 0, fields: [] },
        findRun: () => ({
          ok: true,
          value: { parameters: {}, config, orderHash, closureHash: "b".repeat(64) },
        }),
        loadPanel: storePanels(connect(near, storeContract), snapshotId, null),
        sbom: '{"bomFormat":"CycloneDX"}',
        key: readPrivateKey(privateKey),
        vectors: 200,
      },
      runner.client,
    );
    if (!built.ok) throw new Error(built.fault.message);
    return built.value.text;
  } finally {
    opened.value.close();
  }
};
