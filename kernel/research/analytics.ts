import {
  assemblePaths,
  attributeByLabel,
  attributeRun,
  brinson,
  combinatorialPurged,
  deflatedSharpe,
  type BacktestRun as EngineRun,
  expectedMaxSharpe,
  factorRegression,
  linkBrinson,
  minimumTrackRecord,
  overfittingProbability,
  probabilisticSharpe,
  purgedKFold,
  sharpeSample,
  simpleReturns,
  stationaryBootstrap,
  walkForward,
} from "../../engine/index.ts";
import { describeAs } from "../cells/described-value.ts";
import { HandedOutRun } from "./handed-out-run.ts";
import { ResearchError } from "./research-error.ts";
import { returnMetric } from "./return-metrics.ts";
import { isSweep } from "./sweep-value.ts";
import { unwrap } from "./unwrap.ts";

const PERIODS_PER_YEAR = 252;

function refuse(message: string): never {
  throw new ResearchError("bad-argument", message);
}

const runOf = (run: unknown): EngineRun =>
  HandedOutRun.originalOf(run) ??
  refuse("A run is what backtest(…) gives, itself and not a copy: await it first.");

const numbersOf = (name: string, values: ArrayLike<number>): Float64Array =>
  typeof values === "object" && values !== null && typeof values.length === "number"
    ? Float64Array.from(values)
    : refuse(`${name} must be a list of numbers.`);

const returnsOf = (given: Returns): Float64Array => {
  const run = HandedOutRun.originalOf(given);
  if (run) return simpleReturns(run.navMinor);
  return numbersOf("Returns", given as ArrayLike<number>);
};

const trialsOf = (trials: Trials): Float64Array[] =>
  isSweep(trials)
    ? Array.from({ length: trials.length }, (_, run) => trials.returns(run))
    : [...(trials as readonly Returns[])].map(returnsOf);

const root = (periodsPerYear: number): number =>
  periodsPerYear > 0 ? Math.sqrt(periodsPerYear) : refuse("periodsPerYear must be above 0.");

/** Sample variance, divisor n − 1. */
const varianceOf = (values: readonly number[]): number => {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0) / (values.length - 1);
};

const deflated: (typeof analytics)["deflatedSharpe"] = (trials, options = {}) => {
  const { periodsPerYear = PERIODS_PER_YEAR } = options;
  const samples = trialsOf(trials).map((returns) => unwrap(sharpeSample(returns)));
  if (samples.length < 2) refuse(`A deflated Sharpe ratio needs at least two trials, had ${samples.length}.`);
  const own = options.returns
    ? unwrap(sharpeSample(returnsOf(options.returns)))
    : samples.reduce((best, each) => (each.sharpe > best.sharpe ? each : best));
  const variance = varianceOf(samples.map(({ sharpe }) => sharpe));
  const best = Math.sqrt(variance) * unwrap(expectedMaxSharpe(samples.length));
  const year = root(periodsPerYear);
  return Object.freeze({
    probability: unwrap(deflatedSharpe(own, samples.length, variance)),
    sharpe: own.sharpe * year,
    expectedBest: best * year,
    trials: samples.length,
  });
};

const spansOf = ({ starts, ends }: LabelSpans) => ({
  starts: numbersOf("starts", starts),
  ends: numbersOf("ends", ends),
});

const periodOf = (period: BrinsonPeriod) => ({
  portfolioWeights: numbersOf("portfolioWeights", period.portfolioWeights),
  portfolioReturns: numbersOf("portfolioReturns", period.portfolioReturns),
  benchmarkWeights: numbersOf("benchmarkWeights", period.benchmarkWeights),
  benchmarkReturns: numbersOf("benchmarkReturns", period.benchmarkReturns),
});

const ATTRIBUTION_KEYS: readonly AttributionKey[] = ["instrument", "sector", "market", "currency", "cost"];

function attribution(given: BacktestRun | AttributionInput, by?: AttributionKey): LabelAttribution {
  const run = HandedOutRun.originalOf(given);
  if (run) {
    if (by === undefined || !ATTRIBUTION_KEYS.includes(by))
      refuse(
        `A run is split by ${ATTRIBUTION_KEYS.map((key) => `"${key}"`).join(", ")}: attribution(run, "market").`,
      );
    return unwrap(attributeRun(run, by));
  }
  const { profitMinor, navMinor, flowsMinor, labels } = given as AttributionInput;
  return unwrap(
    attributeByLabel({
      profitMinor: numbersOf("profitMinor", profitMinor),
      navMinor: numbersOf("navMinor", navMinor),
      ...(flowsMinor && { flowsMinor: numbersOf("flowsMinor", flowsMinor) }),
      labels: [...labels].map(String),
    }),
  );
}

const percent = (share: number): string => `${(share * 100).toFixed(1)}%`;

/** The `analytics` of the research API: the engine's statistics, whose failures are errors of the cell. */
const own: typeof analytics = Object.freeze({
  returns: (run) => simpleReturns(runOf(run).navMinor),
  benchmarkReturns: (run) => simpleReturns(runOf(run).benchmark),
  probabilisticSharpe: (returns, { target = 0, periodsPerYear = PERIODS_PER_YEAR } = {}) =>
    unwrap(probabilisticSharpe(unwrap(sharpeSample(returnsOf(returns))), target / root(periodsPerYear))),
  minimumTrackRecord: (returns, { target = 0, periodsPerYear = PERIODS_PER_YEAR, probability = 0.95 } = {}) =>
    unwrap(
      minimumTrackRecord(
        unwrap(sharpeSample(returnsOf(returns))),
        target / root(periodsPerYear),
        probability,
      ),
    ),
  deflatedSharpe: deflated,
  overfitting: (trials, { blocks = 16 } = {}) => {
    const found = unwrap(overfittingProbability(trialsOf(trials), blocks));
    return describeAs(
      { ...found },
      "OverfittingProbability",
      `PBO ${percent(found.probability)}, ${found.logits.length} splits`,
    );
  },
  bootstrap: (returns, metric, { periodsPerYear = PERIODS_PER_YEAR, ...conventions }) => {
    const found = unwrap(
      stationaryBootstrap([returnsOf(returns)], returnMetric(metric, periodsPerYear), conventions),
    );
    const { estimate, lower, upper } = found;
    const text = [estimate, lower, upper].map((value) => String(Number(value.toPrecision(4))));
    return describeAs({ ...found }, "BootstrapInterval", `${text[0]}, from ${text[1]} to ${text[2]}`);
  },
  purgedKFold: (spans, folds, embargo = 0) => unwrap(purgedKFold(spansOf(spans), folds, embargo)),
  combinatorialPurged: (spans, groups, testGroups, embargo = 0) =>
    unwrap(combinatorialPurged(spansOf(spans), groups, testGroups, embargo)),
  assemblePaths: (validation, tested) =>
    unwrap(
      assemblePaths(
        validation,
        tested.map((values) => numbersOf("tested", values)),
      ),
    ),
  walkForward: (periods, windows) => unwrap(walkForward(periods, windows)),
  factorRegression: (returns, factors, options = {}) => {
    const named = Object.entries(factors).map(([name, given]) => ({ name, returns: returnsOf(given) }));
    return unwrap(factorRegression(returnsOf(returns), named, options));
  },
  brinson: (periods, { model = "brinson-fachler", linking = "carino" } = {}) =>
    Symbol.iterator in periods
      ? unwrap(linkBrinson([...periods].map(periodOf), linking, model))
      : unwrap(brinson(periodOf(periods), model)),
  attribution,
});

export { own as analytics };
