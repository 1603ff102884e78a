import type { Panel, PanelLateActions } from "../contract/panel.ts";
import { derivedFactors } from "../expression/derived-factors.ts";
import { countUpTo } from "../expression/known-rows.ts";

/** What late news brings to who held an instrument. Strikes are given by their places. */
export interface LateClaim {
  /** The first strike by which it is told. */
  readonly told: number;
  /** The last strike before the ex-date. */
  readonly held: number;
  /** What is received of each unit of money that stood in the instrument then, in the same currency. */
  readonly received: number;
}

/** An instrument as strikes see it. */
interface Seen {
  /** Its newest known row at each strike; −1 before the first. */
  readonly rows: Int32Array;
  /** What a unit of its currency is worth in the run's at each strike. */
  readonly rates: Float64Array;
  /** Prices in shares of the panel's first row, by row and without gaps; with the delisting return from there on. */
  readonly adjusted: Float64Array;
  /** What a price of a row is multiplied by to become an adjusted one. */
  readonly factorAt: (row: number) => number;
}

/**
 * The claims of an instrument, of its late actions at places `told`, by the rule of the account: shares and cash are due
 * of what was held before the ex-date. Shares that were owed at an ex-date take part in it, but for a third one that
 * overlaps with both.
 */
export function lateClaims(late: PanelLateActions, told: readonly number[], seen: Seen): LateClaim[] {
  const { exRow, row, ratio } = late;
  const claims = told.map((k) => claimOf(late, k, row[k]!, exRow[k]!, 1, seen));
  for (const [n, k] of told.entries())
    for (const [m, owed] of told.entries()) {
      if (ratio[owed] === 1 || row[owed]! < exRow[k]!) continue;
      const isSameDay = exRow[owed] === exRow[k]!;
      // Of one day cash is of the shares before it, and two splits are one pair.
      if (exRow[owed]! > exRow[k]! || m === n || (isSameDay && (m > n || ratio[k] === 1))) continue;
      const last = Math.max(row[k]!, row[owed]!);
      claims.push(claimOf(late, k, last, exRow[owed]!, ratio[owed]! - 1, seen));
    }
  return claims.filter((claim) => claim !== null);
}

/** What an action brings, once a row is known, of `shares` for each one that was held before an ex-date. */
function claimOf(
  { exRow, ratio, cash }: PanelLateActions,
  k: number,
  lastRow: number,
  heldBefore: number,
  shares: number,
  { rows, rates, adjusted, factorAt }: Seen,
): LateClaim | null {
  const told = countUpTo(rows, lastRow - 1);
  const held = countUpTo(rows, heldBefore - 1) - 1;
  if (held < 0 || rows[held]! < 0 || told === rows.length) return null;
  const paid = adjusted[rows[held]!]! * rates[held]!;
  const price = adjusted[rows[told]!]!;
  const cashDue = cash[k] === 0 ? 0 : cash[k]! * factorAt(exRow[k]! - 1);
  const received = (shares * ((ratio[k]! - 1) * price + cashDue) * rates[told]!) / paid;
  return Number.isFinite(received) ? { told, held, received } : null;
}

/** Reads an instrument's factor of adjusted prices at any row. */
export function adjustmentOf(panel: Panel, i: number): (row: number) => number {
  const { starts, rows, factors } = derivedFactors(panel, "adjustedClose");
  const own = rows.subarray(starts[i]!, starts[i + 1]!);
  return (row) => factors[starts[i]! + Math.max(0, countUpTo(own, row) - 1)]!;
}
