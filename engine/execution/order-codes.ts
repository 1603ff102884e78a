import type { FillPolicy, SingleOrder } from "../contract/orders.ts";

/** The small numbers that stand for words in the book's columns. */
export const ORDER_TYPES: readonly SingleOrder["type"][] = [
  "market",
  "limit",
  "stop",
  "stop-limit",
  "trailing-stop",
  "on-open",
  "on-close",
];
export const MARKET = 0;
export const LIMIT = 1;
export const STOP = 2;
export const STOP_LIMIT = 3;
export const TRAILING = 4;
export const ON_OPEN = 5;
export const ON_CLOSE = 6;

/** True of the types that wait for a trigger. */
export const isStopType = (type: number) => type >= STOP && type <= TRAILING;

export const FILL_POLICIES: readonly FillPolicy[] = [
  "next-open",
  "next-close",
  "next-vwap",
  "closing-auction",
  "same-bar-close",
];
export const NEXT_OPEN = 0;
export const NEXT_VWAP = 2;
export const SAME_BAR_CLOSE = 4;

/** True of a policy that trades on a price not yet known when the decision used it. */
export const isUnsafeFillPolicy = (policy: FillPolicy) => policy === "same-bar-close";

export const DAY = 0;
export const GTC = 1;
export const UNTIL = 2;
export const IOC = 3;

/**
 * A slot's state: unused, open, an exit that waits for its entry, over and about to be unlinked, or what an order was
 * before it was cancelled or amended in mid-session: it fills no more, but the bar may tell that it could have.
 */
export const FREE = 0;
export const WORKING = 1;
export const WAITING = 2;
export const ENDED = 3;
export const WITHDRAWN = 4;

/** An order's place in its group. */
export const ALONE = 0;
export const ONE_OF_SEVERAL = 1;
export const ENTRY = 2;
export const PROFIT = 3;
export const LOSS = 4;

/** The phases of a session, in order. `AFTER_CLOSE` is the unsafe fill at the close that was decided on. */
export const OPENING = 0;
export const INTRABAR = 1;
export const CLOSING = 2;
export const AFTER_CLOSE = 3;

/** A phase of a session as one number that orders all phases of a market in time. */
export const momentOf = (session: number, phase: number) => session * 4 + phase;

/** The first opening at or after a moment. */
export const openingFrom = (moment: number) => Math.ceil(moment / 4) * 4;
