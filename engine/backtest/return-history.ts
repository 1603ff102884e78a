import type { Panel } from "../contract/panel.ts";
import { readField } from "../expression/derived-field.ts";
import { countUpTo } from "../expression/known-rows.ts";
import type { TotalReturnHistory } from "../portfolio/gather-returns.ts";

/**
 * Total return indices on the sessions of the decision market: for each of them the newest value of the instrument's
 * own market that was known at its decision instant, so that entries of different markets speak of the same moment.
 * @param rowOf the newest decided row of the decision market
 */
export function createReturnHistory(
  panel: Panel,
  decisionMarket: number,
  rowOf: () => number,
): TotalReturnHistory {
  const levels = readField(panel, "totalReturn");
  const { decisionAt } = panel.markets[decisionMarket]!;
  const rowAtDecision = panel.markets.map((market) =>
    Int32Array.from(decisionAt, (at) => countUpTo(market.decisionAt, at) - 1),
  );
  return (instrument, sessions) => {
    const rows = rowAtDecision[panel.instruments[instrument]!.market]!;
    const start = panel.offsets[instrument]!;
    const newest = rowOf();
    const history = new Float64Array(sessions).fill(Number.NaN);
    for (let k = 0; k < sessions && newest - k >= 0; k++) {
      const row = rows[newest - k]!;
      const level = row < 0 ? Number.NaN : levels[start + row]!;
      if (!Number.isNaN(level)) history[sessions - 1 - k] = level;
    }
    return history;
  };
}
