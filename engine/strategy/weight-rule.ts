import { ArgumentError, requireWhole, requireWithin } from "../argument-error.ts";
import { checkConstraints, type WeightConstraints } from "../portfolio/weight-constraints.ts";
import type { CapitalSplit, NameChoice, Shrinkage, WeightRule } from "../portfolio/weight-rule-data.ts";

export { applyWeightRule } from "../portfolio/apply-weight-rule.ts";
export type { WeightRule } from "../portfolio/weight-rule-data.ts";

/** How returns are read: the last `window` sessions, 252 when left out. */
export interface HistoryOptions {
  readonly window?: number;
}

/** How a covariance is estimated; shrunk towards constant correlation when left out. */
export interface CovarianceOptions extends HistoryOptions {
  readonly shrinkage?: Shrinkage;
}

/** A whole rule: plain data, which constraints may be added to. */
export type BuiltRule = WeightRule & { constrain(constraints: WeightConstraints): BuiltRule };

/** A choice of names, waiting for the way to split the capital among them. */
export class Selection {
  readonly #choice: NameChoice;
  readonly #constraints: WeightConstraints | undefined;

  constructor(choice: NameChoice, constraints?: WeightConstraints) {
    this.#choice = checkedChoice(choice);
    this.#constraints = constraints;
  }

  /** The same weight for each name. */
  equal(): BuiltRule {
    return this.#build({ split: "equal" });
  }

  /**
   * Weights in proportion to the signal; names whose signal is not positive get none. Long-short: in
   * proportion to the signal less its mean over the chosen names.
   */
  proportional(): BuiltRule {
    return this.#build({ split: "proportional" });
  }

  /** Weights in proportion to the rank of the signal among the chosen names; equal signals, equal weights. */
  rankProportional(): BuiltRule {
    return this.#build({ split: "rank" });
  }

  /** Weights in proportion to 1/σ, σ the standard deviation of total returns. */
  inverseVolatility({ window = 252 }: HistoryOptions = {}): BuiltRule {
    return this.#build({ split: "inverse-volatility", window: checkedWindow(window) });
  }

  /** The long-only weights, none above `maximumWeight`, with the least variance. */
  minimumVariance(options: CovarianceOptions & { readonly maximumWeight?: number } = {}): BuiltRule {
    const maximumWeight = checkedCap(options.maximumWeight);
    return this.#build({ split: "minimum-variance", maximumWeight, ...checkedCovariance(options) });
  }

  /**
   * The weights that maximise μᵀw − (riskAversion/2)·wᵀΣw, the signal being μ: the expected return of each
   * name per session. Long-only unless `isShortAllowed`; no |weight| above `maximumWeight`.
   */
  meanVariance(
    options: CovarianceOptions & {
      readonly riskAversion?: number;
      readonly maximumWeight?: number;
      readonly isShortAllowed?: boolean;
    } = {},
  ): BuiltRule {
    const { riskAversion = 1, isShortAllowed = false } = options;
    requireWithin("riskAversion", riskAversion, 1e-9, 1e9);
    if (isShortAllowed && this.#choice.select === "long-short")
      throw new ArgumentError("isShortAllowed is for one side; a long-short choice has both already");
    const maximumWeight = checkedCap(options.maximumWeight);
    const covariance = checkedCovariance(options);
    return this.#build({
      split: "mean-variance",
      riskAversion,
      maximumWeight,
      isShortAllowed,
      ...covariance,
    });
  }

  /** The long-only weights to which every name contributes the same risk. */
  riskParity(options: CovarianceOptions = {}): BuiltRule {
    return this.#build({ split: "risk-parity", ...checkedCovariance(options) });
  }

  /** The same choice, whose weights keep to constraints; `constrain` after the split does the same. */
  constrain(constraints: WeightConstraints): Selection {
    return new Selection(this.#choice, merge(this.#constraints, constraints));
  }

  #build(split: CapitalSplit): BuiltRule {
    return built({ ...this.#choice, ...split, ...(this.#constraints && { constraints: this.#constraints }) });
  }
}

/** Names by a share in percent, or by their number. */
export type HowMany = number | { readonly count: number };

/** The signal as the weights function sees it. */
export interface Signal
  extends Pick<
    Selection,
    | "equal"
    | "proportional"
    | "rankProportional"
    | "inverseVolatility"
    | "minimumVariance"
    | "meanVariance"
    | "riskParity"
  > {
  /** The names with the highest signals: `percent` of those that have one, at least one name. */
  top(howMany: HowMany): Selection;
  /** The names with the lowest signals. */
  bottom(howMany: HowMany): Selection;
  /** The names with the highest signals, by their number. */
  count(names: number): Selection;
  /** Long the highest, short the lowest, as much of each: Σw = 0 and Σ|w| = gross, 1 when left out. */
  longShort(howMany: HowMany, options?: { readonly gross?: number }): Selection;
  /** Every name with a signal. */
  all(): Selection;
}

const all = () => new Selection({ select: "all", percent: 100 });

export const signalHandle: Signal = Object.freeze({
  top: (howMany: HowMany) => new Selection({ select: "top", ...shareOf(howMany) }),
  bottom: (howMany: HowMany) => new Selection({ select: "bottom", ...shareOf(howMany) }),
  count: (names: number) => new Selection({ select: "top", ...shareOf({ count: names }) }),
  longShort: (howMany: HowMany, { gross = 1 }: { readonly gross?: number } = {}) =>
    new Selection({ select: "long-short", ...shareOf(howMany), gross }),
  all,
  equal: () => all().equal(),
  proportional: () => all().proportional(),
  rankProportional: () => all().rankProportional(),
  inverseVolatility: (options?: HistoryOptions) => all().inverseVolatility(options),
  minimumVariance: (options?: Parameters<Selection["minimumVariance"]>[0]) => all().minimumVariance(options),
  meanVariance: (options?: Parameters<Selection["meanVariance"]>[0]) => all().meanVariance(options),
  riskParity: (options?: CovarianceOptions) => all().riskParity(options),
});

const shareOf = (howMany: HowMany) =>
  typeof howMany === "number" ? { percent: howMany } : { percent: 100, count: howMany.count };

function checkedChoice(choice: NameChoice): NameChoice {
  const isLongShort = choice.select === "long-short";
  if (choice.count !== undefined) requireWhole(`${choice.select} count`, choice.count, 1);
  else requireWithin(`${choice.select} percent`, choice.percent, 0, isLongShort ? 50 : 100);
  if (choice.gross !== undefined) requireWithin("gross", choice.gross, 0, 10);
  return choice;
}

function checkedWindow(window: number): number {
  requireWhole("window", window, 2, 10_000);
  return window;
}

function checkedCap(maximumWeight = 1): number {
  requireWithin("maximumWeight", maximumWeight, 1e-6, 10);
  return maximumWeight;
}

function checkedCovariance({ window = 252, shrinkage = "constant-correlation" }: CovarianceOptions) {
  if (!["constant-correlation", "identity", "none"].includes(shrinkage))
    throw new ArgumentError(
      `shrinkage must be constant-correlation, identity or none, was ${String(shrinkage)}`,
    );
  return { window: checkedWindow(window), shrinkage };
}

function merge(old: WeightConstraints | undefined, added: WeightConstraints): WeightConstraints {
  checkConstraints(added);
  const merged = { ...old, ...added };
  checkConstraints(merged);
  return Object.freeze(merged);
}

/** The method is not enumerable, so that copies, comparisons and messages see plain data. */
function built(rule: WeightRule): BuiltRule {
  const constrain = (constraints: WeightConstraints) =>
    built({ ...rule, constraints: merge(rule.constraints, constraints) });
  return Object.freeze(Object.defineProperty({ ...rule }, "constrain", { value: constrain })) as BuiltRule;
}
