import { isoOf } from "../calendars/day.ts";
import type { Sessions } from "../calendars/sessions.ts";
import type { Company } from "../model/company.ts";
import type { TruthLog } from "./planted-truths.ts";

/** Notes the pairs of companies with one symbol. Only the symbol at a listing is ever used again. */
export const logReusedSymbols = (
  companies: readonly Company[],
  sessions: Sessions,
  truths: TruthLog,
): void => {
  for (const later of companies) {
    const earlier = companies.find(({ iid }) => iid === later.symbol);
    if (!earlier || earlier === later) continue;
    const until = earlier.rename?.session ?? earlier.delisted;
    truths.reusedSymbols.push({
      symbol: later.symbol,
      earlier: earlier.iid,
      earlierUntil: isoOf(sessions.dates[until]!),
      later: later.iid,
      laterFrom: isoOf(sessions.dates[later.listed]!),
    });
  }
};
