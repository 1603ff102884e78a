import { fail, ok, type Result } from "../contract/result.ts";
import { apportion } from "./apportion.ts";
import { carinoFactor } from "./carino.ts";

/** What a ledger knows of where profits came from. All money in integer minor units of one currency. */
export interface AttributionInput {
  /** Periods × items in row-major order: profit of each item in each period, costs negative, none missing. */
  readonly profitMinor: Float64Array;
  /** Periods + 1 entries: NAV at the start, then at the end of each period. */
  readonly navMinor: Float64Array;
  /** One entry per period: money that came in at its start (out: negative). Left out when there was none. */
  readonly flowsMinor?: Float64Array;
  /** One per item: instrument, sector, market, currency, kind of cost or whatever else to add up by. */
  readonly labels: readonly string[];
}

/** Where a return came from. Labels stand once each, in the order of their code units. */
export interface LabelAttribution {
  readonly labels: readonly string[];
  /** One entry per label, minor units: they add up to the change in NAV less flows, exactly. */
  readonly profitMinor: Float64Array;
  readonly totalProfitMinor: number;
  /** One entry per label: its part of the time-weighted return; they add up to `totalReturn`, exactly. */
  readonly contribution: Float64Array;
  readonly totalReturn: number;
  /** Periods × labels in row-major order: each row adds up to that entry of `periodReturn`, exactly. */
  readonly periodContribution: Float64Array;
  /** One entry per period: profit over NAV at its start with the flow in. */
  readonly periodReturn: Float64Array;
}

/**
 * Splits a return by label. In period t label k contributes c = profit / (NAV + flow); over all periods
 * Σ c·k(r_t)/k(R) with k(r) = ln(1 + r)/r, which is additive and sums to the compounded return R.
 * Fails with "bad-argument" when shapes do not agree, money is not whole minor units or profits do not
 * explain the NAV, "too-few-observations" without a period and "ruin" when capital is not above 0 or
 * everything was lost.
 * @source Cariño (1999), "Combining attribution effects over time", eq. 9.
 *
 * @example attributeByLabel({ profitMinor, navMinor, labels: ["XNYS", "XKRX", "XNYS"] })
 */
export function attributeByLabel(input: AttributionInput): Result<LabelAttribution> {
  const fault = faultOf(input);
  if (fault) return fault;
  const { profitMinor, navMinor, flowsMinor } = input;
  const labels = [...new Set(input.labels)].sort((a, b) => (a < b ? -1 : 1));
  const labelOf = input.labels.map((label) => labels.indexOf(label));
  const periods = navMinor.length - 1;
  const n = labels.length;
  const byPeriod = new Float64Array(periods * n);
  const profits = new Float64Array(n);
  profitMinor.forEach((profit, at) => {
    const k = labelOf[at % labelOf.length]!;
    byPeriod[Math.floor(at / labelOf.length) * n + k]! += profit;
    profits[k]! += profit;
  });
  const periodReturn = new Float64Array(periods);
  const periodContribution = new Float64Array(periods * n);
  let growth = 1;
  for (let t = 0; t < periods; t++) {
    const capital = navMinor[t]! + (flowsMinor?.[t] ?? 0);
    if (!(capital > 0)) return fail("ruin", `period ${t} starts with a capital of ${capital}`, { period: t });
    const own = byPeriod.subarray(t * n, (t + 1) * n).map((profit) => profit / capital);
    const { parts, total } = apportion(own, (navMinor[t + 1]! - capital) / capital);
    if (total <= -1) return fail("ruin", `period ${t} lost everything`, { period: t });
    periodContribution.set(parts, t * n);
    periodReturn[t] = total;
    growth *= 1 + total;
  }
  const linked = new Float64Array(n);
  const whole = carinoFactor(growth - 1, 0);
  periodContribution.forEach((part, at) => {
    linked[at % n]! += (part * carinoFactor(periodReturn[Math.floor(at / n)]!, 0)) / whole;
  });
  const { parts, total } = apportion(linked, growth - 1);
  return ok({
    labels,
    profitMinor: profits,
    totalProfitMinor: profits.reduce((sum, profit) => sum + profit, 0),
    contribution: parts,
    totalReturn: total,
    periodContribution,
    periodReturn,
  });
}

function faultOf({ profitMinor, navMinor, flowsMinor, labels }: AttributionInput): Result<never> | undefined {
  const periods = navMinor.length - 1;
  if (periods < 1 || labels.length < 1)
    return fail("too-few-observations", "attribution needs at least one period and one item", {
      periods: Math.max(0, periods),
      items: labels.length,
    });
  if (profitMinor.length !== periods * labels.length)
    return fail("bad-argument", "profits must have one entry per period and item", {
      profits: profitMinor.length,
      periods,
      items: labels.length,
    });
  if (flowsMinor && flowsMinor.length !== periods)
    return fail("bad-argument", `flows must have one entry per period, had ${flowsMinor.length}`, {
      periods,
    });
  for (const [name, money] of Object.entries({ profitMinor, navMinor, flowsMinor })) {
    const at = money?.findIndex((amount) => !Number.isSafeInteger(amount)) ?? -1;
    if (at >= 0)
      return fail("bad-argument", `${name} must be whole minor units, entry ${at} was ${money![at]}`, { at });
  }
  for (let t = 0; t < periods; t++) {
    let explained = 0;
    for (let k = 0; k < labels.length; k++) explained += profitMinor[t * labels.length + k]!;
    const change = navMinor[t + 1]! - navMinor[t]! - (flowsMinor?.[t] ?? 0);
    if (explained !== change)
      return fail(
        "bad-argument",
        `period ${t}: NAV less flows changed by ${change}, profits by ${explained}`,
        {
          period: t,
          change,
          explained,
        },
      );
  }
  return undefined;
}
