import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import type { OrderChange, OrderRequest } from "../contract/orders.ts";
import { sha256 } from "../kernels/sha256.ts";

/** What a record is about; the kind and the instrument's number share one number. */
const KIND = { name: 0, marketOrder: 1, order: 2, cancel: 3, amend: 4, fill: 5, instant: 6 } as const;
const PER_KIND = 2 ** 32;
const LINK_BYTES = 32;
/** The form of the log, which its hash begins with: another form gives other hashes for the same orders. */
export const ORDER_LOG_FORMAT = "asof order log 3";
/** A block ends with the first instant past so many bytes. */
const BLOCK_BYTES = 8_192;

/**
 * The end of a log as plain data: its last link, what has come since, and the ids of its instruments in the order of
 * their numbers.
 */
export interface SavedOrderLog {
  readonly link: Uint8Array;
  readonly since: Uint8Array;
  readonly iids: readonly string[];
}

/**
 * A SHA-256 chain over the orders and fills of a run, each with its instant: a block's hash covers the block and the
 * hash before it. Numbers are doubles in
 * little-endian order; instruments are numbered by first use, where their id is written out, so that names that are
 * never traded leave no trace.
 */
export class OrderLog {
  #link: Uint8Array = sha256(utf8ToBytes(`${ORDER_LOG_FORMAT}\n`));
  /** The link before, then what this block holds so far. */
  #block = new DataView(new ArrayBuffer(2 * BLOCK_BYTES));
  #length = LINK_BYTES;
  /** Where the records begin that have no instant yet. */
  #undated = LINK_BYTES;
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

  /** Gives an instant to what has come since the last one: one decision, or one phase of a market's session. */
  seal(at: number): void {
    if (this.#length === this.#undated) return;
    this.#reserve(16);
    this.#write(KIND.instant * PER_KIND);
    this.#write(at);
    this.#undated = this.#length;
    if (this.#length < BLOCK_BYTES) return;
    this.#link = this.#digest();
    this.#length = LINK_BYTES;
    this.#undated = LINK_BYTES;
  }

  /** The link of all that has come so far, in hexadecimal. */
  get hash(): string {
    return bytesToHex(this.#digest());
  }

  /** What a later run needs to go on from here: between two instants. */
  save(): SavedOrderLog {
    return {
      link: this.#link.slice(),
      since: new Uint8Array(this.#block.buffer).slice(LINK_BYTES, this.#length),
      iids: this.#used.map((i) => this.#iids[i]!),
    };
  }

  restore({ link, since, iids }: SavedOrderLog): void {
    this.#link = link.slice();
    this.#length = LINK_BYTES;
    this.#reserve(since.length);
    new Uint8Array(this.#block.buffer).set(since, LINK_BYTES);
    this.#length += since.length;
    this.#undated = this.#length;
    const indexOf = new Map(this.#iids.map((iid, i) => [iid, i]));
    this.#used.length = 0;
    for (const iid of iids) this.#number(indexOf.get(iid)!);
  }

  /** Of the link before and what has come since. */
  #digest(): Uint8Array {
    const message = new Uint8Array(this.#block.buffer, 0, this.#length);
    message.set(this.#link);
    return sha256(message);
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
    if (!this.#writePlain(text)) this.#writeBytes(utf8ToBytes(text));
  }

  /** Letter by letter, without an array for each of a run's names; false, and nothing written, if one is not ASCII. */
  #writePlain(text: string): boolean {
    const { length } = text;
    this.#reserve(8 + length);
    const first = this.#length + 8;
    for (let k = 0; k < length; k++) {
      const letter = text.charCodeAt(k);
      if (letter > 127) return false;
      this.#block.setUint8(first + k, letter);
    }
    this.#write(length);
    this.#length += length;
    return true;
  }

  #writeBytes(bytes: Uint8Array): void {
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
