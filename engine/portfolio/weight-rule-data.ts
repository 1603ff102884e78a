import type { WeightConstraints } from "./weight-constraints.ts";

/** Which names, chosen by their signal. */
export interface NameChoice {
  readonly select: "top" | "bottom" | "all" | "long-short";
  /** Share of the names with a signal, in percent, on each side; 100 for all. */
  readonly percent: number;
  /** A number of names in place of the percentage, on each side. */
  readonly count?: number;
  /** Σ|w| of a long-short portfolio, half of it on each side; 1 when left out. */
  readonly gross?: number;
}

/**
 * How covariances are estimated: `constant-correlation` and `identity` after Ledoit and Wolf, or not shrunk.
 */
export type Shrinkage = "constant-correlation" | "identity" | "none";

interface FromHistory {
  /** Returns read, in sessions; 252 when left out. */
  readonly window: number;
}

interface FromCovariance extends FromHistory {
  readonly shrinkage: Shrinkage;
}

/** How the capital is split among the chosen names. */
export type CapitalSplit =
  | { readonly split: "equal" | "proportional" | "rank" }
  | ({ readonly split: "inverse-volatility" } & FromHistory)
  | ({ readonly split: "risk-parity" } & FromCovariance)
  | ({ readonly split: "minimum-variance"; readonly maximumWeight: number } & FromCovariance)
  | ({
      readonly split: "mean-variance";
      readonly riskAversion: number;
      readonly maximumWeight: number;
      readonly isShortAllowed: boolean;
    } & FromCovariance);

/**
 * How a signal becomes target weights, as plain data: which names, how the capital is split among them, and
 * what the result must keep to. Weights are shares of NAV; those of a long-only rule sum to 1 over the chosen
 * names, those of a long-short rule to 0, and all others are 0.
 */
export type WeightRule = NameChoice & CapitalSplit & { readonly constraints?: WeightConstraints };

/** What a rule reads beside the signal. */
export interface WeightRuleNeeds {
  /** Fields, stored or derived. */
  readonly fields: readonly string[];
  /** Sessions before the current one. */
  readonly lookBackSessions: number;
  /** Whether it reads the weights held now. */
  readonly isCurrentNeeded: boolean;
}

/**
 * What `applyWeightRule` needs for a rule, so that a planner can ask the store for it.
 * @example weightRuleNeeds(signal.riskParity({ window: 120 })).lookBackSessions // 120
 */
export function weightRuleNeeds(rule: WeightRule): WeightRuleNeeds {
  const lookBackSessions = "window" in rule ? rule.window : 0;
  const { maximumTurnover, minimumTrade, maximumSector } = rule.constraints ?? {};
  return {
    fields: [
      ...(lookBackSessions > 0 ? ["totalReturn"] : []),
      ...(maximumSector === undefined ? [] : ["sector"]),
    ],
    lookBackSessions,
    isCurrentNeeded: maximumTurnover !== undefined || minimumTrade !== undefined,
  };
}
