import type { Evidence, Policy } from "../../serving/contract/policy.ts";
import type { Recomputation } from "../../serving/contract/recomputation.ts";
import type { LimitVerdict } from "../contract/publish-gate.ts";

/** Within this part of a limit, a figure is close to it. */
const CLOSE = 0.1;

const judge = (
  limit: LimitVerdict["limit"],
  stated: number | null,
  allowed: number | null,
  isLeast: boolean,
): readonly LimitVerdict[] => {
  if (allowed === null) return [];
  if (stated === null || Number.isNaN(stated))
    return [{ limit, stated: null, allowed, verdict: "not-stated" }];
  const isMet = isLeast ? stated >= allowed : stated <= allowed;
  const margin = isLeast ? stated - allowed : allowed - stated;
  const verdict = isMet ? (margin <= CLOSE * Math.abs(allowed) ? "close" : "met") : "broken";
  return [{ limit, stated, allowed, verdict }];
};

/** Whether a desk that wants figures of the server's own has them; a factor states none. */
export const judgeRecomputed = (
  { evidence: { needsRecomputedFigures } }: Policy,
  recomputed: Recomputation | null,
): LimitVerdict[] => {
  if (!needsRecomputedFigures) return [];
  const isMet = recomputed?.outcome === "same" || recomputed?.outcome === "no-backtest";
  return [
    { limit: "needsRecomputedFigures", stated: isMet, allowed: true, verdict: isMet ? "met" : "broken" },
  ];
};

/** How a bundle compares with every limit that its desk sets. What is not stated breaks the limit on the server. */
export const judgeLimits = ({ evidence: policy }: Policy, evidence: Evidence): LimitVerdict[] => [
  ...judge("maxDrawdown", evidence.drawdown, policy.maxDrawdown, false),
  ...judge("maxAnnualTurnover", evidence.annualTurnover, policy.maxAnnualTurnover, false),
  ...judge("maxGrossLeverage", evidence.grossLeverage, policy.maxGrossLeverage, false),
  ...judge("minDeflatedSharpe", evidence.deflatedSharpe, policy.minDeflatedSharpe, true),
  ...(policy.needsAuditCertificate
    ? [
        {
          limit: "needsAuditCertificate" as const,
          stated: evidence.hasAuditCertificate,
          allowed: true,
          verdict: evidence.hasAuditCertificate ? ("met" as const) : ("broken" as const),
        },
      ]
    : []),
];
