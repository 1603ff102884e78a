import type { Evidence, Policy } from "../contract/policy.ts";

/** What a desk's policy holds against a bundle, in sentences; none when it may be approved. What is not stated fails. */
export const judgeEvidence = ({ evidence: policy }: Policy, evidence: Evidence): readonly string[] => {
  const problems: string[] = [];
  const atMost = (name: string, value: number | null, limit: number | null): void => {
    if (limit === null) return;
    if (value === null) problems.push(`the bundle does not state its ${name}, at most ${limit} is allowed`);
    else if (!(value <= limit)) problems.push(`${name} is ${value}, at most ${limit} is allowed`);
  };
  atMost("drawdown", evidence.drawdown, policy.maxDrawdown);
  atMost("annual turnover", evidence.annualTurnover, policy.maxAnnualTurnover);
  atMost("gross leverage", evidence.grossLeverage, policy.maxGrossLeverage);
  const { deflatedSharpe } = evidence;
  if (
    policy.minDeflatedSharpe !== null &&
    !(deflatedSharpe !== null && deflatedSharpe >= policy.minDeflatedSharpe)
  )
    problems.push(
      `deflated Sharpe ratio is ${deflatedSharpe ?? "not stated"}, at least ${policy.minDeflatedSharpe} is wanted`,
    );
  if (policy.needsAuditCertificate && !evidence.hasAuditCertificate)
    problems.push("the audit certificate is missing");
  return problems;
};
