/** Fills in the order in which they happened, until `clear`. Grows by doubling. */
export class FillBuffer {
  count = 0;
  orderId = new Float64Array(16);
  instrument = new Int32Array(16);
  /** Signed whole shares. */
  shares = new Float64Array(16);
  /** Per share, in the instrument's currency, within the session's low and high. */
  price = new Float64Array(16);
  /** OPENING, INTRABAR, CLOSING or AFTER_CLOSE. */
  phase = new Uint8Array(16);

  push(orderId: number, instrument: number, shares: number, price: number, phase: number): void {
    if (this.count === this.orderId.length) this.#grow();
    const k = this.count++;
    this.orderId[k] = orderId;
    this.instrument[k] = instrument;
    this.shares[k] = shares;
    this.price[k] = price;
    this.phase[k] = phase;
  }

  clear(): void {
    this.count = 0;
  }

  #grow(): void {
    const size = this.orderId.length * 2;
    const { orderId, instrument, shares, price, phase } = this;
    this.orderId = new Float64Array(size);
    this.orderId.set(orderId);
    this.instrument = new Int32Array(size);
    this.instrument.set(instrument);
    this.shares = new Float64Array(size);
    this.shares.set(shares);
    this.price = new Float64Array(size);
    this.price.set(price);
    this.phase = new Uint8Array(size);
    this.phase.set(phase);
  }
}
