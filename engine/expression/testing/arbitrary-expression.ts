import { createRandom, type Random } from "../../rng/random.ts";
import { constantFactor, type Factor, fieldFactor } from "../factor.ts";
import { indicators } from "../indicators.ts";

/** Stored columns: their cells do not depend on where the panel begins. */
const stored = ["close", "open", "high", "low", "volume", "bookValue", "odd", "odd"];
const derived = ["adjustedClose", "totalReturn", "marketCap", "adjustedVolume", "adjustedHigh"];

type Step = (x: Factor, other: () => Factor, n: number, least: number, random: Random) => Factor;

/** Every operator of a series with itself, by name, so that a failing expression can be read. */
const seriesSteps: Readonly<Record<string, Step>> = {
  plus: (x, other) => x.plus(other()),
  minus: (x, other) => x.minus(other()),
  times: (x, other) => x.times(other()),
  div: (x, other) => x.div(other()),
  plusConstant: (x, _, n) => x.plus(n / 3),
  fromConstant: (x, _, n) => constantFactor(n).minus(1).div(x),
  neg: (x) => x.neg(),
  abs: (x) => x.abs(),
  sign: (x) => x.sign(),
  power: (x) => x.abs().power(0.7),
  sqrt: (x) => x.sqrt(),
  exp: (x) => x.div(1e3).exp(),
  log: (x) => x.log(),
  clip: (x) => x.clip(-3, 60),
  smallerOf: (x, other) => x.smallerOf(other()),
  greaterOf: (x, other) => x.greaterOf(other()),
  compare: (x, other, _n, _l, random) => {
    const names = [
      "greaterThan",
      "greaterOrEqual",
      "lessThan",
      "lessOrEqual",
      "equalTo",
      "notEqualTo",
    ] as const;
    return x[names[random.integer(names.length)]!](other());
  },
  and: (x, other) => x.and(other()),
  or: (x, other) => x.or(other()).not(),
  where: (x, other) => x.greaterThan(20).where(other(), x),
  isPresent: (x) => x.isPresent(),
  orElse: (x, other) => x.orElse(other()),
  delay: (x, _, n) => x.delay(n - 1),
  delta: (x, _, n) => x.delta(n),
  returns: (x, _, n) => x.returns(n),
  sum: (x, _, n, least) => x.sum(n, least),
  product: (x, _, n, least) => x.returns(1).plus(1).product(n, least),
  mean: (x, _, n, least) => x.mean(n, least),
  variance: (x, _, n, least) => x.variance(n + 1, least + 1),
  std: (x, _, n, least) => x.std(n + 1, least + 1),
  zscore: (x, _, n, least) => x.zscore(n + 1, least + 1),
  skewness: (x, _, n, least) => x.skewness(n + 2, least + 2),
  kurtosis: (x, _, n, least) => x.kurtosis(n + 3, least + 3),
  min: (x, _, n, least) => x.min(n, least),
  max: (x, _, n, least) => x.max(n, least),
  argMin: (x, _, n, least) => x.argMin(n, least),
  argMax: (x, _, n, least) => x.argMax(n, least),
  median: (x, _, n, least) => x.median(n, least),
  quantile: (x, _, n, least) => x.quantile(n, 30, least),
  timeSeriesRank: (x, _, n, least) => x.timeSeriesRank(n, least),
  countPresent: (x, _, n) => x.countPresent(n),
  sessionsSinceTrue: (x, other, n) => x.greaterThan(other()).sessionsSinceTrue(n),
  wma: (x, _, n, least) => x.wma(n, least),
  exponentialDecay: (x, _, n) => x.exponentialDecay(n),
  ema: (x, _, n) => x.ema(n),
  wilder: (x, _, n) => x.wilder(n),
  rsi: (x, _, n) => x.rsi(n),
  macd: (x, _, n) => x.macdHistogram(n, n + 2, 2),
  bollinger: (x, _, n) => x.bollingerPercentB(n + 1, 2),
  covariance: (x, other, n, least) => x.covariance(other(), n + 1, least + 1),
  correlation: (x, other, n, least) => x.correlation(other(), n + 1, least + 1),
  beta: (x, other, n, least) => x.beta(other(), n + 1, least + 1),
  regressionIntercept: (x, other, n, least) => x.regressionIntercept(other(), n + 1, least + 1),
  regressionResidual: (x, other, n, least) => x.regressionResidual(other(), n + 1, least + 1),
  rSquared: (x, other, n, least) => x.rSquared(other(), n + 1, least + 1),
};

const crossSteps: Readonly<Record<string, Step>> = {
  rank: (x) => x.rank(),
  crossZscore: (x) => x.crossZscore(),
  demean: (x) => x.demean(),
  winsorize: (x) => x.winsorize(20),
  quantileBucket: (x, _, n) => x.quantileBucket(n + 1),
  topMask: (x) => x.topMask(30),
  bottomMask: (x) => x.bottomMask(30),
  scale: (x) => x.scale(2),
  neutralize: (x, _o, _n, _l, random) =>
    x.neutralize((["sector", "market", "industry"] as const)[random.integer(3)]!),
  neutralizeBy: (x, other) => x.neutralizeBy(other().topMask(40)),
  neutralizeExposures: (x, other) => x.neutralizeExposures(other(), fieldFactor("close").rank()),
  joined: (x, other) => x.rank().minus(other()).orElse(1),
};

/** Names of all steps that expressions are made of. */
export const stepNames = [...Object.keys(seriesSteps), ...Object.keys(crossSteps)];

export interface ExpressionShape {
  readonly seed: number;
  /** Leaves may be derived fields and indicators, whose level depends on where the panel begins. */
  readonly hasDerived: boolean;
  /** May end in an operator across members. */
  readonly hasCross: boolean;
}

/** A random expression of up to four operators in a chain, each with random windows of 1 to 9 sessions. */
export function randomExpression(shape: ExpressionShape): { factor: Factor; steps: string[] } {
  const random = createRandom(shape.seed);
  const steps: string[] = [];
  const leaf = (): Factor => {
    if (!shape.hasDerived || random.uniform() < 0.6)
      return fieldFactor(stored[random.integer(stored.length)]!);
    if (random.uniform() < 0.6) return fieldFactor(derived[random.integer(derived.length)]!);
    return leafIndicator(random);
  };
  const advance = (x: Factor, from: Readonly<Record<string, Step>>): Factor => {
    const names = Object.keys(from);
    const name = names[random.integer(names.length)]!;
    steps.push(name);
    const n = 1 + random.integer(9);
    const least = random.uniform() < 0.5 ? n : 1 + random.integer(n);
    return from[name]!(x, leaf, n, least, random);
  };
  let factor = leaf();
  for (let depth = 1 + random.integer(3); depth > 0; depth--) factor = advance(factor, seriesSteps);
  if (shape.hasCross && random.uniform() < 0.4) {
    factor = advance(factor, crossSteps);
    if (random.uniform() < 0.3) factor = advance(factor, crossSteps);
  }
  return { factor, steps };
}

function leafIndicator(random: Random): Factor {
  const n = 1 + random.integer(6);
  const all = [
    () => indicators.trueRange(),
    () => indicators.averageTrueRange(n),
    () => indicators.plusDirectional(n),
    () => indicators.averageDirectional(n),
    () => indicators.onBalanceVolume(n),
    () => indicators.volumeWeightedPrice(n),
    () => indicators.stochasticD(n, 2),
    () => fieldFactor("bookValue").ttm().div(fieldFactor("bookValue").latest()),
    () => fieldFactor("bookValue").growth(4),
  ];
  return all[random.integer(all.length)]!();
}
