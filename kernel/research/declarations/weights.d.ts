// From a signal to target weights.

/** A cap for every group, or one by the group's name. */
type GroupCap = number | Readonly<Record<string, number>>;
/** What target weights must keep to. Weights are shares of NAV: 0.05 is 5 %. What is left out does not bind. */
interface WeightConstraints {
  /** The most names held. */
  readonly maximumNames?: number;
  /** The least |weight| worth holding; a smaller one becomes 0. */
  readonly minimumWeight?: number;
  /** The most |weight| of one name. */
  readonly maximumWeight?: number;
  /** The most gross weight of one sector. */
  readonly maximumSector?: GroupCap;
  /** The most gross weight of one market, by MIC. */
  readonly maximumMarket?: GroupCap;
  /** The most gross weight, Σ|w|. */
  readonly maximumGross?: number;
  /** The least net weight, Σw. */
  readonly minimumNet?: number;
  /** The most net weight, Σw. */
  readonly maximumNet?: number;
  /** The share of NAV kept in cash. */
  readonly cashBuffer?: number;
  /** The most turnover of one decision, Σ|w − current|/2. */
  readonly maximumTurnover?: number;
  /** The least change of a weight worth trading; a position that is closed is always traded. */
  readonly minimumTrade?: number;
}

interface HistoryOptions {
  /** The sessions of total returns read; 252 when left out. */
  readonly window?: number;
}
interface CovarianceOptions extends HistoryOptions {
  /** How the covariance is shrunk, after Ledoit and Wolf; "constant-correlation" when left out. */
  readonly shrinkage?: "constant-correlation" | "identity" | "none";
}
interface MinimumVarianceOptions extends CovarianceOptions {
  /** The most weight of one name; 1 when left out. */
  readonly maximumWeight?: number;
}
interface MeanVarianceOptions extends MinimumVarianceOptions {
  /** How much variance counts against return; 1 when left out. */
  readonly riskAversion?: number;
  readonly isShortAllowed?: boolean;
}

/** How a signal becomes target weights. */
interface WeightRule {
  readonly select: "top" | "bottom" | "all" | "long-short";
  readonly percent: number;
  readonly split:
    | "equal"
    | "proportional"
    | "rank"
    | "inverse-volatility"
    | "risk-parity"
    | "minimum-variance"
    | "mean-variance";
  /** The same rule, whose weights keep to constraints. */
  constrain(constraints: WeightConstraints): WeightRule;
}
/** The ways to split the capital among the chosen names. */
interface CapitalSplits {
  /** The same weight for each name. */
  equal(): WeightRule;
  /** Weights in proportion to the signal where it is positive; long-short, to the signal less its mean. */
  proportional(): WeightRule;
  /** Weights in proportion to the rank of the signal. */
  rankProportional(): WeightRule;
  /** Weights in proportion to 1/σ of total returns. */
  inverseVolatility(options?: HistoryOptions): WeightRule;
  /** The long-only weights with the least variance. */
  minimumVariance(options?: MinimumVarianceOptions): WeightRule;
  /** The weights that maximise μᵀw − (riskAversion/2)·wᵀΣw; the signal is μ, the expected return per session. */
  meanVariance(options?: MeanVarianceOptions): WeightRule;
  /** The long-only weights to which every name contributes the same risk. */
  riskParity(options?: CovarianceOptions): WeightRule;
}
/** Chosen names, waiting for the way to split the capital. */
interface ChosenNames extends CapitalSplits {
  /** The same choice, whose weights keep to constraints. */
  constrain(constraints: WeightConstraints): ChosenNames;
}
/** Names by a share in percent, or by their number. */
type HowMany = number | { readonly count: number };
interface Signal extends CapitalSplits {
  /** The names with the highest signals: so many percent of those that have one, or a number of them. */
  top(howMany: HowMany): ChosenNames;
  /** The names with the lowest signals. */
  bottom(howMany: HowMany): ChosenNames;
  /** So many names with the highest signals. */
  count(names: number): ChosenNames;
  /** Long the highest, short the lowest, as much of each: Σw = 0 and Σ|w| = gross, 1 when left out. */
  longShort(howMany: HowMany, options?: { readonly gross?: number }): ChosenNames;
  /** Every name with a signal. */
  all(): ChosenNames;
}
