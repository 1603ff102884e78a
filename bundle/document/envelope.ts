import { type KeyObject, sign, verify } from "node:crypto";
import type { Envelope } from "../contract/bundle.ts";
import { keyIdOf } from "./keys.ts";

/**
 * What is really signed: DSSE's encoding of type and payload together, so that a statement of one type is never taken
 * for one of another. @source DSSE protocol 1.0.2: PAE(type, body).
 */
const signedBytes = (payloadType: string, payload: Uint8Array): Buffer => {
  const type = Buffer.from(payloadType, "utf8");
  const head = `DSSEv1 ${type.length} ${payloadType} ${payload.length} `;
  return Buffer.concat([Buffer.from(head, "utf8"), payload]);
};

/** A statement about a payload, signed with an Ed25519 key. */
export const sealEnvelope = (payloadType: string, payload: string, key: KeyObject): Envelope => {
  const bytes = Buffer.from(payload, "utf8");
  const sig = sign(null, signedBytes(payloadType, bytes), key).toString("base64");
  return { payloadType, payload: bytes.toString("base64"), signatures: [{ keyid: keyIdOf(key), sig }] };
};

/**
 * The very bytes that a trusted key signed, as text. The key's id only finds the key; nothing of the payload is read
 * before the signature has been checked.
 */
export const openEnvelope = (
  { payloadType, payload, signatures }: Envelope,
  trusted: ReadonlyMap<string, KeyObject>,
): { readonly keyid: string; readonly payload: string } | "unknown-key" | "bad-signature" => {
  const { keyid, sig } = signatures[0]!;
  const key = trusted.get(keyid);
  if (!key) return "unknown-key";
  const bytes = Buffer.from(payload, "base64");
  const signature = Buffer.from(sig, "base64");
  // The last digit of Base64 may hide bits that no byte holds.
  const isPlain = bytes.toString("base64") === payload && signature.toString("base64") === sig;
  const isGenuine = isPlain && verify(null, signedBytes(payloadType, bytes), key, signature);
  return isGenuine ? { keyid, payload: bytes.toString("utf8") } : "bad-signature";
};
