import { type BacktestConfig, type CostModel, costModels } from "../../engine/index.ts";
import { parseDay } from "./dates.ts";
import { requireKnownOptions } from "./known-options.ts";
import { ResearchError } from "./research-error.ts";

const FILLS: readonly string[] = [
  "next-open",
  "next-close",
  "next-vwap",
  "closing-auction",
  "same-bar-close",
] satisfies NonNullable<BacktestConfig["fillAt"]>[];

/** What `backtest` is asked for beside the strategy; a name that is none of these is a slip of the pen. */
const OPTIONS: readonly (keyof BacktestOptions)[] = [
  "from",
  "to",
  "capital",
  "costs",
  "params",
  "fillAt",
  "volumeCap",
  "margin",
  "referenceRateBps",
  "foreignCash",
  "lotOrder",
  "settlementSessions",
  "dividendTaxPercent",
];

/** The parts that a cost model must have; what is in them the engine checks. */
const COST_PARTS: readonly (keyof CostModel)[] = ["commission", "taxes", "slippage", "financing"];

function refuse(message: string): never {
  throw new ResearchError("bad-argument", message);
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null;

function requireOneOf(name: string, value: unknown, allowed: readonly string[]): void {
  if (value === undefined || allowed.includes(value as string)) return;
  refuse(`${name} must be one of ${allowed.join(", ")}, was ${String(value)}`);
}

function requireWithin(name: string, value: unknown, least: number, most: number): void {
  if (typeof value !== "number" || !(value >= least && value <= most))
    refuse(`${name} must be a number from ${least} to ${most}, was ${String(value)}`);
}

/** Numbers by market or currency. */
function requireNumbers(name: string, value: unknown, least: number, most: number, isWhole = false): void {
  if (value === undefined) return;
  if (!isObject(value)) refuse(`${name} must be an object of numbers, was ${String(value)}`);
  for (const [key, number] of Object.entries(value)) {
    requireWithin(`${name} of ${key}`, number, least, most);
    if (isWhole && !Number.isInteger(number)) refuse(`${name} of ${key} must be a whole number`);
  }
}

function requireMargin(margin: unknown): void {
  if (margin === undefined) return;
  if (!isObject(margin)) refuse("margin needs maintenancePercent and initialPercent");
  requireWithin("margin maintenancePercent", margin.maintenancePercent, 1, 100);
  // Below the maintenance margin a call would not end the shortfall it was made for.
  requireWithin("margin initialPercent", margin.initialPercent, margin.maintenancePercent as number, 1_000);
}

function costModelOf(costs: unknown): CostModel {
  const known: Readonly<Record<string, CostModel>> = costModels;
  const names = Object.keys(known).join(", ");
  if (typeof costs === "string")
    return Object.hasOwn(known, costs)
      ? known[costs]!
      : refuse(`There are no costs named "${costs}": use ${names}.`);
  if (!isObject(costs)) refuse(`costs must be one of ${names}, or a cost model`);
  for (const part of COST_PARTS)
    if (!isObject(costs[part]))
      refuse(
        `A cost model needs ${COST_PARTS.join(", ")}, and this one has no ${part}: start from costModels.`,
      );
  return costs as unknown as CostModel;
}

/** The engine's configuration of a run. Throws a sentence that names the option that is wrong. */
export const backtestConfigOf = (options: BacktestOptions): BacktestConfig => {
  requireKnownOptions("backtest", options, OPTIONS);
  const { fillAt, volumeCap, margin, referenceRateBps, foreignCash, lotOrder } = options;
  const { settlementSessions, dividendTaxPercent } = options;
  requireOneOf("fillAt", fillAt, FILLS);
  requireOneOf("foreignCash", foreignCash, ["convert", "hold"]);
  requireOneOf("lotOrder", lotOrder, ["fifo", "lifo"]);
  if (volumeCap !== undefined) requireWithin("volumeCap", volumeCap, 1e-6, 1);
  requireMargin(margin);
  requireNumbers("referenceRateBps", referenceRateBps, -1_000, 1_000_000);
  requireNumbers("settlementSessions", settlementSessions, 0, 10, true);
  requireNumbers("dividendTaxPercent", dividendTaxPercent, 0, 100);
  return {
    from: parseDay("from", options.from),
    to: parseDay("to", options.to),
    capitalMinor: options.capital.minor,
    currency: options.capital.currency,
    costs: costModelOf(options.costs),
    ...(fillAt !== undefined && { fillAt }),
    ...(volumeCap !== undefined && { volumeCap }),
    ...(margin !== undefined && { margin }),
    ...(referenceRateBps !== undefined && { referenceRateBps }),
    ...(foreignCash !== undefined && { foreignCash }),
    ...(lotOrder !== undefined && { lotOrder }),
    ...(settlementSessions !== undefined && { settlementSessions }),
    ...(dividendTaxPercent !== undefined && { dividendTaxPercent }),
  };
};
