import { z } from "zod";

const limit = z.number().min(0).max(1000).nullable();

const MOST_RUNNER_DEATHS = 3;

/** What a desk asks of a version before it may be approved, and what it may do once it is in traffic. `null`: no limit. */
export const policySchema = z.strictObject({
  evidence: z.strictObject({
    /** Greatest drawdown of the backtest, as a part of one. */
    maxDrawdown: limit,
    /** Greatest turnover a year, in multiples of capital. */
    maxAnnualTurnover: limit,
    maxGrossLeverage: limit,
    /** Least deflated Sharpe ratio, a probability. */
    minDeflatedSharpe: z.number().min(0).max(1).nullable(),
    needsAuditCertificate: z.boolean(),
    /** Whether the server must have run the backtest again, to the same bits. Earlier policies do not ask it. */
    needsRecomputedFigures: z.boolean().default(false),
  }),
  guardrails: z.strictObject({
    /** Greatest age of the newest signal, in seconds. */
    maxSignalAgeSeconds: z.number().min(0).max(31_622_400).nullable(),
    maxParityMismatches: z.int().min(0).max(1_000_000).nullable(),
    maxGrossLeverage: limit,
    /** Greatest sum of absolute changes of weights from one signal to the next. */
    maxStepTurnover: limit,
    /** How often a version's process may end within an hour. Policies that were set before it was there have the default. */
    maxRunnerDeaths: z.int().min(0).max(1000).nullable().default(MOST_RUNNER_DEATHS),
  }),
});

export type Policy = z.infer<typeof policySchema>;

/** The policy of a desk that has none of its own. A missing certificate is refused: who allows it says so. */
export const defaultPolicy: Policy = {
  evidence: {
    maxDrawdown: null,
    maxAnnualTurnover: null,
    maxGrossLeverage: null,
    minDeflatedSharpe: null,
    needsAuditCertificate: true,
    needsRecomputedFigures: false,
  },
  guardrails: {
    maxSignalAgeSeconds: null,
    maxParityMismatches: 0,
    maxGrossLeverage: 2.5,
    maxStepTurnover: null,
    maxRunnerDeaths: MOST_RUNNER_DEATHS,
  },
};

/** What a bundle's backtest came to, as far as a policy asks. `null`: not stated. */
export const evidenceSchema = z.object({
  drawdown: z.number().nullable(),
  annualTurnover: z.number().nullable(),
  grossLeverage: z.number().nullable(),
  deflatedSharpe: z.number().nullable(),
  hasAuditCertificate: z.boolean(),
});

export type Evidence = z.infer<typeof evidenceSchema>;
