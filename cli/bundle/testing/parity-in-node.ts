import { readFile } from "node:fs/promises";
import { computeParity } from "../../../bundle/build/compute-parity.ts";
import { fieldsOfRun, MARGIN_SESSIONS } from "../../../bundle/build/run-needs.ts";
import { storePanels } from "../../../bundle/build/store-panels.ts";
import {
  type BundleConfig,
  type BundleParameter,
  bundleConfigSchema,
} from "../../../bundle/contract/bundle.ts";
import type { PanelSlice, ParityMode } from "../../../bundle/contract/parity.ts";
import { chooseWindows } from "../../../bundle/parity/choose-windows.ts";
import { startRunner } from "../../../bundle/runner/start-runner.ts";
import { sliceNotebook } from "../../../bundle/slice/slice-notebook.ts";
import { type ParityCase, packCase, type Replayed, replayCase } from "../../../bundle/testing/parity-case.ts";
import { runHere } from "../../../bundle/testing/run-here.ts";
import { costModels } from "../../../engine/index.ts";
import { parseNotebook } from "../../../kernel/notebook/index.ts";
import { storeContract } from "../../../store/contract/store-contract.ts";
import { openStore } from "../../../store/open-store.ts";
import { serveStore } from "../../../store/serve-store.ts";
import { bitsOf } from "../../../wire/bits.ts";
import { connect } from "../../../wire/connect.ts";
import { portPair } from "../../../wire/port.ts";

export { packCase };

/** A definition of a notebook that is to be replayed. */
export interface Wanted {
  readonly file: string;
  readonly variable: string;
  readonly kind: "strategy" | "factor";
  /** Days since 1970-01-01 that vectors are drawn from. */
  readonly from: number;
  readonly to: number;
}

const SEED = 20_241_122;

const must = <T>(result: { readonly ok: true; readonly value: T } | { readonly ok: false }): T => {
  if (!result.ok) throw new Error(JSON.stringify(result));
  return result.value;
};

const orNull = (value: number | null): string | null => (value === null ? null : bitsOf(value));

/** The cells of a notebook, without the backtests that stand in the cell of a strategy. */
const cellsOf = async (file: string) => {
  const parsed = parseNotebook(await readFile(file, "utf8"));
  if (!parsed.ok) throw new Error(parsed.error.message);
  const { cells } = parsed.notebook;
  return cells.map((cell) => {
    const at = cell.source.search(/^const \w+ = await backtest\(/m);
    return at > 0 ? { ...cell, source: cell.source.slice(0, at) } : cell;
  });
};

const backtestOn = ({ markets }: PanelSlice, mic: string): BundleConfig => {
  const { sessionDates } = markets.find((market) => market.mic === mic)!;
  const config = {
    from: sessionDates[0]!,
    to: sessionDates.at(-1)!,
    capitalMinor: 1_000_000_000,
    currency: "USD",
    costs: costModels.institutional,
  };
  return bundleConfigSchema.parse(JSON.parse(JSON.stringify(config)));
};

/** Draws vectors of each definition from a store, as a bundle of it holds them: what Node gives is what is expected. */
export const drawCases = async (
  storeDir: string,
  wanted: readonly Wanted[],
  count: number,
): Promise<readonly ParityCase[]> => {
  const opened = must(await openStore(storeDir));
  const [near, far] = portPair();
  serveStore(far, opened);
  const store = connect(near, storeContract);
  const catalog = must(await store.call("store/catalog", { snapshot: null }));
  const { id: snapshot, knownTo: clock } = catalog.snapshot;
  const drawOne = async ({ file, variable, kind, from, to }: Wanted): Promise<ParityCase> => {
    const sliced = sliceNotebook(await cellsOf(file), [], variable);
    if (!sliced.ok) throw new Error(JSON.stringify(sliced.refusals));
    const { cells, entry } = sliced.slice;
    const runner = runHere();
    const definition = must(
      await runner.call("definition/load", {
        variable,
        cells: cells.map(({ id, code, reads, seed }) => ({ id, code, reads, seed })),
        clock,
        fields: catalog.fields.map(({ name }) => name),
        parameters: {},
      }),
    );
    const { universe, decision, lookBackSessions } = definition;
    const { delayMinutes } = decision;
    const fields = fieldsOfRun(definition.fields, { costs: costModels.institutional });
    const panels = storePanels(store, snapshot, null);
    const warmUpSessions = lookBackSessions + MARGIN_SESSIONS;
    const own = { universe, fields, delayMinutes };
    const windows = chooseWindows(
      must(await panels({ ...own, from, to, warmUpSessions, hasReasons: true })),
      {
        ...{ mic: decision.mic, from, to, lookBackSessions, vectors: count, seed: SEED },
        fields: definition.fields,
      },
    );
    const parity = must(
      await computeParity(runner, windows, {
        ...{ kind, fields, count, seed: SEED },
        loadPanel: (asked) => panels({ ...own, ...asked, hasReasons: false }),
      }),
    );
    const parameters = Object.entries(definition.parameters).map(
      ([name, { kind: how, default: value, min, max }]): [string, BundleParameter] => [
        name,
        { kind: how, default: bitsOf(value), value: bitsOf(value), min: orNull(min), max: orNull(max) },
      ],
    );
    const described = {
      ...definition,
      kind,
      cells: [...cells],
      entry,
      clock,
      parameters: Object.fromEntries(parameters),
    };
    const backtests =
      kind === "factor" ? [] : parity.inputs.panels.map((panel) => backtestOn(panel, decision.mic));
    return { described, parity, backtests };
  };
  try {
    const cases: ParityCase[] = [];
    for (const each of wanted) cases.push(await drawOne(each));
    return cases;
  } finally {
    await opened.close();
  }
};

/** In this very process, without a sandbox: only for definitions of our own. */
export const replayInNode = (given: ParityCase, wrongIn: ParityMode | null): Promise<Replayed> =>
  replayCase(runHere(), given, wrongIn);

/** In a Deno process without permissions. */
export const replayInDeno = async (
  script: string,
  given: ParityCase,
  wrongIn: ParityMode | null,
): Promise<Replayed> => {
  const runner = startRunner(script);
  try {
    return await replayCase(runner.client, given, wrongIn);
  } finally {
    runner.end();
  }
};
