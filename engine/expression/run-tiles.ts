import type { Panel } from "../contract/panel.ts";
import type { Kernels } from "../kernels/kernels.ts";
import { sharedKernels } from "../kernels/shared-kernels.ts";
import { type BatchStep, batchSteps } from "./batch-steps.ts";
import type { Factor } from "./factor.ts";
import { ownLookBack } from "./plan-factor.ts";
import type { SeriesProgram } from "./series-program.ts";

/** Cells that are computed together: few enough that the values between two steps stay in the cache. */
const TILE_CELLS = 1 << 13;
/** Instruments at least, unless each alone has more cells than that: who turns rows into columns wants neighbours. */
const TILE_SERIES = 8;

/**
 * Rows that have been computed, as `runTiles` hands them over: `series` instruments, one behind the other. Overwritten
 * by the next tile.
 */
export class ComputedTile {
  first = 0;
  series = 0;
  from = 0;
  rows = 0;
  readonly #places: ReadonlyMap<string, number>;
  readonly #buffers: readonly Float64Array[];
  readonly #head: number;

  constructor(places: ReadonlyMap<string, number>, buffers: readonly Float64Array[], head: number) {
    this.#places = places;
    this.#buffers = buffers;
    this.#head = head;
  }

  /** The cells of a kept node. */
  valuesOf(node: Factor): Float64Array {
    const end = this.#head + this.series * this.rows;
    return this.#buffers[this.#places.get(node.key)!]!.subarray(this.#head, end);
  }

  moveTo({ first, series, from, rows }: TilePlace): void {
    this.first = first;
    this.series = series;
    this.from = from;
    this.rows = rows;
  }
}

/** Some instruments of one market with all of their rows, or a part of the rows of one instrument. */
interface TilePlace {
  readonly first: number;
  readonly series: number;
  readonly from: number;
  readonly rows: number;
}

/**
 * Runs the steps over all rows, a tile at a time: the values between two steps are read again while they are still in
 * the cache, and no step takes memory for the whole panel. `visit` gets every tile, those of one instrument in order.
 */
export function runTiles(
  program: SeriesProgram,
  panel: Panel,
  visit: (tile: ComputedTile) => void,
  kernels: Kernels = sharedKernels(),
): void {
  kernels.borrow(() => playTiles(program, panel, visit, kernels));
}

// Functions and classes of their own: what is compiled for a function that is made for one run is thrown away with it.

function playTiles(
  program: SeriesProgram,
  panel: Panel,
  visit: (tile: ComputedTile) => void,
  kernels: Kernels,
): void {
  const { steps } = program;
  const places = tilePlaces(panel);
  const head = headOf(program, places);
  const cells = places.reduce(mostCellsOf, 0);
  const mostSeries = places.reduce(mostSeriesOf, 0);
  const buffers = steps.map(() => kernels.column(head + cells));
  const batch = batchSteps(program, panel, kernels, buffers, mostSeries);
  const computed = new ComputedTile(new Map(steps.map(({ node }, at) => [node.key, at])), buffers, head);
  for (const place of places) {
    runTile(batch, panel, head, place);
    computed.moveTo(place);
    visit(computed);
    // The next part of a long instrument reads the last rows of this one.
    if (head > 0) for (const buffer of buffers) buffer.copyWithin(0, place.rows, place.rows + head);
  }
}

const mostCellsOf = (most: number, { series, rows }: TilePlace): number => Math.max(most, series * rows);
const mostSeriesOf = (most: number, { series }: TilePlace): number => Math.max(most, series);

function runTile(batch: readonly BatchStep[], panel: Panel, head: number, place: TilePlace): void {
  const { first, from } = place;
  const { firstSessionNumber } = panel.markets[panel.instruments[first]!.market]!;
  const tile = {
    ...place,
    cell: panel.offsets[first]! + from,
    start: head,
    history: Math.min(head, from),
    firstSession: firstSessionNumber + from,
  };
  for (const step of batch) step.run(tile);
}

function tilePlaces({ instruments, markets }: Panel): TilePlace[] {
  const tiles: TilePlace[] = [];
  for (let first = 0; first < instruments.length; ) {
    const { market } = instruments[first]!;
    const rows = markets[market]!.sessionDates.length;
    const most = rows > TILE_CELLS ? 1 : Math.max(TILE_SERIES, Math.floor(TILE_CELLS / Math.max(rows, 1)));
    let series = 1;
    while (series < most && instruments[first + series]?.market === market) series++;
    for (let from = 0; from < rows; from += TILE_CELLS)
      tiles.push({ first, series, from, rows: Math.min(rows - from, TILE_CELLS) });
    first += series;
  }
  return tiles;
}

/** Rows before a part of an instrument that a kernel may read; none when every instrument is in one part. */
function headOf({ steps }: SeriesProgram, places: readonly TilePlace[]): number {
  if (places.every(({ from }) => from === 0)) return 0;
  return steps.reduce((most, { node }) => {
    const { operator } = node;
    const readsBack = operator.kind === "window" && operator.kernel?.kind === "moment";
    return readsBack ? Math.max(most, ownLookBack(node)) : most;
  }, 0);
}
