import { createHash } from "node:crypto";

/** SHA-256 of several columns, each of its own bytes. */
export interface ColumnHasher {
  /** Takes the first `length` bytes of a buffer for one column, and gives a buffer to fill next. */
  take(column: number, buffer: ArrayBuffer, length: number): ArrayBuffer;
  /** Resolves once so few bytes wait to be hashed that more may come. Rejects when hashing failed. */
  room(): Promise<void>;
  /** The columns' digests. Nothing may be taken after that. */
  finish(): Promise<readonly Uint8Array[]>;
  /** To be called in any case; before `finish`, it gives the work up. */
  close(): Promise<void>;
}

/** Hashes at once, on this thread. */
export const hashHere = (columns: number): ColumnHasher => {
  const hashes = Array.from({ length: columns }, () => createHash("sha256"));
  return {
    take: (column, buffer, length) => {
      hashes[column]!.update(new Uint8Array(buffer, 0, length));
      return buffer;
    },
    room: async () => {},
    finish: async () => hashes.map((hash) => hash.digest()),
    close: async () => {},
  };
};
