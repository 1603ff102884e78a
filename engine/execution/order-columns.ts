import { FREE } from "./order-codes.ts";

export const ORDER_COLUMN_NAMES = [
  "id",
  "instrument",
  "type",
  "state",
  "role",
  "group",
  "shares",
  "limit",
  "stop",
  "trailAmount",
  "trailFraction",
  "best",
  "triggeredAt",
  "fillAt",
  "timeInForce",
  "until",
  "activeFrom",
  "blockedUntil",
  "freshSession",
  "entryPrice",
  "doNotReduce",
] as const;

export type OrderColumnName = (typeof ORDER_COLUMN_NAMES)[number];

/** An order's values by column; what a new order does not name is as in `BLANK`. */
export type OrderRow = { [name in OrderColumnName]: number };

/** `NEVER` stands for a moment or session that has not come. */
export const NEVER = -1;

export const BLANK: Readonly<OrderRow> = Object.freeze({
  id: 0,
  instrument: 0,
  type: 0,
  state: 1,
  role: 0,
  group: 0,
  shares: 0,
  limit: Number.NaN,
  stop: Number.NaN,
  trailAmount: Number.NaN,
  trailFraction: Number.NaN,
  best: Number.NaN,
  triggeredAt: NEVER,
  fillAt: 0,
  timeInForce: 0,
  until: 0,
  activeFrom: 0,
  blockedUntil: 0,
  freshSession: NEVER,
  entryPrice: Number.NaN,
  doNotReduce: 0,
});

/**
 * Open orders as a structure of arrays: one slot each, linked by instrument in ascending id. Slots of ended orders are
 * used again; arrays grow by doubling, so that matching and, once warm, submission allocate nothing.
 *
 * `activeFrom`, `triggeredAt` and `blockedUntil` are moments (`momentOf`); `freshSession` is the session in which an
 * exit's entry filled intrabar; `best` is a trailing stop's best price so far.
 */
export class OrderColumns {
  id = new Float64Array(0);
  instrument = new Float64Array(0);
  type = new Float64Array(0);
  state = new Float64Array(0);
  role = new Float64Array(0);
  group = new Float64Array(0);
  shares = new Float64Array(0);
  limit = new Float64Array(0);
  stop = new Float64Array(0);
  trailAmount = new Float64Array(0);
  trailFraction = new Float64Array(0);
  best = new Float64Array(0);
  triggeredAt = new Float64Array(0);
  fillAt = new Float64Array(0);
  timeInForce = new Float64Array(0);
  until = new Float64Array(0);
  activeFrom = new Float64Array(0);
  blockedUntil = new Float64Array(0);
  freshSession = new Float64Array(0);
  entryPrice = new Float64Array(0);
  doNotReduce = new Float64Array(0);
  /** Slot of the next order of the same instrument, −1 after the last; of a free slot, the next free one. */
  next = new Int32Array(0);
  /** First and last slot by instrument, −1 when none. */
  readonly head: Int32Array;
  readonly tail: Int32Array;
  #freeHead = -1;

  constructor(instruments: number) {
    this.head = new Int32Array(instruments).fill(-1);
    this.tail = new Int32Array(instruments).fill(-1);
  }

  /** Takes a slot, blank but for its instrument, and links it as the instrument's last. */
  appendBlank(instrument: number): number {
    if (this.#freeHead === -1) this.#grow();
    const slot = this.#freeHead;
    this.#freeHead = this.next[slot]!;
    this.#blank(slot);
    this.instrument[slot] = instrument;
    const last = this.tail[instrument]!;
    if (last === -1) this.head[instrument] = slot;
    else this.next[last] = slot;
    this.next[slot] = -1;
    this.tail[instrument] = slot;
    return slot;
  }

  /** Takes a slot for a complete row. */
  append(row: Readonly<OrderRow>): number {
    const slot = this.appendBlank(row.instrument);
    for (const name of ORDER_COLUMN_NAMES) this[name][slot] = row[name];
    return slot;
  }

  /** Takes a slot for what another one holds, as the last of its instrument. */
  appendCopy(of: number): number {
    const slot = this.appendBlank(this.instrument[of]!);
    for (const name of ORDER_COLUMN_NAMES) this[name][slot] = this[name][of]!;
    return slot;
  }

  /** Unlinks the slot that follows `previous` (−1: the instrument's first) and frees it. */
  unlinkAfter(instrument: number, previous: number): void {
    const slot = previous === -1 ? this.head[instrument]! : this.next[previous]!;
    const following = this.next[slot]!;
    if (previous === -1) this.head[instrument] = following;
    else this.next[previous] = following;
    if (following === -1) this.tail[instrument] = previous;
    this.state[slot] = FREE;
    this.next[slot] = this.#freeHead;
    this.#freeHead = slot;
  }

  /** Column by column, since a loop over names is twenty times slower and a rebalance does this for each order. */
  #blank(slot: number): void {
    this.id[slot] = BLANK.id;
    this.type[slot] = BLANK.type;
    this.state[slot] = BLANK.state;
    this.role[slot] = BLANK.role;
    this.group[slot] = BLANK.group;
    this.shares[slot] = BLANK.shares;
    this.limit[slot] = BLANK.limit;
    this.stop[slot] = BLANK.stop;
    this.trailAmount[slot] = BLANK.trailAmount;
    this.trailFraction[slot] = BLANK.trailFraction;
    this.best[slot] = BLANK.best;
    this.triggeredAt[slot] = BLANK.triggeredAt;
    this.fillAt[slot] = BLANK.fillAt;
    this.timeInForce[slot] = BLANK.timeInForce;
    this.until[slot] = BLANK.until;
    this.activeFrom[slot] = BLANK.activeFrom;
    this.blockedUntil[slot] = BLANK.blockedUntil;
    this.freshSession[slot] = BLANK.freshSession;
    this.entryPrice[slot] = BLANK.entryPrice;
    this.doNotReduce[slot] = BLANK.doNotReduce;
  }

  #grow(): void {
    const old = this.id.length;
    const size = old === 0 ? 16 : old * 2;
    for (const name of ORDER_COLUMN_NAMES) {
      const grown = new Float64Array(size);
      grown.set(this[name]);
      this[name] = grown;
    }
    const next = new Int32Array(size);
    next.set(this.next);
    for (let slot = old; slot < size; slot++) next[slot] = slot + 1 < size ? slot + 1 : -1;
    this.next = next;
    this.#freeHead = old;
  }
}
