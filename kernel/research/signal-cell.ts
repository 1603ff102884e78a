import {
  buildSignal,
  createFieldFactors,
  type Factor as EngineFactor,
  panelOfSignal,
  standardFields,
  testSignal as testInEngine,
} from "../../engine/index.ts";
import { describeAs } from "../cells/described-value.ts";
import { showAs } from "../cells/own-displays.ts";
import { tableFromRows } from "../cells/to-table.ts";
import type { Display } from "../contract/display.ts";
import { parseDay } from "./dates.ts";
import { DELAY_MINUTES } from "./decision-delay.ts";
import { requireKnownOptions } from "./known-options.ts";
import type { ReadPanel } from "./read-panel.ts";
import { ResearchError } from "./research-error.ts";
import type { ResearchHost } from "./research-host.ts";
import { rowsOfColumns } from "./rows-of-columns.ts";
import { universeIdOf } from "./store-data.ts";
import { attempt } from "./unwrap.ts";

const OPTIONS: readonly (keyof SignalTestOptions)[] = ["universe", "from", "to", "signal", "feeBps"];

function checkOptions(options: SignalTestOptions): void {
  requireKnownOptions("testSignal", options, OPTIONS);
  if (typeof options.signal !== "function")
    throw new ResearchError(
      "bad-argument",
      "signal must be a function, such as ({ field }) => field.close.mean(20).greaterThan(field.close.mean(50))",
    );
}

/** The `testSignal` of the research API. It runs in the cell's own worker. */
export const createSignalTest =
  (host: Pick<ResearchHost, "names">, readPanel: ReadPanel) =>
  async (options: SignalTestOptions): Promise<SignalTest> => {
    checkOptions(options);
    const build = options.signal as unknown as Parameters<typeof buildSignal>[0];
    const field = createFieldFactors(host.names()?.fields.map(({ name }) => name) ?? standardFields);
    const signal: EngineFactor = attempt(() => buildSignal(build, { field }));
    const [from, to] = [parseDay("from", options.from), parseDay("to", options.to)];
    const panel = await readPanel({
      universe: universeIdOf(options.universe),
      ...panelOfSignal(signal),
      decision: { kind: "close", delayMinutes: DELAY_MINUTES },
      from,
      to,
    });
    const { feeBps = 0 } = options;
    const { iids, ...figures } = attempt(() => testInEngine({ panel, signal, from, to, feeBps }));
    const columns = { instrument: iids, ...figures };
    const value: SignalTest = {
      length: iids.length,
      ...columns,
      [Symbol.iterator]: () => rowsOfColumns<string | number>(iids.length, columns),
    };
    const described = Object.freeze(describeAs(value, "SignalTest", `${iids.length} instruments`));
    return showAs(described, (): Display[] => [
      {
        kind: "chart",
        chart: {
          title: `${panel.universe}: totalReturn`,
          type: "scatter",
          x: { kind: "number", label: "holdReturn", values: Float64Array.from(figures.holdReturn) },
          series: [{ name: "totalReturn", values: Float64Array.from(figures.totalReturn) }],
          unit: "none",
        },
      },
      { kind: "table", table: tableFromRows([...described], panel.universe) },
    ]);
  };
