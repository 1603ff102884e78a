import { WAITING, WORKING } from "./order-codes.ts";
import type { OrderColumns } from "./order-columns.ts";

const FIRST_PLACES = 64;

/**
 * The slot of each open order by its id. It stands at the low bits of the id, in as many places as it takes that no two
 * open orders share one: a run may place a million orders of which a few are open, and a list by id would be the
 * largest thing that it makes. What is left of orders that ended is told by its id and state.
 */
export class OpenSlots {
  readonly #columns: OrderColumns;
  #slots = new Int32Array(FIRST_PLACES).fill(-1);

  constructor(columns: OrderColumns) {
    this.#columns = columns;
  }

  /** −1 for an order that is not open. */
  find(id: number): number {
    const slot = this.#slots[id & (this.#slots.length - 1)]!;
    return this.#isOpen(slot) && this.#columns.id[slot] === id ? slot : -1;
  }

  /** Notes an order that has been written to its slot. */
  keep(id: number, slot: number): void {
    let place = id & (this.#slots.length - 1);
    while (this.#slots[place] !== slot && this.#isTaken(place)) {
      this.#grow();
      place = id & (this.#slots.length - 1);
    }
    this.#slots[place] = slot;
  }

  #grow(): void {
    const { id } = this.#columns;
    const larger = new Int32Array(2 * this.#slots.length).fill(-1);
    for (const [place, slot] of this.#slots.entries())
      if (this.#isTaken(place)) larger[id[slot]! & (larger.length - 1)] = slot;
    this.#slots = larger;
  }

  /** Whether an open order stands at its place there; its slot may be another order's by now. */
  #isTaken(place: number): boolean {
    const slot = this.#slots[place]!;
    return this.#isOpen(slot) && (this.#columns.id[slot]! & (this.#slots.length - 1)) === place;
  }

  #isOpen(slot: number): boolean {
    const state = slot < 0 ? -1 : this.#columns.state[slot]!;
    return state === WORKING || state === WAITING;
  }
}
