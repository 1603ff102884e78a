import { createHash, randomBytes, timingSafeEqual } from "node:crypto";

/** `asof_<id>_<secret>`: the id finds the record, and only a hash of the secret is kept. */
const TOKEN = /^asof_([0-9a-f]{16})_([A-Za-z0-9_-]{43})$/;

/** 256 random bits need no slow hash: there is nothing to guess. */
const hashSecret = (secret: string): string => createHash("sha256").update(secret).digest("hex");

export interface NewToken {
  readonly id: string;
  /** To be shown once. */
  readonly text: string;
  readonly secretHash: string;
}

export const makeToken = (): NewToken => {
  const id = randomBytes(8).toString("hex");
  const secret = randomBytes(32).toString("base64url");
  return { id, text: `asof_${id}_${secret}`, secretHash: hashSecret(secret) };
};

/** The two parts of a token's text; null for what is no token of ours. */
export const readToken = (text: string): { readonly id: string; readonly secretHash: string } | null => {
  const found = TOKEN.exec(text);
  return found ? { id: found[1]!, secretHash: hashSecret(found[2]!) } : null;
};

export const isSameHash = (a: string, b: string): boolean =>
  a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
