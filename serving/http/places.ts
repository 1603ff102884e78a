/** How many of something may be under way at once: of one caller, and of all. */
export interface PlaceLimits {
  readonly ofOne: number;
  readonly ofAll: number;
}

/** Places for what takes long, so that one caller leaves some to the others. */
export class Places {
  readonly #limits: PlaceLimits;
  readonly #held = new Map<string, number>();
  #all = 0;

  constructor(limits: PlaceLimits) {
    this.#limits = limits;
  }

  get taken(): number {
    return this.#all;
  }

  /** Takes a place, and gives what lets it go (once, however often it is called); null when there is none. */
  take(caller: string): (() => void) | null {
    const own = this.#held.get(caller) ?? 0;
    if (own >= this.#limits.ofOne || this.#all >= this.#limits.ofAll) return null;
    this.#held.set(caller, own + 1);
    this.#all++;
    let isHeld = true;
    return () => {
      if (!isHeld) return;
      isHeld = false;
      this.#all--;
      const left = this.#held.get(caller)! - 1;
      if (left > 0) this.#held.set(caller, left);
      else this.#held.delete(caller);
    };
  }
}
