import type { Charges } from "../accounting/book.ts";
import { roundMinor } from "../accounting/money.ts";
import type { CostModel } from "../contract/backtest.ts";

/** The costs of a fill, each a share of the traded value rounded once, in minor units of the instrument's currency. */
export function chargeProportionally(
  costs: CostModel,
  mic: string,
  shares: number,
  valueMinor: number,
): Charges {
  const taxes = shares > 0 ? costs.buyTaxBps : costs.sellTaxBps;
  return {
    commission: roundMinor((valueMinor * costs.commissionBps) / 10_000),
    slippage: roundMinor((valueMinor * costs.slippageBps) / 10_000),
    tax: roundMinor((valueMinor * (Object.hasOwn(taxes, mic) ? taxes[mic]! : 0)) / 10_000),
  };
}
