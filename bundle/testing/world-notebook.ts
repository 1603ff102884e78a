import { cutFront } from "../../engine/expression/testing/cut-front.ts";
import { type BacktestConfig, costModels, type Panel } from "../../engine/index.ts";
import { createWorld, truncateWorld, worldConfig } from "../../engine/testing/world.ts";
import type { NotebookCell } from "../../kernel/contract/document.ts";
import type { Client } from "../../wire/connect.ts";
import { type BuildInput, type BuiltBundle, buildBundle } from "../build/build-bundle.ts";
import { bundleConfigSchema } from "../contract/bundle.ts";
import type { BundleResult } from "../contract/bundle-fault.ts";
import type { RunnerContract } from "../contract/runner-contract.ts";
import { newKeyPair, readPrivateKey } from "../document/keys.ts";
import { slicePanel } from "../parity/slice-panel.ts";
import { sliceNotebook } from "../slice/slice-notebook.ts";

export const codeCell = (id: string, source: string): NotebookCell => ({
  id,
  kind: "code",
  source,
  attributes: [],
});

/** A notebook with a strategy in two cells, on a generated world. */
export const cells: readonly NotebookCell[] = [
  codeCell("half", "const half = (x: number): number => x / 2;"),
  codeCell(
    "best",
    `const best = strategy({
  name: "Best", universe: "WORLD", decide: atClose("XNYS"), rebalance: "weekly",
  params: { lag: param.int(5, { min: 1 }), top: param.percent(60) },
  signal: ({ field, p }) => field.totalReturn.returns(p.lag).plus(field.marketCap.ema(4).log()).rank(),
  weights: ({ signal, p }) => signal.top(half(p.top)).equal(),
});`,
  ),
];

export const world: Panel = createWorld({
  seed: 11,
  instruments: 40,
  sessions: 90,
  hasActions: true,
  hasGaps: true,
  hasDelistings: true,
});
const { sessionDates, decisionAt } = world.markets[0]!;
export const config: BacktestConfig = {
  ...worldConfig(costModels.institutional),
  from: sessionDates[20]!,
  to: sessionDates[80]!,
};

const author = newKeyPair();
export const authorKey = author.publicKey;
export const approver = newKeyPair();
export const stranger = newKeyPair();

/** The world as a store would give it: from some sessions before a day up to another. */
export const loadPanel: BuildInput["loadPanel"] = async ({ from, to, warmUpSessions }) => {
  const first = sessionDates.findIndex((date) => date >= from);
  const last = sessionDates.findLastIndex((date) => date <= to);
  const panel = cutFront(truncateWorld(world, decisionAt[last]!), Math.max(0, first - warmUpSessions));
  return { ok: true, value: { panel, reasons: {} } };
};

/** What the notebook's own run would have recorded. */
const orderHashOf = async (
  runner: Pick<Client<RunnerContract>, "call">,
  variable: string,
  written: readonly NotebookCell[],
): Promise<string> => {
  const sliced = sliceNotebook(written, [], variable);
  if (!sliced.ok) return "";
  const own = sliced.slice.cells;
  const parameters = {};
  const loaded = await runner.call("definition/load", {
    variable,
    cells: [...own],
    clock: 0,
    fields: [],
    parameters,
  });
  if (!loaded.ok) return "";
  const panel = await loadPanel({
    universe: "WORLD",
    fields: [],
    from: config.from,
    to: config.to,
    warmUpSessions: loaded.value.lookBackSessions + 2,
    delayMinutes: 30,
    hasReasons: false,
  });
  if (!panel.ok) return "";
  const whole = panel.value.panel;
  const all = Int32Array.from(whole.instruments.keys());
  await runner.call("panel/put", {
    id: "p",
    panel: slicePanel(whole, ["open", "close", "sharesOutstanding"], all),
  });
  const plain = bundleConfigSchema.parse(JSON.parse(JSON.stringify(config)));
  const ran = await runner.call("backtest/run", { panel: "p", config: plain, since: null });
  return ran.ok ? ran.value.orderHash : "";
};

/** Builds a bundle of a name of the notebook, in a runner. */
export const buildOn = async (
  runner: Pick<Client<RunnerContract>, "call">,
  given: Partial<BuildInput> = {},
): Promise<BundleResult<BuiltBundle>> => {
  const variable = given.variable ?? "best";
  const orderHash = await orderHashOf(runner, variable, given.cells ?? cells);
  return buildBundle(
    {
      kind: "strategy",
      variable,
      cells,
      folder: [],
      store: { snapshotId: "a".repeat(64), asOf: null, clock: 1_600_000_000_000_000, fields: [] },
      findRun: () => ({
        ok: true,
        value: { parameters: {}, config, orderHash, closureHash: "b".repeat(64) },
      }),
      loadPanel,
      sbom: '{"bomFormat":"CycloneDX"}',
      key: readPrivateKey(author.privateKey),
      ...given,
    },
    runner,
  );
};
