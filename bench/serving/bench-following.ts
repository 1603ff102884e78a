import { buildBundle } from "../../bundle/build/build-bundle.ts";
import { storePanels } from "../../bundle/build/store-panels.ts";
import { bundleConfigSchema } from "../../bundle/contract/bundle.ts";
import { newKeyPair, readPrivateKey } from "../../bundle/document/keys.ts";
import { slicePanel } from "../../bundle/parity/slice-panel.ts";
import { startRunner } from "../../bundle/runner/start-runner.ts";
import { sliceNotebook } from "../../bundle/slice/slice-notebook.ts";
import { type BacktestConfig, costModels } from "../../engine/index.ts";
import { storeContract } from "../../store/contract/store-contract.ts";
import { openStore } from "../../store/open-store.ts";
import { serveStore } from "../../store/serve-store.ts";
import { connect } from "../../wire/connect.ts";
import { portPair } from "../../wire/port.ts";
import { FROM, MIC, TO, UNIVERSE } from "./make-tick-store.ts";

/** Averages, strength, volume-weighted price and a rank across all names: each tick moves all values. */
const SOURCE = `const following = strategy({
  name: "Following", universe: "${UNIVERSE}", decide: atClose("${MIC}", { delay: "30m" }), rebalance: "month-end",
  signal: ({ field }) => {
    const price = field.high.plus(field.low).plus(field.close).div(3);
    const weighted = price.times(field.volume).sum(20).div(field.volume.sum(20));
    return field.close.sma(50).div(field.close.ema(20)).plus(field.close.rsi(14).div(100))
      .plus(field.close.div(weighted)).plus(field.totalReturn.returns(21)).rank();
  },
  weights: ({ signal }) => signal.top(10).equal(),
});`;
const FIELDS = ["close", "high", "low", "open", "sharesOutstanding", "volume"];
const config: BacktestConfig = {
  from: FROM,
  to: TO,
  capitalMinor: 100_000_000_000,
  currency: "USD",
  costs: costModels.institutional,
};

/** Builds the bundle that is measured, on a store. */
export const buildFollowing = async (storeDir: string, runnerScript: string): Promise<string> => {
  const cell = { id: "following", kind: "code" as const, source: SOURCE, attributes: [] };
  const opened = await openStore(storeDir);
  if (!opened.ok) throw new Error(opened.error.message);
  const runner = startRunner(runnerScript);
  try {
    const [near, far] = portPair();
    serveStore(far, opened.value);
    const snapshotId = opened.value.snapshot.id;
    const loadPanel = storePanels(connect(near, storeContract), snapshotId, null);
    const sliced = sliceNotebook([cell], [], "following");
    if (!sliced.ok) throw new Error(JSON.stringify(sliced.refusals));
    const loaded = await runner.client.call("definition/load", {
      variable: "following",
      cells: [...sliced.slice.cells],
      clock: 0,
      fields: [],
      parameters: {},
    });
    if (!loaded.ok) throw new Error(loaded.error.message);
    const panel = await loadPanel({
      universe: UNIVERSE,
      fields: FIELDS,
      from: FROM,
      to: TO,
      warmUpSessions: loaded.value.lookBackSessions + 2,
      delayMinutes: 30,
      hasReasons: false,
    });
    if (!panel.ok) throw new Error(panel.fault.message);
    const all = Int32Array.from(panel.value.panel.instruments.keys());
    await runner.client.call("panel/put", { id: "own", panel: slicePanel(panel.value.panel, FIELDS, all) });
    const plain = bundleConfigSchema.parse(JSON.parse(JSON.stringify(config)));
    const ran = await runner.client.call("backtest/run", { panel: "own", config: plain, since: null });
    if (!ran.ok) throw new Error(ran.error.message);
    const { orderHash } = ran.value;
    const built = await buildBundle(
      {
        kind: "strategy",
        variable: "following",
        cells: [cell],
        folder: [],
        store: { snapshotId, asOf: null, clock: 0, fields: [] },
        findRun: () => ({
          ok: true,
          value: { parameters: {}, config, orderHash, closureHash: "b".repeat(64) },
        }),
        loadPanel,
        sbom: '{"bomFormat":"CycloneDX"}',
        key: readPrivateKey(newKeyPair().privateKey),
        vectors: 20,
      },
      runner.client,
    );
    if (!built.ok) throw new Error(built.fault.message);
    return built.value.text;
  } finally {
    runner.end();
    opened.value.close();
  }
};
