import type { OrderRequest } from "../../contract/orders.ts";
import { FillBuffer } from "../fill-buffer.ts";
import { PLAY_SESSION, SessionMatcher } from "../match-session.ts";
import { OrderBook } from "../order-book.ts";
import { momentOf, OPENING } from "../order-codes.ts";
import { restoreOrders, snapshotOrders } from "../order-snapshot.ts";
import { createSessionBar, type SessionBar } from "../session-bar.ts";

/** A bar of four prices, without limits and ticks. */
export const barOf = (
  [open, high, low, close]: readonly [number, number, number, number],
  rest: Partial<SessionBar> = {},
): SessionBar => ({ ...createSessionBar(), open, high, low, close, volume: 1_000_000, ...rest });

export interface PlainFill {
  readonly id: number;
  readonly instrument: number;
  readonly shares: number;
  readonly price: number;
  readonly phase: number;
}

/** A book, a matcher and a clock for tests: session s has the date s. */
export class Desk {
  book: OrderBook;
  matcher: SessionMatcher;
  readonly fills = new FillBuffer();
  readonly volumeCap: number;
  session = -1;

  constructor(instruments = 1, volumeCap = Number.POSITIVE_INFINITY) {
    this.volumeCap = volumeCap;
    this.book = new OrderBook(instruments);
    this.matcher = new SessionMatcher(this.book, this.fills, volumeCap);
  }

  /** Submits after this session's close, for the next one's open. */
  submit(request: OrderRequest, instrument = 0, price = Number.NaN): number {
    const activeFrom = momentOf(this.session + 1, OPENING);
    return this.book.submit(instrument, request, { today: this.session, activeFrom, price });
  }

  /** Plays the next session, one bar per instrument, ends it, and tells what filled. */
  play(bars: SessionBar | readonly SessionBar[], phases = PLAY_SESSION): PlainFill[] {
    this.session++;
    const list = Array.isArray(bars) ? (bars as readonly SessionBar[]) : [bars as SessionBar];
    list.forEach((bar, instrument) => {
      this.matcher.match(instrument, this.session, { ...bar, date: this.session }, phases);
      this.book.expire(instrument, this.session, this.session, true);
    });
    return this.takeFills();
  }

  takeFills(): PlainFill[] {
    const { fills } = this;
    const taken = Array.from({ length: fills.count }, (_, k) => ({
      id: fills.orderId[k]!,
      instrument: fills.instrument[k]!,
      shares: fills.shares[k]!,
      price: fills.price[k]!,
      phase: fills.phase[k]!,
    }));
    fills.clear();
    return taken;
  }

  /** Goes on from a copy of everything kept. */
  resume(): void {
    this.book = restoreOrders(snapshotOrders(this.book));
    this.matcher = new SessionMatcher(this.book, this.fills, this.volumeCap);
  }
}
