import { expect, it } from "vitest";
import { costModels } from "../../engine/index.ts";
import { backtestConfigOf } from "./backtest-config.ts";
import { usd } from "./money.ts";

const plain = { from: "2020-01-02", to: "2020-12-31", capital: usd(1_000_000), costs: "retail" };

it("hands on what is given and leaves the engine's defaults alone", () => {
  const config = {
    from: 18_263,
    to: 18_627,
    capitalMinor: 100_000_000,
    currency: "USD",
    costs: costModels.retail,
  };
  expect(backtestConfigOf(plain)).toEqual(config);
  const chosen = {
    fillAt: "next-close",
    volumeCap: 0.1,
    margin: { maintenancePercent: 25, initialPercent: 50 },
    referenceRateBps: { USD: 450 },
    foreignCash: "hold",
    lotOrder: "lifo",
    settlementSessions: { XNYS: 1 },
    dividendTaxPercent: { XKRX: 15.4 },
  } as const;
  const own = { ...costModels.none, name: "own" };
  expect(backtestConfigOf({ ...plain, ...chosen, costs: own })).toEqual({ ...config, ...chosen, costs: own });
});

it.each<[string, object]>([
  ['backtest has no option "fillat": did you mean "fillAt"?', { fillat: "next-close" }],
  ["fillAt must be one of next-open, next-close,", { fillAt: "tomorrow" }],
  ["volumeCap must be a number from 0.000001 to 1, was 10", { volumeCap: 10 }],
  ["volumeCap must be a number", { volumeCap: Number.NaN }],
  ["margin maintenancePercent must be a number from 1 to 100", { margin: { initialPercent: 50 } }],
  [
    "margin initialPercent must be a number from 50 to 1000, was 25",
    { margin: { maintenancePercent: 50, initialPercent: 25 } },
  ],
  ["margin needs maintenancePercent and initialPercent", { margin: 50 }],
  ["referenceRateBps must be an object of numbers, was 450", { referenceRateBps: 450 }],
  ["referenceRateBps of USD must be a number", { referenceRateBps: { USD: Number.POSITIVE_INFINITY } }],
  ["foreignCash must be one of convert, hold, was keep", { foreignCash: "keep" }],
  ["lotOrder must be one of fifo, lifo, was hifo", { lotOrder: "hifo" }],
  ["settlementSessions of XNYS must be a number from 0 to 10, was -1", { settlementSessions: { XNYS: -1 } }],
  ["settlementSessions of XNYS must be a whole number", { settlementSessions: { XNYS: 1.5 } }],
  ["dividendTaxPercent of XKRX must be a number from 0 to 100", { dividendTaxPercent: { XKRX: 154 } }],
  ['There are no costs named "cheap": use institutional,', { costs: "cheap" }],
  ["this one has no commission: start from costModels.", { costs: { name: "old", commissionBps: 5 } }],
  ["costs must be one of", { costs: undefined }],
])("refuses by name: %s", (message, options) => {
  expect(() => backtestConfigOf({ ...plain, ...options })).toThrow(message);
});
