/**
 * Many may read at once; a change waits for them to end, and while it waits or runs nobody new begins. A read inside
 * a read would wait for ever behind a change: take one turn for all of it.
 */
export class AccessGate {
  #readers = 0;
  #changes = 0;
  #isChanging = false;
  readonly #waiting: { readonly kind: "read" | "change"; readonly go: () => void }[] = [];

  async read<T>(work: () => Promise<T>): Promise<T> {
    if (this.#isChanging || this.#changes > 0) await this.#wait("read");
    else this.#readers++;
    try {
      return await work();
    } finally {
      this.#readers--;
      this.#next();
    }
  }

  async change<T>(work: () => Promise<T>): Promise<T> {
    this.#changes++;
    if (this.#isChanging || this.#readers > 0 || this.#changes > 1) await this.#wait("change");
    else this.#isChanging = true;
    try {
      return await work();
    } finally {
      this.#isChanging = false;
      this.#changes--;
      this.#next();
    }
  }

  #wait(kind: "read" | "change"): Promise<void> {
    return new Promise((go) => {
      this.#waiting.push({ kind, go });
    });
  }

  /** In the order they came: a change alone, or the reads up to the next change. */
  #next(): void {
    if (this.#isChanging || this.#readers > 0) return;
    while (this.#waiting.length > 0) {
      if (this.#waiting[0]!.kind === "change") {
        if (this.#readers > 0) return;
        this.#isChanging = true;
        this.#waiting.shift()!.go();
        return;
      }
      this.#readers++;
      this.#waiting.shift()!.go();
    }
  }
}
