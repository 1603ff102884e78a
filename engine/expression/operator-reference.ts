import { indicatorReference } from "./indicators.ts";
import type { OperatorReference } from "./operator.ts";
import * as arithmetic from "./operators/arithmetic.ts";
import { bollingerReference } from "./operators/bollinger.ts";
import * as bounds from "./operators/bounds.ts";
import * as coMoments from "./operators/co-moments.ts";
import * as comparisons from "./operators/comparisons.ts";
import * as extremePosition from "./operators/extreme-position.ts";
import * as folds from "./operators/folds.ts";
import { fundamentalReference } from "./operators/fundamentals.ts";
import * as higherMoments from "./operators/higher-moments.ts";
import * as lags from "./operators/lags.ts";
import * as logic from "./operators/logic.ts";
import { macdReference } from "./operators/macd.ts";
import * as moments from "./operators/moments.ts";
import { neutralizeBy, neutralizeExposures, neutralizeMarket } from "./operators/neutralize.ts";
import * as orderStatistics from "./operators/order-statistics.ts";
import * as powers from "./operators/powers.ts";
import * as ranks from "./operators/rank.ts";
import * as recursiveMeans from "./operators/recursive-means.ts";
import { rsi } from "./operators/rsi.ts";
import { sessionsSinceTrue } from "./operators/sessions-since-true.ts";
import * as standardise from "./operators/standardise.ts";
import { wma } from "./operators/weighted-mean.ts";

const families: readonly Readonly<Record<string, { readonly reference: OperatorReference }>>[] = [
  arithmetic,
  powers,
  bounds,
  comparisons,
  logic,
  lags,
  folds,
  extremePosition,
  moments,
  higherMoments,
  orderStatistics,
  { wma, sessionsSinceTrue },
  coMoments,
  recursiveMeans,
  { rsi },
];

/** What every operator is, in words, for help and hover: in the order of the reference. */
export const operatorReference: readonly OperatorReference[] = Object.freeze([
  ...families.flatMap((family) => Object.values(family).map(({ reference }) => reference)),
  ...macdReference,
  ...bollingerReference,
  ...indicatorReference,
  ...[...Object.values(ranks), ...Object.values(standardise)].map(({ reference }) => reference),
  neutralizeMarket.reference,
  neutralizeBy.reference,
  neutralizeExposures.reference,
  ...fundamentalReference,
]);
