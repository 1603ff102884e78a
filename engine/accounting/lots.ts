const NONE = -1;

/** In which order a sale takes the lots: the oldest first, or the newest first. */
export type LotOrder = "fifo" | "lifo";

/** Lots as plain data. */
export interface SavedLots {
  readonly first: Int32Array;
  readonly last: Int32Array;
  readonly shares: Float64Array;
  readonly cost: Float64Array;
  readonly next: Int32Array;
  readonly previous: Int32Array;
  readonly free: number;
}

/**
 * What was paid for the shares that are held, lot by lot: whole shares and their cost in minor units of the
 * instrument's currency, both positive, also for shorts, whose cost is what was received. Lots of one instrument form
 * a doubly linked list in shared columns; a lot that is used up is used again.
 */
export class Lots {
  readonly #order: LotOrder;
  readonly #first: Int32Array;
  readonly #last: Int32Array;
  #shares = new Float64Array(64);
  #cost = new Float64Array(64);
  #next = new Int32Array(64);
  #previous = new Int32Array(64);
  #used = 0;
  #free = NONE;

  constructor(instruments: number, order: LotOrder) {
    this.#order = order;
    this.#first = new Int32Array(instruments).fill(NONE);
    this.#last = new Int32Array(instruments).fill(NONE);
  }

  add(instrument: number, shares: number, costMinor: number): void {
    const lot = this.#take();
    this.#shares[lot] = shares;
    this.#cost[lot] = costMinor;
    const last = this.#last[instrument]!;
    this.#previous[lot] = last;
    this.#next[lot] = NONE;
    if (last === NONE) this.#first[instrument] = lot;
    else this.#next[last] = lot;
    this.#last[instrument] = lot;
  }

  /** Takes shares out, at most what is held, and returns what they cost. The last share of a lot takes its remainder. */
  remove(instrument: number, shares: number): number {
    let left = shares;
    let cost = 0;
    while (left > 0) {
      const lot = this.#order === "fifo" ? this.#first[instrument]! : this.#last[instrument]!;
      if (lot === NONE) break;
      const held = this.#shares[lot]!;
      if (held <= left) {
        cost += this.#cost[lot]!;
        left -= held;
        this.#drop(instrument, lot);
        continue;
      }
      const part = Math.floor((this.#cost[lot]! * left) / held + 0.5);
      cost += part;
      this.#cost[lot]! -= part;
      this.#shares[lot]! -= left;
      left = 0;
    }
    return cost;
  }

  /**
   * Multiplies the shares of each lot; costs stay. The shares of all lots together are rounded down once, so the lots
   * hold whole shares whose sum is `floor(sum · ratio)`; a lot left without shares gives its cost to the next one.
   */
  split(instrument: number, ratio: number): void {
    let before = 0;
    let dealt = 0;
    let carried = 0;
    for (let lot = this.#first[instrument]!; lot !== NONE; ) {
      const next = this.#next[lot]!;
      before += this.#shares[lot]!;
      const until = Math.floor(before * ratio + 1e-6);
      const shares = until - dealt;
      dealt = until;
      if (shares === 0) {
        carried += this.#cost[lot]!;
        this.#drop(instrument, lot);
      } else {
        this.#shares[lot] = shares;
        this.#cost[lot]! += carried;
        carried = 0;
      }
      lot = next;
    }
    const last = this.#last[instrument]!;
    if (last !== NONE) this.#cost[last]! += carried;
  }

  /**
   * Takes a cost, at most all that there is, out of the lots without shares: of each its part of what is still to be
   * taken, rounded, so that the last one has the remainder.
   */
  removeCost(instrument: number, costMinor: number): void {
    let left = costMinor;
    let behind = this.cost(instrument);
    for (let lot = this.#first[instrument]!; lot !== NONE && left > 0; lot = this.#next[lot]!) {
      const cost = this.#cost[lot]!;
      const share = Math.floor(cost * (left / behind) + 0.5);
      behind -= cost;
      // No more than there is, and no less than the lots behind cannot give.
      const part = Math.min(cost, left, Math.max(share, left - behind));
      this.#cost[lot]! -= part;
      left -= part;
    }
  }

  cost(instrument: number): number {
    let sum = 0;
    for (let lot = this.#first[instrument]!; lot !== NONE; lot = this.#next[lot]!) sum += this.#cost[lot]!;
    return sum;
  }

  /** Shares and cost of each lot, oldest first. */
  list(instrument: number): { readonly shares: number; readonly costMinor: number }[] {
    const lots = [];
    for (let lot = this.#first[instrument]!; lot !== NONE; lot = this.#next[lot]!)
      lots.push({ shares: this.#shares[lot]!, costMinor: this.#cost[lot]! });
    return lots;
  }

  /** What a later run needs to go on from here. */
  save(): SavedLots {
    const used = this.#used;
    return {
      first: this.#first.slice(),
      last: this.#last.slice(),
      shares: this.#shares.slice(0, used),
      cost: this.#cost.slice(0, used),
      next: this.#next.slice(0, used),
      previous: this.#previous.slice(0, used),
      free: this.#free,
    };
  }

  restore(saved: SavedLots): void {
    this.#first.set(saved.first);
    this.#last.set(saved.last);
    while (this.#shares.length < saved.shares.length) this.#grow();
    this.#shares.set(saved.shares);
    this.#cost.set(saved.cost);
    this.#next.set(saved.next);
    this.#previous.set(saved.previous);
    this.#used = saved.shares.length;
    this.#free = saved.free;
  }

  #take(): number {
    if (this.#free !== NONE) {
      const lot = this.#free;
      this.#free = this.#next[lot]!;
      return lot;
    }
    if (this.#used === this.#shares.length) this.#grow();
    return this.#used++;
  }

  #drop(instrument: number, lot: number): void {
    const next = this.#next[lot]!;
    const previous = this.#previous[lot]!;
    if (previous === NONE) this.#first[instrument] = next;
    else this.#next[previous] = next;
    if (next === NONE) this.#last[instrument] = previous;
    else this.#previous[next] = previous;
    this.#next[lot] = this.#free;
    this.#free = lot;
  }

  #grow(): void {
    const size = this.#shares.length * 2;
    const larger = <T extends Float64Array | Int32Array>(from: T, to: T): T => {
      to.set(from);
      return to;
    };
    this.#shares = larger(this.#shares, new Float64Array(size));
    this.#cost = larger(this.#cost, new Float64Array(size));
    this.#next = larger(this.#next, new Int32Array(size));
    this.#previous = larger(this.#previous, new Int32Array(size));
  }
}
