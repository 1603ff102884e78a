import type { Panel } from "../contract/panel.ts";
import { CrossSection, crossSectionContext } from "./cross-section.ts";
import { requireFields } from "./evaluate-factor.ts";
import type { Factor } from "./factor.ts";
import { rowsAt } from "./known-rows.ts";
import { isLagged, LaggedSeries } from "./lagged-series.ts";
import { checkPanel } from "./panel-checks.ts";
import { type ComputedTile, runTiles } from "./run-tiles.ts";
import { type SeriesProgram, seriesProgram } from "./series-program.ts";

/** A factor's values at some instants. */
export interface FactorSamples {
  /**
   * One value per instrument at the k-th instant; NaN where it is missing or the instrument is not a member then. What
   * is returned is overwritten by the next call.
   */
  at(k: number): Float64Array;
}

/** So many cells of a node are computed together where only lags are wanted: they stay in the nearest cache. */
const TOGETHER = 2_048;
/** So many decisions' members are looked up together there: 1 MB. */
const MEMBERS_TOGETHER = 1 << 20;

/**
 * The values of a factor at many instants, with the bits of `evaluateFactor(…).at(instant)`. What is kept is what the
 * decisions need. The panel is gone through instrument by instrument, since the cells of one decision lie far apart in
 * it; lags read rows that are kept side by side. Throws an ArgumentError ("unknown-field", "bad-panel").
 * @param instants ascending
 */
export function sampleFactor(factor: Factor, panel: Panel, instants: Float64Array): FactorSamples {
  checkPanel(panel);
  const program = seriesProgram(factor);
  requireFields(program, panel);
  const samples = isLagged(program)
    ? new LaggedSamples(program, panel, instants)
    : new ComputedSamples(program, panel, instants);
  return new SampledFactor(factor, panel, samples);
}

/** The series of an expression at some decisions: rows of all instruments, one per decision. */
interface Samples {
  /** Always the same array. */
  seriesOf(node: Factor): Float64Array;
  /** Makes decision k one of the rows. */
  readAround(k: number): void;
  /** The decision of the first row of the series, and of `isMember`. */
  readonly first: number;
  readonly firstMember: number;
  readonly isMember: Uint8Array;
  /** Whether every instrument is a member in every row, as far as that was looked for. */
  readonly areAllMembers: boolean;
}

class SampledFactor implements FactorSamples {
  readonly #samples: Samples;
  readonly #crossSection: CrossSection;
  readonly #size: number;

  constructor(factor: Factor, panel: Panel, samples: Samples) {
    this.#samples = samples;
    this.#size = panel.instruments.length;
    this.#crossSection = new CrossSection(factor, this.#size, crossSectionContext(panel), (node) =>
      samples.seriesOf(node),
    );
  }

  at(k: number): Float64Array {
    const samples = this.#samples;
    samples.readAround(k);
    const { isMember, areAllMembers, first, firstMember } = samples;
    const size = this.#size;
    return this.#crossSection.evaluate(isMember, (k - firstMember) * size, areAllMembers, (k - first) * size);
  }
}

const changing = new WeakMap<Panel, Int32Array>();

/** The instruments that are not members in all of their rows. Looked for once per panel. */
function changingMembers(panel: Panel): Int32Array {
  let found = changing.get(panel);
  if (!found) {
    const { instruments, offsets, members } = panel;
    found = Int32Array.from(instruments.keys()).filter(
      (i) => !areOnes(members, offsets[i]!, offsets[i + 1]!),
    );
    changing.set(panel, found);
  }
  return found;
}

function areOnes(flags: Uint8Array, from: number, end: number): boolean {
  for (let cell = from; cell < end; cell++) if (flags[cell] !== 1) return false;
  return true;
}

/** Of fields, lags and single values: a few rows are read at each decision. */
class LaggedSamples implements Samples {
  first = 0;
  firstMember = 0;
  areAllMembers = false;
  readonly isMember: Uint8Array;
  readonly #panel: Panel;
  readonly #rows: readonly Int32Array[];
  readonly #series: LaggedSeries;
  readonly #decisions: number;
  readonly #capacity: number;
  readonly #memberCapacity: number;
  #end = 0;
  #memberEnd = 0;

  constructor(program: SeriesProgram, panel: Panel, instants: Float64Array) {
    const size = Math.max(1, panel.instruments.length);
    const fitting = (cells: number) => Math.min(Math.max(1, Math.floor(cells / size)), instants.length);
    this.#panel = panel;
    this.#decisions = instants.length;
    this.#capacity = fitting(TOGETHER);
    this.#memberCapacity = fitting(MEMBERS_TOGETHER);
    this.#rows = panel.markets.map(({ decisionAt }) => rowsAt(decisionAt, instants));
    this.#series = new LaggedSeries(program, panel, this.#rows, this.#capacity);
    const isAsked = changingMembers(panel).length > 0 || this.#rows.some((rows) => rows[0]! < 0);
    this.isMember = new Uint8Array(isAsked ? this.#memberCapacity * panel.instruments.length : 0);
  }

  seriesOf(node: Factor): Float64Array {
    return this.#series.valuesOf(node);
  }

  readAround(k: number): void {
    if (!(k >= this.firstMember && k < this.#memberEnd)) this.#readMembers(k);
    if (k >= this.first && k < this.#end) return;
    this.first = k;
    this.#end = Math.min(k + this.#capacity, this.#decisions);
    this.#series.read(k, this.#end - k);
  }

  #readMembers(k: number): void {
    this.firstMember = k;
    this.#memberEnd = Math.min(k + this.#memberCapacity, this.#decisions);
    const panel = this.#panel;
    const changing = changingMembers(panel);
    const isKnown = this.#rows.every((rows) => rows[k]! >= 0);
    this.areAllMembers = isKnown && changing.length === 0;
    if (this.areAllMembers) return;
    const { instruments, offsets, members } = panel;
    this.isMember.fill(1);
    const count = isKnown ? changing.length : instruments.length;
    for (let n = 0; n < count; n++) {
      const i = isKnown ? changing[n]! : n;
      const rows = this.#rows[instruments[i]!.market]!.subarray(k, this.#memberEnd);
      spreadMembers(members, offsets[i]!, rows, this.isMember, i, instruments.length);
    }
  }
}

/** Computed over the whole panel, tile by tile. */
class ComputedSamples implements Samples {
  readonly first = 0;
  readonly firstMember = 0;
  readonly areAllMembers = false;
  readonly isMember: Uint8Array;
  readonly #kept = new Map<string, Float64Array>();
  readonly #panel: Panel;
  /** The newest row known, by market and instant. */
  readonly #rows: readonly Int32Array[];

  constructor(program: SeriesProgram, panel: Panel, instants: Float64Array) {
    this.#panel = panel;
    this.#rows = panel.markets.map(({ decisionAt }) => rowsAt(decisionAt, instants));
    const cells = instants.length * panel.instruments.length;
    const nodes = program.steps.filter(({ isKept }) => isKept).map(({ node }) => node);
    for (const { key } of nodes) this.#kept.set(key, new Float64Array(cells));
    this.isMember = new Uint8Array(cells);
    runTiles(program, panel, (tile) => this.#takeTile(tile, nodes));
  }

  seriesOf(node: Factor): Float64Array {
    return this.#kept.get(node.key)!;
  }

  readAround(): void {}

  #takeTile(tile: ComputedTile, nodes: readonly Factor[]): void {
    const { instruments, offsets, members } = this.#panel;
    const size = instruments.length;
    const { first, series, from, rows } = tile;
    const known = this.#rows[instruments[first]!.market]!;
    const begin = countBelow(known, from);
    const end = countBelow(known, from + rows);
    const wanted = known.subarray(begin, end);
    for (const node of nodes) {
      const values = tile.valuesOf(node);
      const output = this.seriesOf(node).subarray(begin * size);
      for (let k = 0; k < series; k++) spreadRows(values, k * rows - from, wanted, output, first + k, size);
    }
    if (from > 0) return;
    const ever = known.subarray(begin);
    for (let i = first; i < first + series; i++)
      spreadMembers(members, offsets[i]!, ever, this.isMember, begin * size + i, size);
  }
}

/** Some rows of a series, row 0 being at `start`, from one to the next `size` places on. */
function spreadRows(
  values: Float64Array,
  start: number,
  rows: Int32Array,
  output: Float64Array,
  place: number,
  size: number,
): void {
  for (let k = 0, to = place; k < rows.length; k++, to += size) output[to] = values[start + rows[k]!]!;
}

/** Whether the instrument whose cells begin at `start` is a member, from one row to the next `size` places on. */
function spreadMembers(
  members: Uint8Array,
  start: number,
  rows: Int32Array,
  output: Uint8Array,
  place: number,
  size: number,
): void {
  for (let k = 0, to = place; k < rows.length; k++, to += size) {
    const row = rows[k]!;
    output[to] = row < 0 ? 0 : members[start + row]!;
  }
}

/** How many of ascending rows are below `limit`. */
function countBelow(rows: Int32Array, limit: number): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (rows[middle]! < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
