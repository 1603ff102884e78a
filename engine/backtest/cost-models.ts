import type { CostModel } from "../contract/backtest.ts";

/**
 * Ready cost models, in basis points of the traded value. Commission and slippage are assumptions; taxes follow
 * the public schedules as they stood in 2024, applied to the whole history (a dated table is more exact):
 *
 * - XKRX: securities transaction tax with the rural special tax, 18 bps on sells.
 * - XLON: stamp duty reserve tax, 50 bps on buys.
 * - XHKG: stamp duty, 10 bps on both sides.
 * - XNYS: the section 31 fee, 0.278 bps on sells.
 *
 * @source Korea Securities Transaction Tax Act, enforcement decree (2024 rates); UK Finance Act 1986, s. 87; Hong
 * Kong Stamp Duty Ordinance (cap. 117), rate from 17 November 2023; US SEC fee rate advisory for fiscal 2024.
 */
export const costModels: Readonly<Record<"institutional" | "none" | "retail", CostModel>> = Object.freeze({
  institutional: model("institutional", 2, 5),
  retail: model("retail", 10, 10),
  none: Object.freeze({ name: "none", commissionBps: 0, slippageBps: 0, buyTaxBps: {}, sellTaxBps: {} }),
});

function model(name: string, commissionBps: number, slippageBps: number): CostModel {
  return Object.freeze({
    name,
    commissionBps,
    slippageBps,
    buyTaxBps: Object.freeze({ XLON: 50, XHKG: 10 }),
    sellTaxBps: Object.freeze({ XKRX: 18, XHKG: 10, XNYS: 0.278 }),
  });
}
