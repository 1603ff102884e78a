import type { OrderEnd } from "../contract/orders.ts";

/** The orders that ended, in the order in which they did, until `clear`. Grows by doubling. */
export class EndedOrders {
  count = 0;
  id = new Float64Array(16);
  instrument = new Int32Array(16);
  readonly #reason: OrderEnd[] = [];

  push(id: number, instrument: number, reason: OrderEnd): void {
    if (this.count === this.id.length) this.#grow();
    this.id[this.count] = id;
    this.instrument[this.count] = instrument;
    this.#reason[this.count++] = reason;
  }

  /** Why the `k`th one ended. */
  reasonAt(k: number): OrderEnd {
    return this.#reason[k]!;
  }

  clear(): void {
    this.count = 0;
  }

  #grow(): void {
    const size = this.id.length * 2;
    const { id, instrument } = this;
    this.id = new Float64Array(size);
    this.id.set(id);
    this.instrument = new Int32Array(size);
    this.instrument.set(instrument);
  }
}
