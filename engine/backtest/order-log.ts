import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, concatBytes, utf8ToBytes } from "@noble/hashes/utils.js";
import type { OrderChange, OrderRequest } from "../contract/orders.ts";

/** What a record is about; the kind and the instrument's number share one number. */
const KIND = { name: 0, marketOrder: 1, order: 2, cancel: 3, amend: 4, fill: 5 } as const;
const PER_KIND = 2 ** 32;

/** The end of a log as plain data: its last link, and the ids of its instruments in the order of their numbers. */
export interface SavedOrderLog {
  readonly link: Uint8Array;
  readonly iids: readonly string[];
}

/**
 * A SHA-256 chain over the orders and fills of a run: each block's hash covers the block, its instant and the hash
 * before it, so that two runs agree up to exactly the first block in which they differ. Numbers are doubles in
 * little-endian order; instruments are numbered by first use, where their id is written out, so that names that are
 * never traded leave no trace.
 */
export class OrderLog {
  #link: Uint8Array = sha256(utf8ToBytes("asof order log 2\n"));
  #block = new DataView(new ArrayBuffer(8_192));
  #length = 0;
  readonly #numbers = new Map<string, number>();

  /** An order at the next open, open until it fills or is replaced. */
  marketOrder(iid: string, shares: number): void {
    this.#begin(KIND.marketOrder, iid, 1);
    this.#write(shares);
  }

  /** Any other order, in the words of its request. */
  order(iid: string, request: OrderRequest): void {
    const { type } = request;
    const isPlain =
      type === "market" && request.timeInForce === "gtc" && (request.fillAt ?? "next-open") === "next-open";
    if (isPlain) this.marketOrder(iid, request.shares);
    else {
      this.#begin(KIND.order, iid, 0);
      this.#writeText(inCanonicalOrder(request));
    }
  }

  cancel(id: number): void {
    this.#reserve(16);
    this.#write(KIND.cancel * PER_KIND);
    this.#write(id);
  }

  amend(id: number, change: OrderChange): void {
    this.#reserve(16);
    this.#write(KIND.amend * PER_KIND);
    this.#write(id);
    this.#writeText(inCanonicalOrder(change));
  }

  fill(iid: string, shares: number, valueMinor: number, costMinor: number): void {
    this.#begin(KIND.fill, iid, 3);
    this.#write(shares);
    this.#write(valueMinor);
    this.#write(costMinor);
  }

  /** Ends a block: what one decision, or one phase of a market's session, brought at an instant. */
  seal(at: number): void {
    if (this.#length === 0) return;
    this.#reserve(8);
    this.#write(at);
    this.#link = sha256(concatBytes(this.#link, new Uint8Array(this.#block.buffer, 0, this.#length)));
    this.#length = 0;
  }

  /** The last link, in hexadecimal. */
  get hash(): string {
    return bytesToHex(this.#link);
  }

  /** What a later run needs to go on from here: between two blocks. */
  save(): SavedOrderLog {
    return { link: this.#link.slice(), iids: [...this.#numbers.keys()] };
  }

  restore({ link, iids }: SavedOrderLog): void {
    this.#link = link.slice();
    for (const [number, iid] of iids.entries()) this.#numbers.set(iid, number);
  }

  #begin(kind: number, iid: string, figures: number): void {
    let number = this.#numbers.get(iid);
    if (number === undefined) {
      number = this.#numbers.size;
      this.#numbers.set(iid, number);
      this.#reserve(8);
      this.#write(KIND.name * PER_KIND + number);
      this.#writeText(iid);
    }
    this.#reserve(8 * (1 + figures));
    this.#write(kind * PER_KIND + number);
  }

  #write(value: number): void {
    this.#block.setFloat64(this.#length, value, true);
    this.#length += 8;
  }

  #writeText(text: string): void {
    const bytes = utf8ToBytes(text);
    this.#reserve(8 + bytes.length);
    this.#write(bytes.length);
    new Uint8Array(this.#block.buffer).set(bytes, this.#length);
    this.#length += bytes.length;
  }

  #reserve(bytes: number): void {
    if (this.#length + bytes <= this.#block.byteLength) return;
    const larger = new Uint8Array(Math.max(this.#block.byteLength * 2, this.#length + bytes));
    larger.set(new Uint8Array(this.#block.buffer, 0, this.#length));
    this.#block = new DataView(larger.buffer);
  }
}

/** JSON with the keys of each object in order: the same request is the same text, however it was written. */
const inCanonicalOrder = (value: object): string =>
  JSON.stringify(value, (_, part: unknown) =>
    typeof part === "object" && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
