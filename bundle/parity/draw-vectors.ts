import { createRandom } from "../../engine/index.ts";
import type { PanelSlice, ParityVectors } from "../contract/parity.ts";

/** A panel and the instants at which it is asked. */
export interface ParityPanel {
  readonly panel: PanelSlice;
  readonly instants: Float64Array<ArrayBuffer>;
  /** What came out, one row of all instruments for each instant; null where there is none. */
  readonly signal: Float64Array | null;
  readonly weights: Float64Array | null;
}

/**
 * Draws vectors: as many from each panel as far as it has them, then from all; in the order of panels, instants and
 * instruments. The same panels and seed give the same.
 */
export const drawVectors = (panels: readonly ParityPanel[], count: number, seed: number): ParityVectors => {
  const random = createRandom(seed);
  const pools = panels.map(({ panel, instants }) =>
    Array.from({ length: instants.length * panel.instruments.length }, (_, cell) => cell),
  );
  const total = pools.reduce((sum, pool) => sum + pool.length, 0);
  const drawn = panels.map((): number[] => []);
  const wanted = Math.min(count, total);
  for (let k = 0, taken = 0; taken < wanted; k++) {
    const pool = pools[k % pools.length]!;
    if (pool.length === 0) continue;
    const at = random.integer(pool.length);
    drawn[k % pools.length]!.push(pool[at]!);
    pool[at] = pool.at(-1)!;
    pool.pop();
    taken++;
  }
  const cells = drawn.flatMap((own, panel) => own.sort((a, b) => a - b).map((cell) => ({ panel, cell })));
  const of = (read: (own: ParityPanel, cell: number) => number) =>
    cells.map(({ panel, cell }) => read(panels[panel]!, cell));
  return {
    panel: Int32Array.from(cells, ({ panel }) => panel),
    instant: Float64Array.from(
      of(({ panel, instants }, cell) => instants[Math.floor(cell / panel.instruments.length)]!),
    ),
    instrument: Int32Array.from(of(({ panel }, cell) => cell % panel.instruments.length)),
    signal: Float64Array.from(of(({ signal }, cell) => signal?.[cell] ?? Number.NaN)),
    weight: Float64Array.from(of(({ weights }, cell) => weights?.[cell] ?? Number.NaN)),
  };
};
