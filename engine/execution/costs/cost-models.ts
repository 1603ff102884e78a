import type { CostModel, FinancingRates } from "../../contract/costs.ts";
import { taxRows } from "./tax-rows.ts";

/**
 * Ready cost models. Commission, slippage and financing are assumptions, in basis points; taxes follow the public
 * dated schedules. `none` charges nothing at all.
 */
export const costModels: Readonly<Record<"institutional" | "none" | "retail", CostModel>> = Object.freeze({
  institutional: model("institutional", 2, 5, { borrowBps: 50, marginSpreadBps: 75, cashSpreadBps: 25 }),
  retail: model("retail", 10, 10, { borrowBps: 300, marginSpreadBps: 250, cashSpreadBps: 100 }),
  none: Object.freeze({
    name: "none",
    commission: Object.freeze({}),
    taxes: Object.freeze([]),
    slippage: Object.freeze({ kind: "none" }),
    financing: financing({ borrowBps: 0, marginSpreadBps: 0, cashSpreadBps: 0 }),
  }),
});

function model(
  name: string,
  commissionBps: number,
  slippageBps: number,
  rates: Omit<FinancingRates, "dayCount">,
): CostModel {
  return Object.freeze({
    name,
    commission: Object.freeze({ bps: commissionBps }),
    taxes: taxRows,
    slippage: Object.freeze({ kind: "bps", bps: slippageBps }),
    financing: financing(rates),
  });
}

function financing(rates: Omit<FinancingRates, "dayCount">): FinancingRates {
  return Object.freeze({ ...rates, dayCount: 365 });
}
