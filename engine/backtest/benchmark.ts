import type { Panel } from "../contract/panel.ts";
import type { UtcMicros } from "../contract/time.ts";
import { readField } from "../expression/derived-field.ts";
import { knownRows } from "../expression/known-rows.ts";
import type { FxRates } from "./fx-rates.ts";

/**
 * The capitalisation-weighted total return of the universe in the run's currency, 1 at the first instant, no costs.
 * The return from T(d−1) to T(d) weighs each member known at T(d−1) by its capitalisation known then; at an
 * instant when no member's is known, all weigh the same. A delisted name carries its last level times one plus
 * its delisting return.
 */
export function computeBenchmark(
  panel: Panel,
  instants: readonly UtcMicros[],
  fx: FxRates,
  order: Int32Array,
): Float64Array {
  const levels = carryForward(panel, readField(panel, "totalReturn"), true);
  const caps = panel.columns.sharesOutstanding
    ? carryForward(panel, readField(panel, "marketCap"), false)
    : new Float64Array(levels.length).fill(Number.NaN);
  const size = panel.instruments.length;
  const before = new Float64Array(size).fill(Number.NaN);
  const weights = new Float64Array(size);
  const equal = new Float64Array(size);
  const marketOf = Int32Array.from(panel.instruments, ({ market }) => market);
  const output = new Float64Array(instants.length);
  let index = 1;
  for (let d = 0; d < instants.length; d++) {
    const rows = knownRows(panel, instants[d]!);
    const rates = panel.markets.map((_, market) => fx.intoBase(market, instants[d]!));
    let gained = 0;
    let held = 0;
    let gainedEqually = 0;
    let heldEqually = 0;
    for (let k = 0; k < size; k++) {
      const i = order[k]!;
      const market = marketOf[i]!;
      const row = rows[market]!;
      const cell = panel.offsets[i]! + row;
      const level = row >= 0 ? levels[cell]! * rates[market]! : Number.NaN;
      const growth = level / before[i]!;
      if (growth >= 0) {
        gained += weights[i]! * growth;
        held += weights[i]!;
        gainedEqually += equal[i]! * growth;
        heldEqually += equal[i]!;
      }
      const isMember = row >= 0 && panel.members[cell] === 1;
      const cap = isMember ? caps[cell]! * rates[market]! : 0;
      weights[i] = 0;
      if (cap > 0) weights[i] = cap;
      equal[i] = isMember ? 1 : 0;
      before[i] = level;
    }
    if (held > 0) index *= gained / held;
    else if (heldEqually > 0) index *= gainedEqually / heldEqually;
    output[d] = index;
  }
  return output;
}

/** Each cell's last present value up to it; with delisting returns applied from the delisting on when asked. */
function carryForward(panel: Panel, cells: Float64Array, withDelisting: boolean): Float64Array {
  for (const [i, instrument] of panel.instruments.entries()) {
    const start = panel.offsets[i]!;
    const end = panel.offsets[i + 1]!;
    const delisted = instrument.delistedRow < 0 ? end : start + instrument.delistedRow;
    for (let cell = start + 1; cell < end; cell++)
      if (cell >= delisted || Number.isNaN(cells[cell])) cells[cell] = cells[cell - 1]!;
    if (withDelisting)
      for (let cell = delisted; cell < end; cell++) cells[cell]! *= 1 + instrument.delistReturn;
  }
  return cells;
}
