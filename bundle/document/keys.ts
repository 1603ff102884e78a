import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from "node:crypto";
import { sha256Hex } from "./canonical-json.ts";

/** A new Ed25519 pair, as PEM: the private half as PKCS8, the public half as SPKI. */
export const newKeyPair = (): { readonly privateKey: string; readonly publicKey: string } =>
  generateKeyPairSync("ed25519", {
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
    publicKeyEncoding: { type: "spki", format: "pem" },
  });

const requireEd25519 = (key: KeyObject): KeyObject => {
  if (key.asymmetricKeyType !== "ed25519") throw new TypeError("the key is not an Ed25519 key");
  return key;
};

/** Throws a TypeError that never repeats what it was given. */
const readKey = (read: () => KeyObject, what: string): KeyObject => {
  let key: KeyObject;
  try {
    key = read();
  } catch {
    throw new TypeError(`this is no ${what} in PEM`);
  }
  return requireEd25519(key);
};

export const readPrivateKey = (pem: string): KeyObject =>
  readKey(() => createPrivateKey(pem), "private key (PKCS8)");

/** Takes the public half only: who checks a signature must not be handed what makes one. */
export const readPublicKey = (pem: string): KeyObject =>
  readKey(() => {
    if (pem.includes("PRIVATE KEY")) throw new TypeError("private");
    return createPublicKey(pem);
  }, "public key (SPKI)");

/** What a key is called: SHA-256, hex, of its public half as SPKI. */
export const keyIdOf = (key: KeyObject): string => {
  const own = key.type === "private" ? createPublicKey(key) : key;
  return sha256Hex(own.export({ type: "spki", format: "der" }));
};
