import { ArgumentError } from "../argument-error.ts";
import type { Panel, PanelFx } from "../contract/panel.ts";
import type { UtcMicros } from "../contract/time.ts";
import { countUpTo } from "../expression/known-rows.ts";

/** Exchange rates into the run's currency, each the last fixing known at an instant, crossed through the dollar. */
export interface FxRates {
  /** Units of the run's currency per unit of market m's currency; NaN before the first fixing. */
  intoBase(market: number, at: UtcMicros): number;
  /** Whether every market trades in the run's currency: all rates are 1. */
  readonly isOne: boolean;
}

/** Throws an ArgumentError "bad-panel" when a currency that is needed has no fixings at all. */
export function createFxRates(panel: Panel, base: string): FxRates {
  const seriesOf = (currency: string): PanelFx | null => {
    if (currency === "USD") return null;
    const series = panel.fx.find((fx) => fx.currency === currency);
    if (!series || series.knownAt.length === 0)
      throw new ArgumentError(`the panel has no exchange rate for ${currency}`, "bad-panel", { currency });
    return series;
  };
  const needsCross = panel.markets.map((market) => market.currency !== base);
  const from = panel.markets.map((market, m) => (needsCross[m] ? seriesOf(market.currency) : null));
  const to = needsCross.includes(true) ? seriesOf(base) : null;
  return {
    isOne: !needsCross.includes(true),
    intoBase: (market, at) => (needsCross[market] ? dollars(from[market] ?? null, at) / dollars(to, at) : 1),
  };
}

function dollars(series: PanelFx | null, at: UtcMicros): number {
  if (series === null) return 1;
  const count = countUpTo(series.knownAt, at);
  return count === 0 ? Number.NaN : series.usdPerUnit[count - 1]!;
}
