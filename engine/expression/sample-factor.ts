import type { Panel } from "../contract/panel.ts";
import { CrossSection, crossSectionContext } from "./cross-section.ts";
import { requireFields } from "./evaluate-factor.ts";
import type { Factor } from "./factor.ts";
import { rowsAt } from "./known-rows.ts";
import { isLagged, LaggedReader } from "./lagged-series.ts";
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

/** Values of a node that are read together when only lags are wanted: 8 MB. */
const READ_TOGETHER = 1 << 20;
const EIGHT = 8;

/**
 * The values of a factor at many instants, with the bits of `evaluateFactor(…).at(instant)`. The panel is gone through
 * instrument by instrument, since the cells of one decision lie far apart in it; what is kept is what the decisions
 * need: of a series of lags, those of some decisions at a time. Throws an ArgumentError ("unknown-field",
 * "bad-panel").
 * @param instants ascending
 */
export function sampleFactor(factor: Factor, panel: Panel, instants: Float64Array): FactorSamples {
  checkPanel(panel);
  const program = seriesProgram(factor);
  requireFields(program, panel);
  const size = panel.instruments.length;
  const isRead = isLagged(program);
  const most = isRead ? Math.max(1, Math.floor(READ_TOGETHER / Math.max(size, 1))) : instants.length;
  const samples = new Samples(program, panel, instants, Math.min(most, instants.length));
  if (isRead) samples.prepareReading();
  else samples.fillFromTiles();
  const seriesOf = (node: Factor) => samples.kept.get(node.key)!;
  const crossSection = new CrossSection(factor, size, crossSectionContext(panel), seriesOf);
  return new SampledFactor(samples, crossSection, size, isRead);
}

class SampledFactor implements FactorSamples {
  readonly #samples: Samples;
  readonly #crossSection: CrossSection;
  readonly #size: number;
  readonly #isRead: boolean;

  constructor(samples: Samples, crossSection: CrossSection, size: number, isRead: boolean) {
    this.#samples = samples;
    this.#crossSection = crossSection;
    this.#size = size;
    this.#isRead = isRead;
  }

  at(k: number): Float64Array {
    const samples = this.#samples;
    if (this.#isRead) samples.readAround(k);
    const { isMember, areAllMembers } = samples;
    return this.#crossSection.evaluate(isMember, (k - samples.first) * this.#size, areAllMembers);
  }
}

const throughout = new WeakMap<Panel, Uint8Array>();

/** 1 for each instrument that is a member in all of its rows, as most are. Looked for once per panel. */
function membersThroughout(panel: Panel): Uint8Array {
  let found = throughout.get(panel);
  if (!found) {
    const { instruments, offsets, members } = panel;
    found = new Uint8Array(instruments.length);
    for (let i = 0; i < found.length; i++) found[i] = areOnes(members, offsets[i]!, offsets[i + 1]!) ? 1 : 0;
    throughout.set(panel, found);
  }
  return found;
}

function areOnes(flags: Uint8Array, from: number, end: number): boolean {
  for (let cell = from; cell < end; cell++) if (flags[cell] !== 1) return false;
  return true;
}

/** What some decisions show: one row of all instruments per instant. */
class Samples {
  readonly kept = new Map<string, Float64Array>();
  readonly isMember: Uint8Array;
  /** Whether every instrument is a member in every row, as far as that was looked for. */
  areAllMembers = false;
  /** The instant of the first row. */
  first = 0;
  readonly #program: SeriesProgram;
  readonly #panel: Panel;
  /** The newest row known, by market and instant. */
  readonly #rows: readonly Int32Array[];
  readonly #capacity: number;
  #readers: readonly {
    readonly output: Float64Array;
    readonly reader: LaggedReader;
    /** Of up to eight instruments, one behind the other. */
    readonly values: Float64Array;
  }[] = [];
  #end = 0;
  /** Where the values of eight instruments begin. */
  readonly #starts = new Int32Array(EIGHT);

  constructor(program: SeriesProgram, panel: Panel, instants: Float64Array, capacity: number) {
    this.#program = program;
    this.#panel = panel;
    this.#capacity = capacity;
    this.#rows = panel.markets.map(({ decisionAt }) => rowsAt(decisionAt, instants));
    const size = panel.instruments.length;
    for (const { node, isKept } of program.steps)
      if (isKept) this.kept.set(node.key, new Float64Array(capacity * size));
    this.isMember = new Uint8Array(capacity * size);
  }

  prepareReading(): void {
    this.#readers = this.#program.steps
      .filter(({ isKept }) => isKept)
      .map(({ node }) => ({
        output: this.kept.get(node.key)!,
        reader: new LaggedReader(node, this.#panel, this.#capacity),
        values: new Float64Array(EIGHT * this.#capacity),
      }));
  }

  /** Makes instant k one of the rows. */
  readAround(k: number): void {
    if (k >= this.first && k < this.#end) return;
    this.first = k;
    this.#end = k + this.#capacity;
    const { instruments, offsets, members } = this.#panel;
    const parts = this.#rows.map((known) => {
      const rows = known.subarray(k, this.#end);
      return { rows, areConsecutive: areConsecutive(rows) };
    });
    const size = instruments.length;
    const isThroughout = membersThroughout(this.#panel);
    this.isMember.fill(1);
    this.areAllMembers = true;
    for (let i = 0; i < size; ) {
      const { market } = instruments[i]!;
      const wanted = parts[market]!;
      const { rows } = wanted;
      let next = i;
      while (next < size && next < i + EIGHT && instruments[next]!.market === market) next++;
      for (const { output, reader, values } of this.#readers) {
        const isEight = next === i + EIGHT;
        if (isEight && reader.stored && wanted.areConsecutive && rows[0]! >= 0) {
          for (let j = i; j < next; j++) this.#starts[j - i] = offsets[j]! + rows[0]!;
          spreadEight(reader.stored, this.#starts, rows.length, output, i, size);
          continue;
        }
        for (let j = i; j < next; j++) {
          this.#starts[j - i] = (j - i) * rows.length;
          values.set(reader.read(j, wanted).subarray(0, rows.length), this.#starts[j - i]!);
        }
        if (isEight) spreadEight(values, this.#starts, rows.length, output, i, size);
        else
          for (let j = i; j < next; j++) spread(values, (j - i) * rows.length, rows.length, output, j, size);
      }
      for (; i < next; i++) {
        if (isThroughout[i] === 1 && (rows[0] ?? 0) >= 0) continue;
        spreadMembers(members, offsets[i]!, rows, 0, this.isMember, i, size);
        this.areAllMembers = false;
      }
    }
  }

  fillFromTiles(): void {
    const nodes = this.#program.steps.filter(({ isKept }) => isKept).map(({ node }) => node);
    runTiles(this.#program, this.#panel, (tile) => this.#takeTile(tile, nodes));
  }

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
      const output = this.kept.get(node.key)!.subarray(begin * size);
      for (let k = 0; k < series; k++) spreadRows(values, k * rows - from, wanted, output, first + k, size);
    }
    if (from === 0)
      for (let i = first; i < first + series; i++)
        spreadMembers(members, offsets[i]!, known, begin, this.isMember, i, size);
  }
}

function areConsecutive(rows: Int32Array): boolean {
  for (let k = 1; k < rows.length; k++) if (rows[k] !== rows[k - 1]! + 1) return false;
  return true;
}

/** From the values of one instrument at each instant, from `start` on, to a place in each instant's row. */
function spread(
  values: Float64Array,
  start: number,
  count: number,
  output: Float64Array,
  place: number,
  size: number,
): void {
  for (let k = 0, to = place; k < count; k++, to += size) output[to] = values[start + k]!;
}

/** The same of some of its rows, row 0 being at `start`. */
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

/** The same of eight instruments whose values begin at `starts`: a line of the cache for each instant. */
function spreadEight(
  v: Float64Array,
  starts: Int32Array,
  count: number,
  output: Float64Array,
  place: number,
  size: number,
): void {
  const [a, b, c, d] = [starts[0]!, starts[1]!, starts[2]!, starts[3]!];
  const [e, f, g, h] = [starts[4]!, starts[5]!, starts[6]!, starts[7]!];
  for (let k = 0, to = place; k < count; k++, to += size) {
    output[to] = v[a + k]!;
    output[to + 1] = v[b + k]!;
    output[to + 2] = v[c + k]!;
    output[to + 3] = v[d + k]!;
    output[to + 4] = v[e + k]!;
    output[to + 5] = v[f + k]!;
    output[to + 6] = v[g + k]!;
    output[to + 7] = v[h + k]!;
  }
}

/** The same of whether the instrument whose cells begin at `start` is a member, from the `from`-th instant on. */
function spreadMembers(
  members: Uint8Array,
  start: number,
  rows: Int32Array,
  from: number,
  output: Uint8Array,
  place: number,
  size: number,
): void {
  for (let k = from, to = from * size + place; k < rows.length; k++, to += size) {
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
