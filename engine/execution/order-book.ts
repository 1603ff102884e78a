import { requireWhole } from "../argument-error.ts";
import type {
  BracketOrder,
  FillPolicy,
  OpenOrder,
  OrderChange,
  OrderEnd,
  OrderRequest,
  SingleOrder,
  TimeInForce,
} from "../contract/orders.ts";
import type { SessionDate } from "../contract/time.ts";
import { checkOrder } from "./check-order.ts";
import { EndedOrders } from "./ended-orders.ts";
import { OpenSlots } from "./open-slots.ts";
import {
  ALONE,
  DAY,
  ENDED,
  ENTRY,
  INTRABAR,
  IOC,
  LIMIT,
  LOSS,
  MARKET,
  momentOf,
  NEXT_OPEN,
  NEXT_VWAP,
  ON_CLOSE,
  ON_OPEN,
  ONE_OF_SEVERAL,
  OPENING,
  ORDER_TYPES,
  openingFrom,
  PROFIT,
  STOP,
  TRAILING,
  UNTIL,
  WAITING,
  WITHDRAWN,
  WORKING,
} from "./order-codes.ts";
import { BLANK, NEVER, OrderColumns, type OrderRow } from "./order-columns.ts";
import { orderError, requirePrice, requireShares } from "./order-error.ts";
import { fillCode, rowOf, timeInForceCode, writeTimeInForce, writeTrail } from "./order-row.ts";
import { trailingStop } from "./trailing-stop.ts";

/** No session is under way. */
export const BETWEEN_SESSIONS = -1;

/** When and at what price level an order is placed. */
export interface Placement {
  /** The session date of the decision, in the instrument's market. */
  readonly today: SessionDate;
  /**
   * The first moment (`momentOf(session, phase)`) at which it may fill: strictly after the decision. What fills at an
   * open waits for the first one from then on.
   */
  readonly activeFrom: number;
  /** The last price known, where a trailing stop starts; NaN starts it at the first price it meets. */
  readonly price: number;
}

/**
 * The open orders of all instruments. Ids count from 1 in order of submission, and orders of one instrument are
 * always taken in ascending id, so that no result depends on storage. The caller has checked that the instrument is
 * known and listed.
 */
export class OrderBook {
  readonly columns: OrderColumns;
  /** What ended and why; the caller reads and clears it. */
  readonly ended = new EndedOrders();
  /** Shares filled so far in the session `volumeSession`, by instrument: what the volume cap is shared over. */
  readonly volumeUsed: Float64Array;
  readonly volumeSession: Float64Array;
  /** Bars in which the order of prices inside the bar, which is unknown, decided a fill. The worse case was taken. */
  ambiguousBars = 0;
  nextId = 1;
  readonly #slots: OpenSlots;
  #hasEnded = false;

  constructor(instruments: number) {
    requireWhole("instruments", instruments, 0);
    this.columns = new OrderColumns(instruments);
    this.#slots = new OpenSlots(this.columns);
    this.volumeUsed = new Float64Array(instruments);
    this.volumeSession = new Float64Array(instruments).fill(-1);
  }

  /** Checks and places a request; the id of its first order. Throws an ArgumentError with `details.fault`. */
  submit(instrument: number, request: OrderRequest, placement: Placement): number {
    checkOrder(request, placement.today);
    const first = this.nextId;
    if (request.type === "bracket") this.#addBracket(instrument, request, placement);
    else if (request.type === "one-cancels-other")
      for (const order of request.orders)
        this.#addSingle(instrument, order, placement, ONE_OF_SEVERAL, first);
    else this.#addSingle(instrument, request, placement, ALONE, 0);
    return first;
  }

  /** Places a market order without building a request: what a rebalance does hundreds of times. */
  submitMarket(
    instrument: number,
    shares: number,
    fillAt: FillPolicy,
    timeInForce: TimeInForce,
    activeFrom: number,
  ): number {
    requireShares(shares);
    const { columns } = this;
    const slot = columns.appendBlank(instrument);
    const id = this.nextId++;
    columns.id[slot] = id;
    columns.shares[slot] = shares;
    columns.fillAt[slot] = fillCode(fillAt);
    columns.timeInForce[slot] = timeInForceCode(timeInForce);
    if (typeof timeInForce === "object") columns.until[slot] = timeInForce.until;
    columns.activeFrom[slot] = activeFrom;
    this.#slots.keep(id, slot);
    return id;
  }

  /** The instrument of an open order; −1 for any other. */
  instrumentOf(id: number): number {
    const slot = this.#slots.find(id);
    return slot < 0 ? -1 : this.columns.instrument[slot]!;
  }

  /**
   * Takes an order out; false when it is no longer open. A bracket's exits go with an entry that never filled.
   * @param session the one in whose middle this happens, `BETWEEN_SESSIONS` otherwise: what its bar may have filled
   * before counts as ambiguous
   */
  cancel(id: number, session = BETWEEN_SESSIONS): boolean {
    const slot = this.#slots.find(id);
    if (slot < 0) return false;
    const instrument = this.columns.instrument[slot]!;
    this.#withdraw(slot, session);
    this.end(slot, "cancelled");
    this.sweep(instrument);
    return true;
  }

  /**
   * Changes an open order; it keeps its id and its turn. Throws an ArgumentError with `details.fault`.
   * @param from the first moment it may take part in from now on: none that was decided on may be over
   * @param session as of `cancel`
   */
  amend(id: number, change: OrderChange, from: number, session = BETWEEN_SESSIONS): void {
    const slot = this.#slots.find(id);
    if (slot < 0) throw orderError("unknown-order", `order ${id} is not open`);
    const { columns } = this;
    const { shares, limit, stop } = change;
    if (shares !== undefined) {
      requireShares(shares);
      if (columns.role[slot]! >= ENTRY)
        throw orderError("bad-group", "the shares of a bracket follow its entry and cannot be amended");
      if (shares > 0 !== columns.shares[slot]! > 0)
        throw orderError("bad-shares", "an amended order must keep its side");
    }
    if (limit !== undefined) requireHeld("limit", limit, columns.limit[slot]!);
    if (stop !== undefined) requireHeld("stop", stop, columns.stop[slot]!);
    this.#withdraw(slot, session);
    if (shares !== undefined) columns.shares[slot] = shares;
    if (limit !== undefined) columns.limit[slot] = limit;
    if (stop !== undefined) {
      columns.stop[slot] = stop;
      columns.triggeredAt[slot] = NEVER;
    }
    const first = firstMoment(columns.type[slot]!, columns.fillAt[slot]!, from);
    // An exit that waits becomes active with its entry.
    const held = columns.state[slot] === WORKING ? columns.activeFrom : columns.blockedUntil;
    held[slot] = Math.max(held[slot]!, first);
  }

  /**
   * At a session's end, also of one without trades: ends what it ends (immediate-or-cancel, on open, on close) among
   * orders that could take part in it, and with the last one of a `date` what was good for the day or until then.
   */
  expire(instrument: number, session: number, date: SessionDate, isDayOver: boolean): void {
    const { columns } = this;
    const firstOfNext = momentOf(session + 1, OPENING);
    for (let slot = columns.head[instrument]!; slot !== -1; slot = columns.next[slot]!) {
      if (columns.state[slot] === WITHDRAWN) this.#markEnded(slot);
      if (columns.state[slot] !== WORKING) continue;
      const tif = columns.timeInForce[slot]!;
      const type = columns.type[slot]!;
      const endsNow = type === ON_OPEN || type === ON_CLOSE || tif === IOC || (tif === DAY && isDayOver);
      const isOver =
        tif === UNTIL
          ? columns.until[slot]! < (isDayOver ? date + 1 : date)
          : endsNow && columns.activeFrom[slot]! < firstOfNext;
      if (isOver) this.end(slot, "expired");
    }
    this.sweep(instrument);
  }

  /**
   * Takes out all orders of an instrument, as on a delisting or a merger.
   * @param session as of `cancel`
   */
  cancelInstrument(
    instrument: number,
    reason: Extract<OrderEnd, "cancelled" | "delisted" | "merged">,
    session = BETWEEN_SESSIONS,
  ): void {
    const { columns } = this;
    for (let slot = columns.head[instrument]!; slot !== -1; slot = columns.next[slot]!) {
      this.#withdraw(slot, session);
      this.end(slot, reason);
    }
    this.sweep(instrument);
  }

  hasOrders(instrument: number): boolean {
    return this.columns.head[instrument] !== -1;
  }

  /** The instrument's open orders by ascending id, exits that wait for their entry included. */
  openOrders(instrument: number): OpenOrder[] {
    const { columns } = this;
    const orders: OpenOrder[] = [];
    for (let slot = columns.head[instrument]!; slot !== -1; slot = columns.next[slot]!)
      if (columns.state[slot] !== WITHDRAWN)
        orders.push({
          id: columns.id[slot]!,
          instrument,
          type: ORDER_TYPES[columns.type[slot]!]!,
          shares: columns.shares[slot]!,
          limit: columns.limit[slot]!,
          stop: columns.type[slot] === TRAILING ? trailingStop(columns, slot) : columns.stop[slot]!,
          isTriggered: columns.triggeredAt[slot]! >= 0,
        });
    return orders;
  }

  /** Stores a complete row as the next order; its id. */
  add(row: OrderRow): number {
    row.id = this.nextId++;
    this.#slots.keep(row.id, this.columns.append(row));
    return row.id;
  }

  /** Puts a stored row back, id included. */
  restoreRow(row: OrderRow): void {
    const slot = this.columns.append(row);
    if (row.state !== WITHDRAWN) this.#slots.keep(row.id, slot);
  }

  /** Ends an order in its place; `sweep` unlinks it. An entry that never filled takes its waiting exits along. */
  end(slot: number, reason: OrderEnd): void {
    const { columns } = this;
    if (columns.state[slot] === ENDED || columns.state[slot] === WITHDRAWN) return;
    this.#markEnded(slot);
    this.ended.push(columns.id[slot]!, columns.instrument[slot]!, reason);
    if (columns.role[slot] !== ENTRY) return;
    for (let other = columns.next[slot]!; other !== -1; other = columns.next[other]!)
      if (columns.group[other] === columns.group[slot] && columns.state[other] === WAITING)
        this.end(other, "group");
  }

  /** Unlinks the instrument's ended orders. */
  sweep(instrument: number): void {
    if (!this.#hasEnded) return;
    this.#hasEnded = false;
    const { columns } = this;
    let previous = -1;
    for (let slot = columns.head[instrument]!; slot !== -1; ) {
      const following = columns.next[slot]!;
      if (columns.state[slot] === ENDED) columns.unlinkAfter(instrument, previous);
      else previous = slot;
      slot = following;
    }
  }

  #markEnded(slot: number): void {
    this.columns.state[slot] = ENDED;
    this.#hasEnded = true;
  }

  /** Leaves behind what an order is that could have filled in the part of a session that is over. */
  #withdraw(slot: number, session: number): void {
    if (session === BETWEEN_SESSIONS) return;
    const { columns } = this;
    const within = momentOf(session, INTRABAR);
    if (columns.state[slot] !== WORKING) return;
    if (columns.activeFrom[slot]! > within || columns.blockedUntil[slot]! > within) return;
    const left = columns.appendCopy(slot);
    columns.state[left] = WITHDRAWN;
    columns.role[left] = ALONE;
    columns.group[left] = 0;
  }

  #addSingle(instrument: number, order: SingleOrder, at: Placement, role: number, group: number): void {
    const row = rowOf(order, instrument, at.activeFrom, at.price);
    row.activeFrom = firstMoment(row.type, row.fillAt, at.activeFrom);
    this.add({ ...row, role, group });
  }

  #addBracket(instrument: number, request: BracketOrder, at: Placement): void {
    const { entry, takeProfit, stopLoss, exitTimeInForce = "gtc" } = request;
    const group = this.nextId;
    this.#addSingle(instrument, entry, at, ENTRY, group);
    const waiting: OrderRow = { ...BLANK, instrument, group, state: WAITING };
    writeTimeInForce(waiting, exitTimeInForce);
    if (takeProfit !== undefined) this.add({ ...waiting, role: PROFIT, type: LIMIT, limit: takeProfit });
    if (stopLoss === undefined) return;
    const row: OrderRow = { ...waiting, role: LOSS, type: typeof stopLoss === "number" ? STOP : TRAILING };
    if (typeof stopLoss === "number") row.stop = stopLoss;
    else writeTrail(row, stopLoss);
    this.add(row);
  }
}

/** From a moment on, the first at which an order may fill: what fills at an open, or over a session, waits for one. */
function firstMoment(type: number, fillAt: number, from: number): number {
  const isForOpening =
    type === ON_OPEN || (type === MARKET && (fillAt === NEXT_OPEN || fillAt === NEXT_VWAP));
  return isForOpening ? openingFrom(from) : from;
}

function requireHeld(name: string, price: number, held: number): void {
  requirePrice(name, price);
  if (Number.isNaN(held)) throw orderError("bad-price", `the order has no ${name} to amend`);
}
