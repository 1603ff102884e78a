import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, concatBytes, utf8ToBytes } from "@noble/hashes/utils.js";

/**
 * A SHA-256 chain over whole-number records: each block's hash covers the block and the hash before it, so that
 * two runs agree up to exactly the first block in which they differ.
 */
export class OrderLog {
  #link: Uint8Array = sha256(utf8ToBytes("asof order log 1\n"));
  #block: string[] = [];

  add(kind: "decision" | "order" | "fill" | "action", iid: string, ...numbers: readonly number[]): void {
    this.#block.push(`${kind}|${iid}|${numbers.join("|")}\n`);
  }

  /** Ends a block: one decision, or one market's open. */
  seal(): void {
    if (this.#block.length === 0) return;
    this.#link = sha256(concatBytes(this.#link, utf8ToBytes(this.#block.join(""))));
    this.#block = [];
  }

  /** The last link, in hexadecimal. */
  get hash(): string {
    this.seal();
    return bytesToHex(this.#link);
  }
}
