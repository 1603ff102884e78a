import type { Panel, PanelInstrument } from "../contract/panel.ts";
import { fillDerived, readField } from "../expression/derived-field.ts";
import { knownRows } from "../expression/known-rows.ts";
import type { FxRates } from "./fx-rates.ts";
import { adjustmentOf, type LateClaim, lateClaims } from "./late-claims.ts";

/** No company is worth as much, and sums below it have an end. */
const MOST_CAPITAL = 1e30;

interface Known {
  readonly instants: Float64Array;
  readonly currency: string;
  readonly levels: Float64Array;
}

/** The last one of each panel: who runs again on it mostly asks for the same instants. */
const known = new WeakMap<Panel, Known>();

/**
 * The benchmark of a run, for the caller to keep: see `computeBenchmark`. It is the panel's and the currency's, not the
 * strategy's: runs that strike at the same instants have the same one, and only the first goes through the panel.
 * @param fx of the currency
 */
export function benchmarkOf(
  panel: Panel,
  instants: Float64Array,
  currency: string,
  fx: FxRates,
  order: Int32Array,
): Float64Array {
  const last = known.get(panel);
  if (last?.currency === currency && areEqual(last.instants, instants)) return last.levels.slice();
  const levels = computeBenchmark(panel, instants, fx, order);
  known.set(panel, { instants: instants.slice(), currency, levels });
  return levels.slice();
}

const areEqual = (a: Float64Array, b: Float64Array): boolean =>
  a.length === b.length && a.every((value, k) => value === b[k]);

/**
 * The capitalisation-weighted total return of the universe in the run's currency, 1 at the first instant, no costs.
 * The return from T(d−1) to T(d) weighs each member known at T(d−1) by its capitalisation known then; at an
 * instant when no member's is known, all weigh the same. A delisted name carries its last level times one plus
 * its delisting return. A split or cash that is told late is received when it is told, of what was held before the
 * ex-date.
 */
function computeBenchmark(
  panel: Panel,
  instants: Float64Array,
  fx: FxRates,
  order: Int32Array,
): Float64Array {
  const levels = carryForward(panel, readField(panel, "totalReturn"), true);
  const caps = panel.columns.sharesOutstanding
    ? carryForward(panel, readField(panel, "marketCap"), false)
    : new Float64Array(levels.length).fill(Number.NaN);
  const days = instants.length;
  const rows = panel.markets.map((_, m) => Int32Array.from(instants, (at) => knownRows(panel, at)[m]!));
  const rates = panel.markets.map((_, m) => Float64Array.from(instants, (at) => fx.intoBase(m, at)));
  const weighted = { gained: new Float64Array(days), held: new Float64Array(days) };
  const equally = { gained: new Float64Array(days), held: new Float64Array(days) };
  const claimsOf = findClaims(panel, rows, rates);
  const due: (LateClaim & { readonly weight: number })[] = [];
  // Instruments outside, in canonical order: memory is read in sequence, and each day adds in the same order.
  for (const i of order) {
    const start = panel.offsets[i]!;
    const row = rows[panel.instruments[i]!.market]!;
    const rate = rates[panel.instruments[i]!.market]!;
    let before = Number.NaN;
    let weight = 0;
    let isMember = false;
    const claims = claimsOf.get(i);
    for (let d = 0; d < days; d++) {
      const cell = start + row[d]!;
      const isKnown = row[d]! >= 0;
      const level = isKnown ? levels[cell]! * rate[d]! : Number.NaN;
      const growth = level / before;
      if (isMember && growth >= 0) {
        weighted.gained[d]! += weight * growth;
        weighted.held[d]! += weight;
        equally.gained[d]! += growth;
        equally.held[d]! += 1;
        if (claims) for (const claim of claims) if (claim.held === d - 1) due.push({ ...claim, weight });
      }
      isMember = isKnown && panel.members[cell] === 1;
      const cap = isMember ? caps[cell]! * rate[d]! : 0;
      // What is no amount of money is not known.
      weight = cap > 0 && cap < MOST_CAPITAL ? cap : 0;
      before = level;
    }
  }
  // Stable: what is told at one strike stays in the order of the instruments.
  due.sort((a, b) => a.told - b.told);
  const output = new Float64Array(days);
  let index = 1;
  for (let d = 0, next = 0; d < days; d++) {
    const { gained, held } = weighted.held[d]! > 0 ? weighted : equally;
    if (held[d]! > 0) index *= gained[d]! / held[d]!;
    for (; next < due.length && due[next]!.told === d; next++) {
      const { held: before, weight, received } = due[next]!;
      const capital = weighted.held[before + 1]!;
      const share = capital > 0 ? weight / capital : 1 / equally.held[before + 1]!;
      index = Math.max(0, index + output[before]! * share * received);
    }
    output[d] = index;
  }
  return output;
}

/** By instrument, of what is told late: see `lateClaims`. Rows and rates are of each market at each strike. */
function findClaims(
  panel: Panel,
  rows: readonly Int32Array[],
  rates: readonly Float64Array[],
): ReadonlyMap<number, readonly LateClaim[]> {
  const { lateActions, instruments, offsets } = panel;
  const told = new Map<number, number[]>();
  if (!lateActions || lateActions.instrument.length === 0) return new Map();
  for (const [k, i] of lateActions.instrument.entries()) told.set(i, [...(told.get(i) ?? []), k]);
  return new Map(
    Array.from(told, ([i, places]) => {
      const { market } = instruments[i]!;
      const adjusted = new Float64Array(offsets[i + 1]! - offsets[i]!);
      fillDerived(panel, "adjustedClose", i, 0, adjusted.length, adjusted, 0);
      carryOwn(instruments[i]!, adjusted, true);
      const seen = {
        rows: rows[market]!,
        rates: rates[market]!,
        adjusted,
        factorAt: adjustmentOf(panel, i),
      };
      return [i, lateClaims(lateActions, places, seen)];
    }),
  );
}

/** Each cell's last present value up to it; with delisting returns applied from the delisting on when asked. */
function carryForward(panel: Panel, cells: Float64Array, withDelisting: boolean): Float64Array {
  for (const [i, instrument] of panel.instruments.entries())
    carryOwn(instrument, cells.subarray(panel.offsets[i], panel.offsets[i + 1]), withDelisting);
  return cells;
}

/** The same for the cells of one instrument, by row. */
function carryOwn(
  { delistedRow, delistReturn }: PanelInstrument,
  cells: Float64Array,
  withDelisting: boolean,
): void {
  const delisted = delistedRow < 0 ? cells.length : delistedRow;
  for (let row = 1; row < cells.length; row++)
    if (row >= delisted || Number.isNaN(cells[row])) cells[row] = cells[row - 1]!;
  if (withDelisting) for (let row = delisted; row < cells.length; row++) cells[row]! *= 1 + delistReturn;
}
