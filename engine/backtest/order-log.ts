import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import type { OrderChange, OrderRequest } from "../contract/orders.ts";
import { sharedKernels } from "../kernels/shared-kernels.ts";

/** What a record is about; the kind and the instrument's number share one number. */
const KIND = { name: 0, marketOrder: 1, order: 2, cancel: 3, amend: 4, fill: 5 } as const;
const PER_KIND = 2 ** 32;
const LINK_BYTES = 32;

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
  /** The link before, then what this block holds so far. */
  #block = new DataView(new ArrayBuffer(8_192));
  #length = LINK_BYTES;
  readonly #iids: readonly string[];
  /** The number of each instrument by panel index, −1 before its first use, and the instruments in that order. */
  readonly #numberOf: Int32Array;
  readonly #used: number[] = [];

  /** @param iids the ids of the panel's instruments */
  constructor(iids: readonly string[]) {
    this.#iids = iids;
    this.#numberOf = new Int32Array(iids.length).fill(-1);
  }

  /** An order at the next open, open until it fills or is replaced. */
  marketOrder(instrument: number, shares: number): void {
    this.#begin(KIND.marketOrder, instrument, 1);
    this.#write(shares);
  }

  /** Any other order, in the words of its request. */
  order(instrument: number, request: OrderRequest): void {
    const { type } = request;
    const isPlain =
      type === "market" && request.timeInForce === "gtc" && (request.fillAt ?? "next-open") === "next-open";
    if (isPlain) this.marketOrder(instrument, request.shares);
    else {
      this.#begin(KIND.order, instrument, 0);
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

  fill(instrument: number, shares: number, valueMinor: number, costMinor: number): void {
    this.#begin(KIND.fill, instrument, 3);
    this.#write(shares);
    this.#write(valueMinor);
    this.#write(costMinor);
  }

  /** Ends a block: what one decision, or one phase of a market's session, brought at an instant. */
  seal(at: number): void {
    if (this.#length === LINK_BYTES) return;
    this.#reserve(8);
    this.#write(at);
    const message = new Uint8Array(this.#block.buffer, 0, this.#length);
    message.set(this.#link);
    this.#link = sharedKernels().sha256(message);
    this.#length = LINK_BYTES;
  }

  /** The last link, in hexadecimal. */
  get hash(): string {
    return bytesToHex(this.#link);
  }

  /** What a later run needs to go on from here: between two blocks. */
  save(): SavedOrderLog {
    return { link: this.#link.slice(), iids: this.#used.map((i) => this.#iids[i]!) };
  }

  restore({ link, iids }: SavedOrderLog): void {
    this.#link = link.slice();
    const indexOf = new Map(this.#iids.map((iid, i) => [iid, i]));
    this.#used.length = 0;
    for (const iid of iids) this.#number(indexOf.get(iid)!);
  }

  #begin(kind: number, instrument: number, figures: number): void {
    if (this.#numberOf[instrument] === -1) {
      this.#number(instrument);
      this.#reserve(8);
      this.#write(KIND.name * PER_KIND + this.#numberOf[instrument]!);
      this.#writeText(this.#iids[instrument]!);
    }
    this.#reserve(8 * (1 + figures));
    this.#write(kind * PER_KIND + this.#numberOf[instrument]!);
  }

  #number(instrument: number): void {
    this.#numberOf[instrument] = this.#used.length;
    this.#used.push(instrument);
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
