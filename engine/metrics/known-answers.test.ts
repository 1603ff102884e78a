import { describe, expect, test } from "vitest";
import { pow } from "../math/pow.ts";
import { unwrap } from "../testing/strategies.ts";
import { alpha } from "./alpha.ts";
import { beta } from "./beta.ts";
import { cagr } from "./cagr.ts";
import { downCapture, upCapture } from "./capture.ts";
import { deflatedSharpe } from "./deflated-sharpe.ts";
import { downsideDeviation } from "./downside-deviation.ts";
import { expectedMaxSharpe } from "./expected-max-sharpe.ts";
import { informationRatio } from "./information-ratio.ts";
import { maxDrawdown } from "./max-drawdown.ts";
import { minimumTrackRecord } from "./minimum-track-record.ts";
import { omega } from "./omega.ts";
import { probabilisticSharpe } from "./probabilistic-sharpe.ts";
import { sharpe } from "./sharpe.ts";
import { sortino } from "./sortino.ts";
import { stability } from "./stability.ts";
import { tailRatio } from "./tail-ratio.ts";
import { valueAtRisk } from "./value-at-risk.ts";
import { volatility } from "./volatility.ts";

const percent = (...values: number[]) => Float64Array.from(values, (x) => x / 100);
const mixed = percent(Number.NaN, 1, 10, -4, 2, 3, 2, 1, -10);
const positive = percent(1, 2, 1, 1, 1, 1, 1, 1, 1);
const negative = percent(0, -6, -7, -1, -9, -2, -6, -8, -5);
const losses = percent(-2, -6, -7, -1, -9, -2, -6, -8, -5);
const onePercent = new Float64Array(9).fill(0.01);
const benchmark = percent(0, 1, 0, 1, 0, 1, 0, 1, 0);

// Figures printed by the test-suite of empyrical (Apache-2.0), recomputed independently.
describe("known answers of empyrical, to 1e-9 relative", () => {
  test.each([
    ["annual return, the missing value counted", cagr(mixed, 252, true), 1.9135925373194231],
    ["volatility", volatility(mixed), 0.9136465399704637],
    ["max drawdown", maxDrawdown(mixed), -0.1],
    ["Sharpe of mixed returns", sharpe(mixed), 1.7238613961706866],
    ["Sharpe against a benchmark", sharpe(mixed, 252, benchmark), 0.34111411441060574],
    ["Sharpe of positive returns", sharpe(positive), 52.915026221291804],
    ["Sharpe of negative returns", sharpe(negative), -24.406808633910085],
    ["downside deviation at 0", downsideDeviation(mixed), 0.6044832503882965],
    ["downside deviation at 10 %", downsideDeviation(mixed, 252, 0.1), 1.7161730681956295],
    ["Sortino of mixed returns", sortino(mixed), 2.605531251673693],
    ["Sortino of negative returns", sortino(negative), -13.532743075043401],
    ["omega at 1,000 % a year", omega(mixed, pow(11, 1 / 252) - 1), 0.8335426349755795],
    ["stability", stability(mixed), 0.1529973665111273],
    ["tail ratio", tailRatio(mixed), 0.9556962025316452],
    ["max drawdown of negative returns", maxDrawdown(negative), -0.36590730349873601],
    ["Sortino at 1 % a day", sortino(mixed, 252, 0.01), -1.3934779588919977],
    ["omega at 1 % a day", omega(mixed, 0.01), 0.8125],
    ["omega of positive returns at 1.1 % a day", omega(positive, 0.011), 1.125],
    ["information ratio per period", informationRatio(mixed, new Float64Array(9), 1), 0.10859306069076737],
    ["information ratio to 1 % a day", informationRatio(mixed, onePercent, 1), -0.06515583641446039],
    ["alpha", alpha(mixed, negative), -0.9997853834885004],
    ["beta", beta(mixed, negative), -0.71296296296296313],
    ["down capture of losses", downCapture(losses, mixed), 0.99956025703798634],
    ["value at risk at 10 %", valueAtRisk(Float64Array.of(1, 81, 82, 83, 84, 85), 0.1), 41],
    ["value at risk at 30 %", valueAtRisk(Float64Array.of(1, 81, 82, 83, 84, 85), 0.3), 81.5],
  ])("%s", (_, actual, expected) => {
    expect(Math.abs(unwrap(actual) / expected - 1)).toBeLessThan(1e-9);
  });
});

// Printed to ten decimals by the same test-suite.
test.each([
  ["up capture of gains", upCapture(positive, mixed), 0.0076167762],
  ["up capture of losses", upCapture(losses, mixed), -0.0004336328],
  ["down capture of gains", downCapture(positive, mixed), -11.27400221],
])("known answer of empyrical: %s", (_, actual, expected) => {
  expect(Math.abs(unwrap(actual) - expected)).toBeLessThan(5e-9);
});

// Bailey & López de Prado (2012, 2014), worked examples.
describe("known answers of Bailey & López de Prado, to 1e-9 relative", () => {
  const scale = Math.sqrt(250);
  test.each([
    [
      "probabilistic Sharpe ratio",
      probabilisticSharpe({ sharpe: 0.45755008833277844, n: 24, skewness: -2.448, rawKurtosis: 10.164 }),
      0.9132343068848602,
    ],
    ["expected best of 10", expectedMaxSharpe(10), 1.5745983013],
    ["expected best of 100", expectedMaxSharpe(100), 2.5306028932016846],
    [
      "deflated Sharpe ratio",
      deflatedSharpe({ sharpe: 2.5 / scale, n: 1250, skewness: -3, rawKurtosis: 10 }, 100, 0.5 / 250),
      0.9003968344493903,
    ],
  ])("%s", (_, actual, expected) => {
    expect(Math.abs(unwrap(actual) / expected - 1)).toBeLessThan(1e-9);
  });

  test("minimum track record, in years of 250 days", () => {
    const periods = unwrap(
      minimumTrackRecord({ sharpe: 2 / scale, skewness: 0, rawKurtosis: 3 }, 1 / scale, 0.95),
    );
    expect(Math.abs(periods / 250 / 2.7311878017281761 - 1)).toBeLessThan(1e-9);
  });
});
