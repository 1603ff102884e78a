// Whether a record is skill, luck or search: statistics of returns and of trials.

/** Simple returns, one per period: a run's own, or any list; NaN is a missing one. */
type Returns = BacktestRun | ArrayLike<number>;
/** All variants that were tried: a sweep that kept its returns, or one list of returns each. */
type Trials = Sweep | readonly Returns[];

interface SharpeOptions {
  /** The Sharpe ratio to beat, a year; 0 when left out. */
  readonly target?: number;
  /** 252 when left out. */
  readonly periodsPerYear?: number;
}
/** What is known of a Sharpe ratio after a search. Sharpe ratios are a year. */
interface DeflatedSharpe {
  /** The probability that the true Sharpe ratio is above `expectedBest`. */
  readonly probability: number;
  readonly sharpe: number;
  /** The best Sharpe ratio one would expect of so many tries without skill. */
  readonly expectedBest: number;
  readonly trials: number;
}
/** What combinatorially symmetric cross-validation found; lists have one entry per split into two halves. */
interface OverfittingProbability {
  /** PBO: the share of splits in which the best trial in sample is at or below the median out of sample. */
  readonly probability: number;
  /** The logit of the best trial's rank out of sample; 0 is the median. */
  readonly logits: Float64Array;
  /** Which trial was best in sample. */
  readonly best: Int32Array;
  /** That trial's Sharpe ratio per period in sample, and out of sample. */
  readonly inSample: Float64Array;
  readonly outOfSample: Float64Array;
  /** The share of splits in which that trial loses out of sample. */
  readonly probabilityOfLoss: number;
  /** Periods used. */
  readonly periods: number;
}
interface BootstrapOptions {
  /** A whole number; the same seed gives the same interval on every machine. */
  readonly seed: number;
  /** 1,000 when left out; at most 100,000. */
  readonly resamples?: number;
  /** Mean block length in periods; found from the series when left out. */
  readonly meanBlock?: number;
  /** 0.95 when left out. */
  readonly confidence?: number;
  readonly interval?: "percentile" | "basic";
  /** 252 when left out. */
  readonly periodsPerYear?: number;
}
interface BootstrapInterval {
  /** The metric of the record itself. */
  readonly estimate: number;
  readonly lower: number;
  readonly upper: number;
  readonly standardError: number;
  /** One entry per resampled record. */
  readonly resampled: Float64Array;
  readonly undefinedResamples: number;
  readonly meanBlock: number;
}
/** The metrics that are made of returns alone. */
type ReturnMetric =
  | "totalReturn"
  | "cagr"
  | "volatility"
  | "sharpe"
  | "sortino"
  | "downsideDeviation"
  | "maxDrawdown"
  | "calmar"
  | "omega"
  | "stability"
  | "hitRate"
  | "skewness"
  | "kurtosis"
  | "tailRatio"
  | "valueAtRisk"
  | "conditionalValueAtRisk"
  | "bestDay"
  | "worstDay";

/** Over which time each observation's label is decided: session numbers or instants, in one unit. */
interface LabelSpans {
  /** When each observation is made, not descending. */
  readonly starts: ArrayLike<number>;
  /** When its label is known. */
  readonly ends: ArrayLike<number>;
}
/** Row numbers to train on and to test on, ascending. */
interface Split {
  readonly train: Int32Array;
  readonly test: Int32Array;
}
interface CombinatorialSplit extends Split {
  /** The groups tested. */
  readonly groups: Int32Array;
}
interface CombinatorialPurged {
  readonly splits: readonly CombinatorialSplit[];
  /** Group g is rows borders[g] up to but without borders[g + 1]. */
  readonly borders: Int32Array;
  /** Paths × groups in row-major order: which split's test of a group belongs to a path. */
  readonly paths: Int32Array;
  readonly pathCount: number;
}
/** Lengths in periods. */
interface WalkForwardWindows {
  readonly train: number;
  /** Left out between training and test; 0 when left out. */
  readonly gap?: number;
  readonly test: number;
  /** From one test window's start to the next; the test's length when left out. */
  readonly step?: number;
  /** Whether training always starts with the first period and grows. */
  readonly isAnchored?: boolean;
}
/** Lists but `residuals` and `kept` have one entry per name; figures are per period, not a year. */
interface FactorRegression {
  /** "alpha", then the factors. */
  readonly names: readonly string[];
  readonly coefficients: Float64Array;
  /** By Newey and West. */
  readonly standardErrors: Float64Array;
  readonly tStatistics: Float64Array;
  readonly pValues: Float64Array;
  /** Their sum is `meanReturn`, exactly. */
  readonly contributions: Float64Array;
  readonly meanReturn: number;
  readonly rSquared: number;
  readonly adjustedRSquared: number;
  readonly residualDeviation: number;
  readonly residuals: Float64Array;
  /** The periods in which nothing was missing. */
  readonly kept: Int32Array;
  readonly lags: number;
}
/** One period of a portfolio and its benchmark by sector: one entry per sector, weights as shares of NAV. */
interface BrinsonPeriod {
  readonly portfolioWeights: ArrayLike<number>;
  readonly portfolioReturns: ArrayLike<number>;
  readonly benchmarkWeights: ArrayLike<number>;
  readonly benchmarkReturns: ArrayLike<number>;
}
/** Effects by sector; all of them add up to `activeReturn`, exactly. */
interface BrinsonEffects {
  readonly allocation: Float64Array;
  readonly selection: Float64Array;
  readonly interaction: Float64Array;
  readonly portfolioReturn: number;
  readonly benchmarkReturn: number;
  readonly activeReturn: number;
}
/** Where money was made. Money is whole minor units of one currency. */
interface AttributionInput {
  /** Periods × items in row-major order; costs are negative. */
  readonly profitMinor: ArrayLike<number>;
  /** Periods + 1 entries. */
  readonly navMinor: ArrayLike<number>;
  /** Money that came in at the start of each period. */
  readonly flowsMinor?: ArrayLike<number>;
  /** Of each item: its instrument, sector, market, currency, or kind of cost. */
  readonly labels: readonly string[];
}
type AttributionKey = "instrument" | "sector" | "market" | "currency" | "cost";
interface LabelAttribution {
  readonly labels: readonly string[];
  readonly profitMinor: Float64Array;
  readonly totalProfitMinor: number;
  /** Parts of the time-weighted return: they add up to `totalReturn`, exactly. */
  readonly contribution: Float64Array;
  readonly totalReturn: number;
  /** Periods × labels in row-major order. */
  readonly periodContribution: Float64Array;
  readonly periodReturn: Float64Array;
}

/** Statistics that tell skill from luck and from search. What is undefined is an error that says why. */
declare const analytics: {
  /** Simple daily returns of a run. */
  returns(run: BacktestRun): Float64Array;
  /** Simple daily returns of the run's benchmark. */
  benchmarkReturns(run: BacktestRun): Float64Array;
  /** PSR: the probability that the true Sharpe ratio is above a target. */
  probabilisticSharpe(returns: Returns, options?: SharpeOptions): number;
  /** MinTRL: how many periods it takes until the Sharpe ratio is above a target with a probability, 0.95 if left out. */
  minimumTrackRecord(returns: Returns, options?: SharpeOptions & { readonly probability?: number }): number;
  /** DSR: the Sharpe ratio of the trial with the best one, or of the given returns, against the best of luck. */
  deflatedSharpe(
    trials: Trials,
    options?: { readonly returns?: Returns; readonly periodsPerYear?: number },
  ): DeflatedSharpe;
  /** PBO by combinatorially symmetric cross-validation of all variants tried; 16 blocks when left out. */
  overfitting(trials: Trials, options?: { readonly blocks?: number }): OverfittingProbability;
  /** A confidence interval for a metric by the stationary bootstrap. */
  bootstrap(
    returns: Returns,
    metric: ReturnMetric | ((returns: Float64Array) => number),
    options: BootstrapOptions,
  ): BootstrapInterval;
  /** Folds for labels that overlap in time: what touches the test is left out of training, and an embargo after it. */
  purgedKFold(spans: LabelSpans, folds: number, embargo?: number): Split[];
  /** Every choice of `testGroups` of the groups tested in turn, purged, and the paths the tests make. */
  combinatorialPurged(
    spans: LabelSpans,
    groups: number,
    testGroups: number,
    embargo?: number,
  ): CombinatorialPurged;
  /** Of each path of combinatorial cross-validation one value per observation; one list of values per split. */
  assemblePaths(validation: CombinatorialPurged, tested: readonly ArrayLike<number>[]): Float64Array[];
  /** Train on a window, leave out a gap, test on the next, move on. */
  walkForward(periods: number, windows: WalkForwardWindows): Split[];
  /** Least squares of returns on factors, with errors that stay right under autocorrelation. */
  factorRegression(
    returns: Returns,
    factors: Readonly<Record<string, Returns>>,
    options?: { readonly lags?: number; readonly riskFree?: number; readonly hasSmallSampleFactor?: boolean },
  ): FactorRegression;
  /** Allocation, selection and interaction by sector, of one period or linked over many. */
  brinson(
    periods: BrinsonPeriod | readonly BrinsonPeriod[],
    options?: {
      readonly model?: "brinson-fachler" | "brinson-hood-beebower";
      readonly linking?: "carino" | "menchero";
    },
  ): BrinsonEffects;
  /**
   * Where a run's return came from, month by month and linked: by instrument, sector, market, currency or cost. What no
   * position earned, such as interest, is labelled "(cash)".
   */
  attribution(run: BacktestRun, by: AttributionKey): LabelAttribution;
  /** A return split by labels of your own, from profits by item. */
  attribution(input: AttributionInput): LabelAttribution;
};
