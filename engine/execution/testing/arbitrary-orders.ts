import fc from "fast-check";
import type { OrderRequest, SingleOrder, TimeInForce } from "../../contract/orders.ts";
import type { SessionBar } from "../session-bar.ts";
import { barOf } from "./desk.ts";

/** Prices are whole numbers around this one, so that mirrored and halved worlds are exact. */
export const MIDDLE = 2_000;

const price = fc.integer({ min: MIDDLE - 40, max: MIDDLE + 40 });
const shares = fc.integer({ min: 1, max: 300 }).chain((size) => fc.constantFrom(size, -size));
const timeInForce: fc.Arbitrary<TimeInForce> = fc.oneof(
  fc.constantFrom("day" as const, "gtc" as const),
  fc.record({ until: fc.integer({ min: 20, max: 40 }) }),
);
const fillAt = fc.constantFrom("next-open", "next-close", "next-vwap", "closing-auction", "same-bar-close");
/** Whole amounts: a fraction of a price has no mirror image. */
const trail = fc.record({ amount: fc.integer({ min: 1, max: 40 }) });

const single: fc.Arbitrary<SingleOrder> = fc.oneof(
  fc.record({ type: fc.constant("market" as const), shares, timeInForce, fillAt }),
  fc.record({ type: fc.constant("limit" as const), shares, timeInForce, limit: price }),
  fc.record({
    type: fc.constant("limit" as const),
    shares,
    timeInForce: fc.constant("ioc" as const),
    limit: price,
  }),
  fc.record({ type: fc.constant("stop" as const), shares, timeInForce, stop: price }),
  fc.record({ type: fc.constant("stop-limit" as const), shares, timeInForce, stop: price, limit: price }),
  fc.record({ type: fc.constant("trailing-stop" as const), shares, timeInForce, trail }),
  fc.record({ type: fc.constant("on-open" as const), shares, limit: price }),
  fc.record({ type: fc.constant("on-close" as const), shares }),
);

/** A bracket around `at`, its exits `down` and `up` away from it. */
const bracket: fc.Arbitrary<OrderRequest> = fc
  .record({
    shares,
    at: price,
    kind: fc.constantFrom("market", "limit", "stop"),
    up: fc.integer({ min: 1, max: 30 }),
    down: fc.integer({ min: 1, max: 30 }),
    trails: fc.boolean(),
    timeInForce,
  })
  .map(({ shares, at, kind, up, down, trails, timeInForce }) => {
    const side = shares > 0 ? 1 : -1;
    const entry: SingleOrder =
      kind === "market"
        ? { type: "market", shares, timeInForce }
        : kind === "limit"
          ? { type: "limit", shares, limit: at, timeInForce }
          : { type: "stop", shares, stop: at, timeInForce };
    return {
      type: "bracket",
      entry,
      takeProfit: at + side * up,
      stopLoss: trails ? { amount: down } : at - side * down,
    };
  });

const group: fc.Arbitrary<OrderRequest> = fc.record({
  type: fc.constant("one-cancels-other" as const),
  orders: fc.array(single, { minLength: 2, maxLength: 3 }),
});

export const arbitraryRequest: fc.Arbitrary<OrderRequest> = fc.oneof(
  { weight: 4, arbitrary: single },
  { weight: 2, arbitrary: bracket },
  { weight: 1, arbitrary: group },
);

/** Bars of whole prices; some halted, without an open, without volume. */
export const arbitraryBar: fc.Arbitrary<SessionBar> = fc
  .record({
    low: fc.integer({ min: MIDDLE - 50, max: MIDDLE + 30 }),
    range: fc.integer({ min: 0, max: 40 }),
    open: fc.double({ min: 0, max: 1, noNaN: true }),
    close: fc.double({ min: 0, max: 1, noNaN: true }),
    volume: fc.integer({ min: 1, max: 3_000 }),
    fault: fc.integer({ min: 0, max: 19 }),
    lot: fc.constantFrom(1, 1, 10),
  })
  .map(({ low, range, open, close, volume, fault, lot }) => {
    const at = (share: number) => low + Math.round(range * share);
    const openPrice = fault === 0 ? Number.NaN : at(open);
    const vwap = fault === 1 ? Number.NaN : at((open + close) / 2);
    return barOf([openPrice, low + range, low, at(close)], {
      vwap,
      volume: fault === 2 ? 0 : volume,
      isHalted: fault === 3,
      lot,
    });
  });

export interface Play {
  readonly bars: readonly SessionBar[];
  /** Session after which each request is submitted, −1 before the first. */
  readonly requests: readonly { readonly after: number; readonly request: OrderRequest }[];
}

export const arbitraryPlay: fc.Arbitrary<Play> = fc.record({
  bars: fc.array(arbitraryBar, { minLength: 2, maxLength: 12 }),
  requests: fc.array(fc.record({ after: fc.integer({ min: -1, max: 6 }), request: arbitraryRequest }), {
    minLength: 1,
    maxLength: 8,
  }),
});
