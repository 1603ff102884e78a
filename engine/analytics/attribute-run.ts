import type { BacktestRun } from "../contract/backtest.ts";
import type { Result } from "../contract/result.ts";
import { attributeByLabel, type LabelAttribution } from "./attribute-by-label.ts";

/** What a run's return is split by. */
export type AttributionKey = "instrument" | "sector" | "market" | "currency" | "cost";

/** The label of what no position earned: interest, fees for borrowed shares, exchange differences of money due. */
export const CASH_LABEL = "(cash)";

/**
 * Splits a run's return by what earned it, calendar month by calendar month, linked as `attributeByLabel` does it. An
 * instrument's profit is the change of its worth plus what it brought in and out (trades, dividends, payouts), costs of
 * trading deducted, in the run's currency; by "cost" it is before costs, under "trading", with "commission",
 * "slippage" and "tax" beside it. Sectors are those of the panel's instruments. What is left of the change in NAV is
 * labelled "(cash)".
 *
 * Fails with "too-few-observations" for a run of one session.
 * @source Cariño (1999), "Combining attribution effects over time", eq. 9.
 * @example attributeRun(run, "market")
 */
export function attributeRun(run: BacktestRun, by: AttributionKey): Result<LabelAttribution> {
  const { end, firstItem, instrument, profitMinor, commissionMinor, slippageMinor, taxMinor } = run.profits;
  const { instruments } = run.fills;
  const names = instruments.map((each) => labelOf(each, by));
  const labels = [...new Set(names), ...(by === "cost" ? COSTS : []), CASH_LABEL];
  const placeOf = new Map(labels.map((label, place) => [label, place]));
  const places = names.map((name) => placeOf.get(name)!);
  const n = labels.length;
  const navMinor = Float64Array.from([0, ...end], (entry) => run.navMinor[entry]!);
  const byPeriod = new Float64Array(end.length * n);
  for (let period = 0; period < end.length; period++) {
    const own = byPeriod.subarray(period * n, (period + 1) * n);
    let rest = navMinor[period + 1]! - navMinor[period]!;
    for (let k = firstItem[period]!; k < firstItem[period + 1]!; k++) {
      own[places[instrument[k]!]!]! += profitMinor[k]!;
      rest -= profitMinor[k]!;
    }
    own[n - 1]! += rest;
    if (by !== "cost") continue;
    const costs = [commissionMinor[period]!, slippageMinor[period]!, taxMinor[period]!];
    for (const [k, cost] of costs.entries()) {
      own[placeOf.get(COSTS[k]!)!]! -= cost;
      own[placeOf.get(TRADING)!]! += cost;
    }
  }
  return attributeByLabel({ profitMinor: byPeriod, navMinor, labels });
}

const TRADING = "trading";
const COSTS = ["commission", "slippage", "tax"];

function labelOf(instrument: BacktestRun["fills"]["instruments"][number], by: AttributionKey): string {
  if (by === "instrument") return instrument.iid;
  if (by === "sector") return instrument.sector;
  if (by === "market") return instrument.mic;
  return by === "currency" ? instrument.currency : TRADING;
}
