import { generateKeyPairSync } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { bitsOf, numberOf } from "../../wire/bits.ts";
import { canonicalJson } from "./canonical-json.ts";
import { openEnvelope, sealEnvelope } from "./envelope.ts";
import { keyIdOf, newKeyPair, readPrivateKey, readPublicKey } from "./keys.ts";

test("B5: canonical JSON has sorted keys, the shortest numbers, no blanks, and refuses what JSON has not", () => {
  // The example of RFC 8785, section 3.2.2, without its escapes.
  expect(
    canonicalJson({
      numbers: [JSON.parse("333333333.33333329"), 1e30, 4.5, 2e-3, 1e-27],
      literals: [null, true, false],
    }),
  ).toBe('{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27]}');
  expect(canonicalJson({ "\u20ac": 1, "\r": 2, "1": 3, "\ufb33": 4, "\u00f6": 5 })).toBe(
    '{"\\r":2,"1":3,"ö":5,"€":1,"\ufb33":4}',
  );
  for (const value of [Number.NaN, Number.POSITIVE_INFINITY, "\ud800", undefined])
    expect(() => canonicalJson(value)).toThrow();
});

test("B5: bits say a number exactly, and every missing one alike", () => {
  expect([1, -0, 0.1, Number.NaN, -Number.NaN].map(bitsOf)).toEqual([
    "3ff0000000000000",
    "8000000000000000",
    "3fb999999999999a",
    "7ff8000000000000",
    "7ff8000000000000",
  ]);
  fc.assert(
    fc.property(fc.double(), (value) => Object.is(numberOf(bitsOf(value)), value)),
    { numRuns: 500, seed: 6 },
  );
});

test("B6: a statement opens with the signer's key, and with no other", () => {
  const { privateKey, publicKey } = newKeyPair();
  const key = readPublicKey(publicKey);
  const trusted = new Map([[keyIdOf(key), key]]);
  const sealed = sealEnvelope("application/a", "{}", readPrivateKey(privateKey));
  expect(openEnvelope(sealed, trusted)).toEqual({ keyid: keyIdOf(key), payload: "{}" });
  expect(openEnvelope({ ...sealed, payloadType: "application/b" }, trusted)).toBe("bad-signature");
  expect(openEnvelope({ ...sealed, payload: Buffer.from("[]").toString("base64") }, trusted)).toBe(
    "bad-signature",
  );
  expect(openEnvelope({ ...sealed, payload: sealed.payload.replace("=", "") }, trusted)).toBe(
    "bad-signature",
  );
  expect(openEnvelope(sealed, new Map())).toBe("unknown-key");
});

test("B6: what is signed is the encoding of DSSE, so that other tools check it", async () => {
  const { verify } = await import("node:crypto");
  const { privateKey, publicKey } = newKeyPair();
  const { signatures } = sealEnvelope(
    "http://example.com/HelloWorld",
    "hello world",
    readPrivateKey(privateKey),
  );
  // The example of DSSE's protocol.md.
  const encoded = Buffer.from("DSSEv1 29 http://example.com/HelloWorld 11 hello world");
  expect(verify(null, encoded, readPublicKey(publicKey), Buffer.from(signatures[0]!.sig, "base64"))).toBe(
    true,
  );
});

test("B6: a key of another kind, a private key where a public one belongs, and noise are refused unrepeated", () => {
  const { privateKey, publicKey } = newKeyPair();
  const other = generateKeyPairSync("ec", {
    namedCurve: "P-256",
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
    publicKeyEncoding: { type: "spki", format: "pem" },
  });
  expect(() => readPrivateKey(other.privateKey)).toThrow("not an Ed25519 key");
  const messages = [
    () => readPublicKey(privateKey),
    () => readPrivateKey(publicKey),
    () => readPrivateKey("secret"),
  ].map((read) => {
    try {
      read();
      return "nothing";
    } catch (thrown) {
      return `${thrown}`;
    }
  });
  expect(messages).toEqual([
    "TypeError: this is no public key (SPKI) in PEM",
    "TypeError: this is no private key (PKCS8) in PEM",
    "TypeError: this is no private key (PKCS8) in PEM",
  ]);
});
