import type { Panel } from "../contract/panel.ts";
import { fillDerived, storedColumn } from "./derived-field.ts";
import { derivedFields } from "./derived-names.ts";
import type { Factor } from "./factor.ts";
import { runPointwise, type SeriesProgram } from "./series-program.ts";

/** Cells that are computed together: small enough that the values between two steps stay in the cache. */
const TILE_CELLS = 1 << 14;

/** Instruments whose cells have been computed, as `runTiles` hands them over. */
export interface Tile {
  readonly first: number;
  /** One past the last instrument. */
  readonly end: number;
  /** The cells of a kept node from `offsets[first]` on; overwritten by the next tile. */
  valuesOf(node: Factor): Float64Array;
}

/**
 * Runs the steps over all rows, a tile of instruments at a time: the values between two steps are read again while
 * they are still in the cache. Kept nodes go to their column of the whole panel where `whole` has one.
 */
export function runTiles(
  { steps }: SeriesProgram,
  panel: Panel,
  whole: ReadonlyMap<string, Float64Array>,
  visit?: (tile: Tile) => void,
): void {
  const { offsets } = panel;
  const places = new Map(steps.map(({ node }, place) => [node.key, place]));
  const tiles = tilesOf(offsets);
  const largest = Math.max(0, ...tiles.map(([first, last]) => offsets[last]! - offsets[first]!));
  const scratch = steps.map(({ node, isKept }) => {
    const isColumn = node.operator.kind === "field" && !derivedFields.includes(node.operator.name);
    return (isKept && whole.has(node.key)) || isColumn ? null : new Float64Array(largest);
  });
  const initial = steps.map(({ node }) =>
    node.operator.kind === "window" ? node.operator.initialState(node.parameters) : null,
  );
  const states = initial.map((each) => each?.slice());
  for (const [first, last] of tiles) {
    const base = offsets[first]!;
    const cells = offsets[last]! - base;
    const buffers: Float64Array[] = [];
    steps.forEach((step, place) => {
      const { node, isKept } = step;
      const { operator, parameters } = node;
      const target = isKept ? whole.get(node.key)?.subarray(base, base + cells) : undefined;
      const inputs = step.inputs.map((input) => buffers[input]!);
      if (operator.kind === "field" && !derivedFields.includes(operator.name)) {
        const column = storedColumn(panel, operator.name).subarray(base, base + cells);
        target?.set(column);
        buffers.push(column);
        return;
      }
      const output = target ?? scratch[place]!;
      buffers.push(output);
      for (let i = first; i < last; i++) {
        const start = offsets[i]! - base;
        const end = offsets[i + 1]! - base;
        if (operator.kind === "field") fillDerived(panel, operator.name, i, 0, end - start, output, start);
        else if (operator.kind === "window") {
          const state = states[place]!;
          state.set(initial[place]!);
          const { firstSessionNumber } = panel.markets[panel.instruments[i]!.market]!;
          operator.run(inputs, output, start, end, firstSessionNumber, parameters, state);
        }
      }
      runPointwise(step, inputs, output, 0, cells);
    });
    visit?.({ first, end: last, valuesOf: (node) => buffers[places.get(node.key)!]! });
  }
}

/** Ranges of instruments of at most TILE_CELLS cells, at least one instrument each. */
function tilesOf(offsets: Int32Array): [number, number][] {
  const tiles: [number, number][] = [];
  const size = offsets.length - 1;
  for (let first = 0; first < size; ) {
    let last = first + 1;
    while (last < size && offsets[last + 1]! - offsets[first]! <= TILE_CELLS) last++;
    tiles.push([first, last]);
    first = last;
  }
  return tiles;
}
