import { expect, it } from "vitest";
import { bitsOf } from "../../wire/bits.ts";
import { defaultPolicy, type Evidence, type Policy } from "../contract/policy.ts";
import { evidenceThatCounts, type Recomputation } from "../contract/recomputation.ts";
import { judgeEvidence } from "./judge-evidence.ts";
import { judgeGuardrails, type Observation } from "./judge-guardrails.ts";
import { judgeRecomputation } from "./judge-recomputation.ts";

const evidence: Evidence = {
  drawdown: 0.2,
  annualTurnover: 3,
  grossLeverage: 1,
  deflatedSharpe: 0.9,
  hasAuditCertificate: true,
};
const strict: Policy = {
  evidence: {
    maxDrawdown: 0.25,
    maxAnnualTurnover: 4,
    maxGrossLeverage: 1,
    minDeflatedSharpe: 0.9,
    needsAuditCertificate: true,
    needsRecomputedFigures: true,
  },
  guardrails: {
    maxSignalAgeSeconds: 60,
    maxParityMismatches: 0,
    maxGrossLeverage: 1.5,
    maxStepTurnover: 0.5,
    maxRunnerDeaths: 3,
  },
};
const calm: Observation = {
  signalAgeSeconds: 60,
  parityMismatches: 0,
  grossLeverage: 1.5,
  stepTurnover: 0.5,
  runnerDeaths: 3,
};

it("V8: limits are included, what is beyond one or not stated is told", () => {
  expect(judgeEvidence(strict, evidence)).toEqual([]);
  const bad: readonly Partial<Evidence>[] = [
    { drawdown: 0.26 },
    { drawdown: null },
    { drawdown: Number.NaN },
    { annualTurnover: 4.1 },
    { grossLeverage: 1.01 },
    { deflatedSharpe: 0.89 },
    { deflatedSharpe: null },
    { hasAuditCertificate: false },
  ];
  for (const change of bad) expect(judgeEvidence(strict, { ...evidence, ...change })).toHaveLength(1);
});

const recomputed: readonly (readonly [Recomputation | null, readonly number[]])[] = [
  // How many problems there are where recomputed figures are not asked for, and where they are.
  [{ outcome: "same", evidence }, [0, 0]],
  [{ outcome: "no-backtest" }, [0, 0]],
  [null, [0, 1]],
  [{ outcome: "not-here", reason: "other-data", message: "Bring it in." }, [0, 1]],
  [{ outcome: "differs", figure: "sharpe", stated: bitsOf(2.5), recomputed: bitsOf(1) }, [1, 1]],
];

it("V43: figures that came out otherwise are a problem under every policy, figures of the author where they are not enough", () => {
  for (const [came, counts] of recomputed) {
    const problems = [defaultPolicy, strict].map((policy) => judgeRecomputation(policy, came).length);
    expect([came?.outcome, problems]).toEqual([came?.outcome, counts]);
  }
  const [said] = judgeRecomputation(defaultPolicy, recomputed.at(-1)![0]);
  expect(said).toContain("states 2.5 (4004000000000000) for sharpe");
  expect(said).toContain("gives 1 (3ff0000000000000) here: build it anew");
  const other = { ...evidence, grossLeverage: 2 };
  expect(evidenceThatCounts(evidence, { outcome: "same", evidence: other })).toBe(other);
  for (const [came] of recomputed.slice(1)) expect(evidenceThatCounts(evidence, came)).toBe(evidence);
});

it("V8: without a policy of its own a desk wants the audit certificate", () => {
  expect(judgeEvidence(defaultPolicy, { ...evidence, hasAuditCertificate: false })).toEqual([
    "the audit certificate is missing",
  ]);
});

it("V5: a guardrail is broken beyond its limit, or by what is no number", () => {
  expect(judgeGuardrails(strict, calm)).toBeNull();
  const bad: readonly (readonly [Partial<Observation>, string])[] = [
    [{ signalAgeSeconds: 61 }, "signal age in seconds"],
    [{ parityMismatches: 1 }, "parity mismatches"],
    [{ grossLeverage: Number.NaN }, "gross leverage"],
    [{ stepTurnover: Number.POSITIVE_INFINITY }, "turnover of a step"],
  ];
  for (const [change, guardrail] of bad)
    expect(judgeGuardrails(strict, { ...calm, ...change })?.guardrail).toBe(guardrail);
});
