import {
  evaluateFactor,
  fieldFactor,
  iterateParameters,
  type Panel,
  sweepCrossovers as sweepInEngine,
} from "../../engine/index.ts";
import { describeAs } from "../cells/described-value.ts";
import { showAs } from "../cells/own-displays.ts";
import { tableFromRows } from "../cells/to-table.ts";
import type { Display } from "../contract/display.ts";
import { parseDay } from "./dates.ts";
import { DELAY_MINUTES } from "./decision-delay.ts";
import type { ReadPanel } from "./read-panel.ts";
import { ResearchError } from "./research-error.ts";
import { rowsOfColumns } from "./rows-of-columns.ts";
import { universeIdOf } from "./store-data.ts";
import { grid } from "./sweep-cell.ts";
import { gridMap } from "./sweep-map.ts";
import { attempt } from "./unwrap.ts";

const MOST_PAIRS = 100_000;

function refuse(message: string): never {
  throw new ResearchError("bad-argument", message);
}

const pairsOf = ({ fast, slow }: CrossoverOptions) => {
  const axes = grid({ fast, slow });
  if (axes.count! > MOST_PAIRS) refuse(`A sweep of crossovers has at most ${MOST_PAIRS} pairs.`);
  const pairs = [...iterateParameters(axes as Parameters<typeof iterateParameters>[0])] as {
    readonly fast: number;
    readonly slow: number;
  }[];
  const usable = pairs.filter((pair) => pair.fast < pair.slow);
  return usable.length > 0 ? usable : refuse("No window of `slow` is longer than one of `fast`.");
};

/** Opens and closes of one instrument, adjusted for splits; sessions without either are left out. */
const pricesOf = (panel: Panel, iid: string) => {
  const at = panel.instruments.findIndex((instrument) => instrument.iid === iid);
  if (at < 0) refuse(`There is no instrument "${iid}" in the universe ${panel.universe}.`);
  const own = (name: string): Float64Array =>
    evaluateFactor(fieldFactor(name), panel).cells!.subarray(panel.offsets[at], panel.offsets[at + 1]);
  const [open, close] = [own("adjustedOpen"), own("adjustedClose")];
  const hasBoth = (_: number, row: number) => open[row]! > 0 && close[row]! > 0;
  const prices = { open: open.filter(hasBoth), close: close.filter(hasBoth) };
  if (prices.close.length < 3) refuse(`${iid} has fewer than three sessions with prices in that time.`);
  return { ...prices, firstSession: panel.markets[panel.instruments[at]!.market]!.firstSessionNumber };
};

/** The `sweepCrossovers` of the research API. It runs in the cell's own worker. */
export const createCrossovers =
  (readPanel: ReadPanel) =>
  async (options: CrossoverOptions): Promise<CrossoverSweep> => {
    const pairs = pairsOf(options);
    const panel = await readPanel({
      universe: universeIdOf(options.universe),
      fields: ["close", "open"],
      warmUpSessions: 0,
      decision: { kind: "close", delayMinutes: DELAY_MINUTES },
      from: parseDay("from", options.from),
      to: parseDay("to", options.to),
    });
    const prices = pricesOf(panel, options.instrument);
    const { feeBps = 0 } = options;
    const { equity: _, ...results } = attempt(() => sweepInEngine({ ...prices, pairs, feeBps }));
    const fast = Int32Array.from(pairs, (pair) => pair.fast);
    const slow = Int32Array.from(pairs, (pair) => pair.slow);
    const columns = { fast, slow, ...results };
    const value: CrossoverSweep = {
      length: pairs.length,
      ...columns,
      [Symbol.iterator]: () => rowsOfColumns(pairs.length, columns),
    };
    const described = Object.freeze(
      describeAs(value, "CrossoverSweep", `${pairs.length} pairs on ${options.instrument}`),
    );
    return showAs(described, (): Display[] => {
      const map = gridMap(slow, fast, results.sharpe);
      const labels = { title: `${options.instrument}: sharpe`, xLabel: "slow", yLabel: "fast" };
      return [
        ...(map ? [{ kind: "heat-map" as const, heatMap: { ...map(labels), unit: "none" as const } }] : []),
        { kind: "table", table: tableFromRows([...described], `${options.instrument}, by windows`) },
      ];
    });
  };
