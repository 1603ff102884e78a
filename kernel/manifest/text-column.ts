const decoder = new TextDecoder();

/** Texts as they lie in memory: the bytes of all, one after the other, and of each how many are its own. */
export class TextColumn {
  readonly lengths: Int32Array;
  /** UTF-8. */
  readonly bytes: Uint8Array;
  private starts: Float64Array | null = null;

  constructor(lengths: Int32Array, bytes: Uint8Array) {
    this.lengths = lengths;
    this.bytes = bytes;
  }

  get length(): number {
    return this.lengths.length;
  }

  at(index: number): string {
    const from = this.startsOf()[index]!;
    return decoder.decode(this.bytes.subarray(from, from + this.lengths[index]!));
  }

  private startsOf(): Float64Array {
    if (this.starts) return this.starts;
    const starts = new Float64Array(this.lengths.length);
    let at = 0;
    for (let index = 0; index < starts.length; index++) {
      starts[index] = at;
      at += this.lengths[index]!;
    }
    this.starts = starts;
    return starts;
  }
}
