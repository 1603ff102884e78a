import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, concatBytes, utf8ToBytes } from "@noble/hashes/utils.js";

/** The kinds of record; 0 names an instrument at its first use. */
const KIND = { order: 1, fill: 2 } as const;

/** Numbers per record: kind, instrument, and up to four figures. */
const WIDTH = 6;

/** The end of a log as plain data: its last link, and the ids of its instruments in the order of their numbers. */
export interface SavedOrderLog {
  readonly link: Uint8Array;
  readonly iids: readonly string[];
}

/**
 * A SHA-256 chain over whole-number records: each block's hash covers the block and the hash before it, so that
 * two runs agree up to exactly the first block in which they differ. Records are doubles in little-endian order;
 * instruments are numbered by first use, where their id is written out, so that names that are never traded leave no
 * trace.
 */
export class OrderLog {
  #link: Uint8Array = sha256(utf8ToBytes("asof order log 2\n"));
  #block = new DataView(new ArrayBuffer(WIDTH * 8 * 256));
  #length = 0;
  readonly #numbers = new Map<string, number>();

  add(kind: keyof typeof KIND, iid: string, a: number, b: number, c = 0, d = 0): void {
    const instrument = this.#numberOf(iid);
    this.#reserve(WIDTH * 8);
    for (const value of [KIND[kind], instrument, a, b, c, d]) this.#write(value);
  }

  /** Ends a block: one decision, or one market's open. */
  seal(): void {
    if (this.#length === 0) return;
    this.#link = sha256(concatBytes(this.#link, new Uint8Array(this.#block.buffer, 0, this.#length)));
    this.#length = 0;
  }

  /** The last link, in hexadecimal. */
  get hash(): string {
    this.seal();
    return bytesToHex(this.#link);
  }

  /** What a later run needs to go on from here, once a block has been sealed. */
  save(): SavedOrderLog {
    this.seal();
    return { link: this.#link.slice(), iids: [...this.#numbers.keys()] };
  }

  restore({ link, iids }: SavedOrderLog): void {
    this.#link = link.slice();
    for (const [number, iid] of iids.entries()) this.#numbers.set(iid, number);
  }

  #numberOf(iid: string): number {
    const known = this.#numbers.get(iid);
    if (known !== undefined) return known;
    const number = this.#numbers.size;
    this.#numbers.set(iid, number);
    const name = utf8ToBytes(iid);
    this.#reserve(24 + name.length);
    for (const value of [0, number, name.length]) this.#write(value);
    new Uint8Array(this.#block.buffer).set(name, this.#length);
    this.#length += name.length;
    return number;
  }

  #write(value: number): void {
    this.#block.setFloat64(this.#length, value, true);
    this.#length += 8;
  }

  #reserve(bytes: number): void {
    if (this.#length + bytes <= this.#block.byteLength) return;
    const larger = new Uint8Array(Math.max(this.#block.byteLength * 2, this.#length + bytes));
    larger.set(new Uint8Array(this.#block.buffer, 0, this.#length));
    this.#block = new DataView(larger.buffer);
  }
}
