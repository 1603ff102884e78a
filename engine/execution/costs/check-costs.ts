import { ArgumentError, requireWhole, requireWithin } from "../../argument-error.ts";
import type { CommissionRate, CostModel, SlippageRule } from "../../contract/costs.ts";

/** Throws an ArgumentError unless every rate of a model is a finite number in its range. */
export function checkCosts(model: CostModel): void {
  checkCommission("commission", model.commission);
  for (const [mic, rate] of Object.entries(model.commissionByMarket ?? {})) checkCommission(mic, rate);
  for (const row of model.taxes) {
    requireWithin(`tax of ${row.mic}, bps`, row.bps, 0, 10_000);
    if (row.side !== "buy" && row.side !== "sell")
      throw new ArgumentError(`a tax of ${row.mic} must be on "buy" or "sell"`);
    for (const date of [row.from, row.to])
      if (date !== null) requireWhole(`a date of the tax of ${row.mic}`, date, Number.MIN_SAFE_INTEGER);
    if (row.from !== null && row.to !== null && row.from >= row.to)
      throw new ArgumentError(`a tax of ${row.mic} must end after it starts, on ${row.from}`);
  }
  checkSlippage(model.slippage);
  const { borrowBps, borrowBpsByInstrument = {}, marginSpreadBps, cashSpreadBps, dayCount } = model.financing;
  for (const bps of [borrowBps, ...Object.values(borrowBpsByInstrument)])
    requireWithin("borrow bps", bps, 0, 1_000_000);
  requireWithin("margin spread, bps", marginSpreadBps, 0, 1_000_000);
  requireWithin("cash spread, bps", cashSpreadBps, 0, 1_000_000);
  if (dayCount !== 360 && dayCount !== 365)
    throw new ArgumentError(`the day count must be 360 or 365, was ${dayCount}`);
}

function checkCommission(name: string, rate: CommissionRate): void {
  const { perOrder = 0, perShare = 0, bps = 0, minimum = 0, maximum = Number.MAX_VALUE } = rate;
  requireWithin(`${name}, per order`, perOrder, 0, Number.MAX_VALUE);
  requireWithin(`${name}, per share`, perShare, 0, Number.MAX_VALUE);
  requireWithin(`${name}, bps`, bps, 0, 10_000);
  requireWithin(`${name}, minimum`, minimum, 0, Number.MAX_VALUE);
  requireWithin(`${name}, maximum`, maximum, minimum, Number.MAX_VALUE);
}

function checkSlippage(rule: SlippageRule): void {
  const { kind } = rule;
  if (kind === "fixed") requireWithin("slippage per share", rule.amount, 0, Number.MAX_VALUE);
  else if (kind === "bps") requireWithin("slippage, bps", rule.bps, 0, 10_000);
  else if (kind === "half-spread") requireWithin("spread", rule.spread, 0, Number.MAX_VALUE);
  else if (kind === "volume-share") {
    requireWithin("slippage impact", rule.impact, 0, Number.MAX_VALUE);
    requireWithin("slippage cap", rule.cap, Number.MIN_VALUE, 1);
  } else if (kind === "square-root")
    requireWithin("slippage coefficient", rule.coefficient, 0, Number.MAX_VALUE);
  else if (kind !== "none") throw new ArgumentError("slippage must be of a known kind");
  if ("fallbackBps" in rule) requireWithin("slippage fallback, bps", rule.fallbackBps, 0, 10_000);
}
