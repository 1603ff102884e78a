import type { Evidence } from "../../serving/contract/policy.ts";
import { numberOf } from "../../wire/bits.ts";
import type { BundleManifest } from "../contract/bundle.ts";

/** What a bundle states of its backtest, as a desk's policy asks for it. `null`: it does not say. */
export const evidenceOf = ({ backtest, audit }: Pick<BundleManifest, "backtest" | "audit">): Evidence => {
  const metric = (name: string): number | null => {
    const bits = backtest?.metrics[name];
    return bits === undefined ? null : numberOf(bits);
  };
  const drawdown = metric("maxDrawdown");
  return {
    drawdown: drawdown === null ? null : Math.abs(drawdown),
    annualTurnover: metric("turnover"),
    grossLeverage: metric("maxGrossLeverage"),
    // It takes the number of tries before this one, which nothing here records.
    deflatedSharpe: null,
    hasAuditCertificate: audit.status === "certified",
  };
};
