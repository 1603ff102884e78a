import { limitPrice } from "./price-limits.ts";
import type { SessionBar } from "./session-bar.ts";
import { roundToTick, type TickTable } from "./tick-size.ts";

/** A session's bar as the matcher uses it: checked, gaps closed, locks known. One object serves a whole run. */
export class MarketView {
  date = 0;
  session = 0;
  open = Number.NaN;
  high = Number.NaN;
  low = Number.NaN;
  close = Number.NaN;
  vwap = Number.NaN;
  lot = 1;
  ticks: TickTable | null = null;
  /** The whole bar lies at the upper limit: nobody sells. At the lower one: nobody buys. */
  isLockedUp = false;
  isLockedDown = false;

  /** Takes a bar over; false when nothing can fill in it. */
  read(session: number, bar: SessionBar, isVolumeNeeded: boolean): boolean {
    if (bar.isHalted || bar.volume <= 0 || (isVolumeNeeded && Number.isNaN(bar.volume))) return false;
    const { open, close } = bar;
    const upper = higherOf(open, close);
    const lower = lowerOf(open, close);
    const high = Number.isNaN(bar.high) ? higherOf(upper, bar.low) : bar.high;
    const low = Number.isNaN(bar.low) ? lowerOf(lower, bar.high) : bar.low;
    if (!(low > 0 && low <= high && high < Number.POSITIVE_INFINITY)) return false;
    if (upper > high || lower < low) return false;
    this.session = session;
    this.date = bar.date;
    this.open = open;
    this.high = high;
    this.low = low;
    this.close = close;
    this.vwap = bar.vwap < low ? low : Math.min(bar.vwap, high);
    this.lot = Math.max(bar.lot, 1);
    this.ticks = bar.ticks;
    this.#readLocks(bar);
    return true;
  }

  #readLocks({ previousClose, priceLimit, ticks }: SessionBar): void {
    this.isLockedUp = false;
    this.isLockedDown = false;
    if (!(previousClose > 0 && priceLimit > 0)) return;
    this.isLockedUp = this.low >= limitPrice(previousClose, priceLimit, ticks, true) * (1 - 1e-9);
    this.isLockedDown = this.high <= limitPrice(previousClose, priceLimit, ticks, false) * (1 + 1e-9);
  }

  /** A limit brought to a tick so that it never becomes worse for its owner; a stop so that it never fires early. */
  onTick(price: number, isUp: boolean): number {
    return roundToTick(this.ticks, price, isUp);
  }
}

/** Of two prices of which one may be missing. */
const higherOf = (a: number, b: number) => (Number.isNaN(a) ? b : Number.isNaN(b) ? a : Math.max(a, b));
const lowerOf = (a: number, b: number) => (Number.isNaN(a) ? b : Number.isNaN(b) ? a : Math.min(a, b));
