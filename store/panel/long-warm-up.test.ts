import { expect, test } from "vitest";
import {
  atClose,
  costModels,
  defineStrategy,
  MICROS_PER_DAY,
  MICROS_PER_MINUTE,
  type Result,
  requiredPanel,
  runBacktest,
} from "../../engine/index.ts";
import { panelRequestSchema } from "../contract/panel-request.ts";
import { panelOfOneShare } from "../testing/one-share.ts";

const unwrap = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
};
const FROM = 300;
const DAYS = 320;

test.each([224, 252, 300])("a strategy on a %d-session exponential average plans and runs", (span) => {
  const strategy = unwrap(
    defineStrategy({
      name: "Trend",
      universe: "U",
      decide: atClose("XNYS"),
      rebalance: "daily",
      signal: ({ field }) => field.close!.ema(span),
      weights: ({ signal }) => signal.top(100).equal(),
    }),
  );
  const { decisionMic: _, delayMinutes, ...need } = unwrap(requiredPanel(strategy, {}));
  const fields = ["open", "close"];
  const request = panelRequestSchema.parse({
    ...need,
    decision: { kind: "close", delayMinutes },
    fields,
    from: FROM,
    to: DAYS,
    asOf: null,
  });
  const closeAt = (day: number) => day * MICROS_PER_DAY + 390 * MICROS_PER_MINUTE;
  const prices = Float64Array.from({ length: DAYS }, (_, day) => 100 + (day % 7));
  const built = panelOfOneShare({ days: DAYS, closeAt, prices: [prices, prices] }, request);
  if (!built.ok) throw new Error(built.error.message);
  const { header, columns } = built.value;
  // The warm-up is the whole calendar before the first decision.
  expect(header.markets[0]!.firstSessionNumber).toBe(0);
  const [open, close, members] = columns as [Float64Array, Float64Array, Uint8Array];
  const run = unwrap(
    runBacktest({
      panel: { ...header, columns: { open, close }, members },
      strategy,
      parameters: {},
      config: {
        from: FROM,
        to: DAYS,
        capitalMinor: 1_000_000,
        currency: "USD",
        costs: costModels.none,
      },
    }),
  );
  expect(run.dates.length).toBe(DAYS - FROM);
  expect(run.fills.at.length).toBeGreaterThan(0);
});
