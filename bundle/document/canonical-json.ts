import { createHash } from "node:crypto";
import canonicalize from "canonicalize";

/** Plain data as canonical JSON (RFC 8785). Throws on numbers that JSON has not, and on half of a surrogate pair. */
export const canonicalJson = (value: unknown): string => {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError("undefined has no JSON");
  return text;
};

/** SHA-256, hex. */
export const sha256Hex = (bytes: string | Uint8Array): string =>
  createHash("sha256").update(bytes).digest("hex");
