import type { Panel } from "../contract/panel.ts";
import { type DerivedFactors, derivedFactors } from "./derived-factors.ts";
import { derivedFields, storedFieldsOf } from "./derived-names.ts";
import { unknownField } from "./fields.ts";
import { canonical } from "./finite.ts";

/** Later than every row. */
const NEVER = 0x7fff_ffff;

/** Writes the rows `from` to `end` − 1 of a derived field of instrument i to `output`, row `from` at `place`. */
export function fillDerived(
  panel: Panel,
  name: string,
  i: number,
  from: number,
  end: number,
  output: Float64Array,
  place: number,
): void {
  const [value, shares] = storedFieldsOf(name).map((stored) => storedColumn(panel, stored));
  const { starts, rows, factors } = derivedFactors(panel, name);
  const start = panel.offsets[i]!;
  const last = starts[i + 1]!;
  let change = starts[i]!;
  while (change + 1 < last && rows[change + 1]! <= from) change++;
  for (let row = from; row < end; change++) {
    const next = change + 1 < last ? Math.min(rows[change + 1]!, end) : end;
    const to = place + row - from;
    scale(name, value!, shares, start + row, start + next, factors[change]!, output, to);
    row = next;
  }
}

/** The cells `from` to `end` − 1, all with one factor, as `stepDerived` computes them. */
function scale(
  name: string,
  value: Float64Array,
  shares: Float64Array | undefined,
  from: number,
  end: number,
  factor: number,
  output: Float64Array,
  place: number,
): void {
  const shift = place - from;
  if (shares)
    for (let cell = from; cell < end; cell++)
      output[cell + shift] = canonical(value[cell]! * factor * shares[cell]!);
  else if (name === "adjustedVolume")
    for (let cell = from; cell < end; cell++) output[cell + shift] = canonical(value[cell]! / factor);
  else for (let cell = from; cell < end; cell++) output[cell + shift] = canonical(value[cell]! * factor);
}

/** Reads a derived field at any rows. */
export class DerivedReader {
  readonly #name: string;
  readonly #value: Float64Array;
  readonly #shares: Float64Array | undefined;
  readonly #offsets: Int32Array;
  readonly #changes: DerivedFactors;

  /** Throws an ArgumentError "unknown-field". */
  constructor(panel: Panel, name: string) {
    const [value, shares] = storedFieldsOf(name).map((stored) => storedColumn(panel, stored));
    this.#name = name;
    this.#value = value!;
    this.#shares = shares;
    this.#offsets = panel.offsets;
    this.#changes = derivedFactors(panel, name);
  }

  /** Writes instrument i at some ascending rows to every `step`-th place of `output` from `to` on. */
  read(i: number, wanted: Int32Array, output: Float64Array, to: number, step: number): void {
    const { starts, rows, factors } = this.#changes;
    const start = this.#offsets[i]!;
    const last = starts[i + 1]!;
    let change = starts[i]!;
    for (let k = 0; k < wanted.length; ) {
      while (change + 1 < last && rows[change + 1]! <= wanted[k]!) change++;
      const next = change + 1 < last ? rows[change + 1]! : NEVER;
      let end = k + 1;
      while (end < wanted.length && wanted[end]! < next) end++;
      const by = factors[change]!;
      scaleRows(this.#name, this.#value, this.#shares, start, wanted, k, end, by, output, to, step);
      k = end;
    }
  }
}

/**
 * As `scale`, of the rows at places `from` to `end` − 1, which lie apart; row 0 stands at `start`. A call of `scale` for
 * each of them takes a fourteenth of a sweep's time.
 */
function scaleRows(
  name: string,
  value: Float64Array,
  shares: Float64Array | undefined,
  start: number,
  rows: Int32Array,
  from: number,
  end: number,
  factor: number,
  output: Float64Array,
  to: number,
  step: number,
): void {
  const first = to + from * step;
  if (shares)
    for (let k = from, at = first; k < end; k++, at += step)
      output[at] = canonical(value[start + rows[k]!]! * factor * shares[start + rows[k]!]!);
  else if (name === "adjustedVolume")
    for (let k = from, at = first; k < end; k++, at += step)
      output[at] = canonical(value[start + rows[k]!]! / factor);
  else
    for (let k = from, at = first; k < end; k++, at += step)
      output[at] = canonical(value[start + rows[k]!]! * factor);
}

/**
 * One field of a panel, cell by cell: a stored column as it is, a derived one computed from raw data and actions.
 * Throws an ArgumentError "unknown-field".
 */
export function readField(panel: Panel, name: string): Float64Array {
  if (!derivedFields.includes(name)) return storedColumn(panel, name);
  const output = new Float64Array(panel.offsets[panel.instruments.length]!);
  for (const stored of storedFieldsOf(name)) storedColumn(panel, stored);
  for (let i = 0; i < panel.instruments.length; i++) {
    const start = panel.offsets[i]!;
    fillDerived(panel, name, i, 0, panel.offsets[i + 1]! - start, output, start);
  }
  return output;
}

/** A stored column of the panel. Throws an ArgumentError "unknown-field". */
export function storedColumn(panel: Panel, name: string): Float64Array {
  const column = Object.hasOwn(panel.columns, name) ? panel.columns[name] : undefined;
  if (!column) throw unknownField(name, Object.keys(panel.columns));
  return column;
}
