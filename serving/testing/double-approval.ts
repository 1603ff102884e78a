import { createHash, createPrivateKey, createPublicKey, type KeyObject } from "node:crypto";
import type { Envelope } from "../../bundle/contract/bundle.ts";
import { keyIdOf } from "../../bundle/document/keys.ts";
import { signApproval } from "../../bundle/document/make-document.ts";

const PKCS8_HEAD = Buffer.from("302e020100300506032b657004220420", "hex");

/** A person's key in tests: the same in every process, and so no secret. */
const keyOf = (person: string): KeyObject => {
  const seed = createHash("sha256").update(`a key for tests: ${person}`).digest();
  return createPrivateKey({ key: Buffer.concat([PKCS8_HEAD, seed]), format: "der", type: "pkcs8" });
};

/** Public keys of the people of tests, by their ids. */
export const doubleKeys = (people: readonly string[]): ReadonlyMap<string, KeyObject> =>
  new Map(
    people.map((person) => {
      const key = createPublicKey(keyOf(person));
      return [keyIdOf(key), key];
    }),
  );

/** His private key, as a file of it is. */
export const doubleKeyFile = (person: string): string =>
  keyOf(person).export({ type: "pkcs8", format: "pem" }).toString();

export const doubleKeyId = (person: string): string => keyIdOf(keyOf(person));

/** What a person says of a digest, signed with his key of tests. */
export const doubleApproval = (
  person: string,
  digest: string,
  decision: "approve" | "reject" = "approve",
  reason = "",
): Envelope => signApproval({ format: 1, digest, decision, reason, decidedAt: 1 }, keyOf(person));
