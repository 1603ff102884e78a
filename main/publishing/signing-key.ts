import { createPublicKey, type KeyObject } from "node:crypto";
import { keyIdOf, newKeyPair, readPrivateKey } from "../../bundle/document/keys.ts";
import type { SigningKey } from "../contract/publish-calls.ts";
import type { Secrets } from "./secrets.ts";

const NAME = "signing-key";

/** The key that signs here, made when it is first asked for. Only its public half is ever shown. */
export const signingKey = (secrets: Secrets) => {
  const privateKey = async (): Promise<KeyObject> => {
    const kept = secrets.get(NAME);
    if (kept !== null) return readPrivateKey(kept);
    const made = newKeyPair().privateKey;
    await secrets.set(NAME, made);
    return readPrivateKey(made);
  };
  return {
    privateKey,
    show: async (): Promise<SigningKey> => {
      const key = await privateKey();
      const publicKey = createPublicKey(key).export({ type: "spki", format: "pem" }).toString();
      return { keyid: keyIdOf(key), publicKey, isKept: secrets.isKept(NAME) };
    },
  };
};
