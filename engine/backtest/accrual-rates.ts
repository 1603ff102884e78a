import type { AccrualRates } from "../accounting/accruals.ts";
import type { BacktestConfig } from "../contract/backtest.ts";

/** The yearly rates of a run: its reference rates less or plus the spreads of its cost model. */
export function accrualRates(
  config: BacktestConfig,
  currencies: readonly string[],
  borrowBps: Float64Array,
): AccrualRates {
  const { cashSpreadBps, marginSpreadBps, dayCount } = config.costs.financing;
  const referenceOf = (currency: string) => config.referenceRateBps?.[currency] ?? 0;
  return {
    cashBps: Float64Array.from(currencies, (currency) => Math.max(0, referenceOf(currency) - cashSpreadBps)),
    loanBps: Float64Array.from(currencies, (currency) =>
      Math.max(0, referenceOf(currency) + marginSpreadBps),
    ),
    borrowBps,
    dayCount,
  };
}
