import type { BacktestConfig } from "../../engine/index.ts";

/** Sessions of a backtest's panel before those that its definition looks back on. */
export const MARGIN_SESSIONS = 2;
/** What a backtest reads beside the definition's own fields: see `requiredPanel` of the engine. */
const ACCOUNTING = ["open", "close", "sharesOutstanding"];

/** The fields of a run: those of the definition, and what its orders and costs need. */
export const fieldsOfRun = (
  own: readonly string[],
  { costs, fillAt, volumeCap }: Pick<BacktestConfig, "costs" | "fillAt" | "volumeCap">,
): string[] => {
  const fields = new Set([...own, ...ACCOUNTING]);
  if ((fillAt ?? "next-open") !== "next-open") for (const name of ["high", "low", "volume"]) fields.add(name);
  if (volumeCap !== undefined || ["volume-share", "square-root"].includes(costs.slippage.kind))
    fields.add("volume");
  return [...fields].sort();
};
