/**
 * A price-dependent tick: from price `from[k]` up to `from[k + 1]`, prices are multiples of `tick[k]`. Where a tick is
 * one over a whole number, `perUnit[k]` is that number, so that a rounded price is the nearest double to its decimal.
 */
export interface TickTable {
  readonly from: Float64Array;
  readonly tick: Float64Array;
  readonly perUnit: Float64Array;
}

/** A table from pairs [lower bound, tick], both divided by `pricesPerUnit` (100 where prices are quoted in pence). */
export function compileTicks(bands: readonly (readonly [number, number])[], pricesPerUnit = 1): TickTable {
  return {
    from: Float64Array.from(bands, ([from]) => from / pricesPerUnit),
    tick: Float64Array.from(bands, ([, tick]) => tick / pricesPerUnit),
    perUnit: Float64Array.from(bands, ([, tick]) => {
      const perUnit = Math.round(pricesPerUnit / tick);
      return perUnit >= 1 && Math.abs(perUnit * tick - pricesPerUnit) < 1e-9 * pricesPerUnit
        ? perUnit
        : Number.NaN;
    }),
  };
}

/** The price itself where it is on a tick (to one part in a thousand million), else the next tick down or up. */
export function roundToTick(table: TickTable | null, price: number, isUp: boolean): number {
  if (table === null || !(price > 0)) return price;
  const band = bandOf(table, price);
  const tick = table.tick[band]!;
  const perUnit = table.perUnit[band]!;
  const count = Number.isNaN(perUnit) ? price / tick : price * perUnit;
  const nearest = Math.round(count);
  if (Math.abs(count - nearest) <= 1e-9 * Math.max(1, count)) return price;
  const whole = isUp ? Math.ceil(count) : Math.floor(count);
  return Number.isNaN(perUnit) ? whole * tick : whole / perUnit;
}

/** The tick at a price. */
export function tickAt(table: TickTable, price: number): number {
  return table.tick[bandOf(table, price)]!;
}

function bandOf({ from }: TickTable, price: number): number {
  let band = from.length - 1;
  while (band > 0 && price < from[band]!) band--;
  return band;
}
