import { createHash } from "node:crypto";
import { canonicalJson as write } from "../../wire/canonical-json.ts";

/** Throws at the first thing that RFC 8785 has no form for. */
const checkWritable = (value: unknown): void => {
  if (value === undefined) throw new TypeError("undefined has no JSON");
  if (typeof value === "number" && !Number.isFinite(value)) throw new TypeError(`${value} has no JSON`);
  if (typeof value === "string" && /\p{Cs}/u.test(value))
    throw new TypeError("half of a surrogate pair has no canonical JSON");
  if (Array.isArray(value)) for (const item of value) checkWritable(item);
  else if (typeof value === "object" && value !== null)
    for (const [key, item] of Object.entries(value)) {
      checkWritable(key);
      if (item !== undefined) checkWritable(item);
    }
};

/** Plain data as canonical JSON (RFC 8785). Throws on numbers that JSON has not, and on half of a surrogate pair. */
export const canonicalJson = (value: unknown): string => {
  checkWritable(value);
  return write(value);
};

/** SHA-256, hex. */
export const sha256Hex = (bytes: string | Uint8Array): string =>
  createHash("sha256").update(bytes).digest("hex");
