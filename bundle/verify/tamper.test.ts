import { beforeAll, expect, test } from "vitest";
import type { BundleDocument, BundleManifest, Envelope } from "../contract/bundle.ts";
import { BUNDLE_PAYLOAD_TYPE } from "../contract/bundle.ts";
import type { BundleFaultCode } from "../contract/bundle-fault.ts";
import { canonicalJson, sha256Hex } from "../document/canonical-json.ts";
import { sealEnvelope } from "../document/envelope.ts";
import { readPrivateKey } from "../document/keys.ts";
import { addEnvelope, digestOf, makeDocument, signApproval } from "../document/make-document.ts";
import { readDocument } from "../document/read-document.ts";
import { readParity } from "../parity/parity-blobs.ts";
import { findForeignCode } from "../slice/recompile.ts";
import { runHere } from "../testing/run-here.ts";
import { approver, authorKey, buildOn, stranger } from "../testing/world-notebook.ts";
import { findOtherEngine } from "./check-engine.ts";
import { checkSignatures } from "./check-signatures.ts";

let text = "";
let document: BundleDocument;
beforeAll(async () => {
  const built = await buildOn(runHere(), { vectors: 120 });
  if (!built.ok) throw new Error(built.fault.message);
  text = built.value.text;
  document = JSON.parse(text) as BundleDocument;
});

const trusted = [authorKey, approver.publicKey];
/** All that `verifyBundle` looks at before it starts a process. */
const faultOf = (changed: string, keys: readonly string[] = trusted): BundleFaultCode | null => {
  const read = readDocument(changed);
  if (!read.ok) return read.fault.code;
  const signed = checkSignatures(read.value.document, keys);
  if (!signed.ok) return signed.fault.code;
  const { manifest } = read.value.document;
  const other = findOtherEngine(manifest);
  if (other) return other.code;
  if (findForeignCode(manifest)) return "source-differs";
  const parity = readParity(manifest, read.value.blobs);
  return parity.ok ? null : parity.fault.code;
};
const written = (change: (copy: BundleDocument) => unknown): string => {
  const copy = structuredClone(document);
  change(copy);
  return canonicalJson(copy);
};
const authorPrivate = () => readPrivateKey(approver.privateKey);
/** A document whose author is the approver of these tests: sound in itself, whatever its manifest says. */
const signedWith = (change: (manifest: BundleManifest) => unknown, blobs?: readonly Uint8Array[]): string => {
  const manifest = structuredClone(document.manifest);
  change(manifest);
  const own = Object.values(document.blobs).map((base64) => new Uint8Array(Buffer.from(base64, "base64")));
  return makeDocument(manifest, blobs ?? own, authorPrivate());
};
const approval = (digest: string) =>
  ({ format: 1, digest, decision: "approve", reason: "seen", decidedAt: 1 }) as const;

test("B12: the bundle as it was written is accepted", () => {
  expect(faultOf(text)).toBeNull();
  const approved = addEnvelope(document, signApproval(approval(document.digest), authorPrivate()));
  expect(faultOf(approved)).toBeNull();
});

test("B12: one changed byte is refused, wherever in the document it is", () => {
  const parts: [RegExp, number][] = [
    [/"digest":"/, 12],
    [/"blobs":\{"/, 12],
    [/"blobs":\{"[0-9a-f]{64}":"/, 80],
    [/"payload":"/, 40],
    [/"payloadType":"/, 16],
    [/"keyid":"/, 12],
    [/"sig":"/, 10],
    [/"manifest":\{/, 14],
    [/"orderHash":"/, 14],
    [/"code":"/, 30],
    [/"source":"/, 14],
    [/"sharpe":"/, 12],
    [/"seed":/, 7],
    [/"format":/, 9],
    [/"snapshot":"/, 14],
  ];
  const places = parts.map(([pattern, behind]) => {
    const found = pattern.exec(text);
    if (!found) throw new Error(`nothing matches ${pattern}`);
    return found.index + behind;
  });
  const everywhere = Array.from({ length: 40 }, (_, k) => Math.floor(((k + 0.5) * text.length) / 40));
  const unseen = [...places, ...everywhere, 0, text.length - 1].filter((at) => {
    const other = text[at] === "0" ? "1" : "0";
    return faultOf(text.slice(0, at) + other + text.slice(at + 1)) === null;
  });
  expect(unseen).toEqual([]);
});

test.each<[string, BundleFaultCode, (own: BundleDocument) => string]>([
  ["text that is no JSON", "not-json", () => "{"],
  ["the same with a blank", "not-canonical", () => text.replace('"blobs":', '"blobs": ')],
  ["the same with a member twice", "not-canonical", () => text.replace("{", '{"digest":"a",')],
  ["an unknown format", "unknown-format", () => written((copy) => void Object.assign(copy, { format: 2 }))],
  ["something else", "bad-document", () => '{"a":1}'],
  ["a member nobody knows", "bad-document", () => written((copy) => void Object.assign(copy, { more: 1 }))],
  [
    "another digest",
    "digest-mismatch",
    () => written((copy) => void Object.assign(copy, { digest: "0".repeat(64) })),
  ],
  [
    "a changed manifest",
    "digest-mismatch",
    () => written((copy) => void Object.assign(copy.manifest, { name: "X" })),
  ],
  [
    "a changed manifest with its own digest",
    "wrong-payload",
    () =>
      written((copy) => {
        copy.manifest.name = "X";
        copy.digest = digestOf(copy.manifest);
      }),
  ],
  ["a missing blob", "missing-blob", () => written((copy) => void delete copy.blobs[copy.manifest.sbom])],
  [
    "a blob too many",
    "extra-blob",
    () =>
      written(
        (copy) => void Object.assign(copy.blobs, { [sha256Hex("x")]: Buffer.from("x").toString("base64") }),
      ),
  ],
  [
    "swapped blobs",
    "blob-mismatch",
    () =>
      written((copy) => {
        const { inputs, vectors } = copy.manifest.parity;
        [copy.blobs[inputs], copy.blobs[vectors]] = [copy.blobs[vectors]!, copy.blobs[inputs]!];
      }),
  ],
  ["no statement", "unsigned", () => written((copy) => void copy.envelopes.pop())],
  [
    "a statement about another bundle",
    "wrong-payload",
    () => {
      const other = { ...document.manifest, name: "Other" };
      return written((copy) => {
        copy.envelopes = [sealEnvelope(BUNDLE_PAYLOAD_TYPE, canonicalJson(other), authorPrivate())];
      });
    },
  ],
  [
    "an approval in the author's place",
    "wrong-payload",
    () =>
      written((copy) =>
        Object.assign(copy, { envelopes: [signApproval(approval(copy.digest), authorPrivate())] }),
      ),
  ],
  [
    "an approval of another digest",
    "wrong-payload",
    () => addEnvelope(document, signApproval(approval("0".repeat(64)), authorPrivate())),
  ],
  [
    "the author's statement once more, as an approval",
    "wrong-payload",
    () => addEnvelope(document, document.envelopes[0]!),
  ],
  [
    "an approval by somebody unknown",
    "unknown-key",
    () => addEnvelope(document, signApproval(approval(document.digest), readPrivateKey(stranger.privateKey))),
  ],
  [
    "an approval under another's name",
    "bad-signature",
    () => {
      const own: Envelope = signApproval(approval(document.digest), readPrivateKey(stranger.privateKey));
      const { keyid } = signApproval(approval(document.digest), authorPrivate()).signatures[0]!;
      return addEnvelope(document, { ...own, signatures: [{ ...own.signatures[0]!, keyid }] });
    },
  ],
  [
    "an approval whose decision was turned",
    "bad-signature",
    () => {
      const own = signApproval({ ...approval(document.digest), decision: "reject" }, authorPrivate());
      const turned = canonicalJson(approval(document.digest));
      return addEnvelope(document, { ...own, payload: Buffer.from(turned).toString("base64") });
    },
  ],
  [
    "an older engine",
    "engine-older",
    () => signedWith(({ engine }) => Object.assign(engine, { version: "0.0.9" })),
  ],
  [
    "a newer engine",
    "engine-newer",
    () => signedWith(({ engine }) => Object.assign(engine, { version: "1.0.0" })),
  ],
  [
    "another order log",
    "engine-differs",
    () => signedWith(({ engine }) => Object.assign(engine, { orderLog: "asof order log 2" })),
  ],
  [
    "other elementary functions",
    "engine-differs",
    () => signedWith(({ engine }) => Object.assign(engine, { math: "asof math 0" })),
  ],
  [
    "code that its sources do not give",
    "source-differs",
    () =>
      signedWith(({ cells: [half] }) => Object.assign(half!, { code: half!.code.replace("x / 2", "x / 3") })),
  ],
  [
    "vectors that are none",
    "bad-blob",
    () => {
      const noise = new Uint8Array(Buffer.from("noise"));
      const rest = Object.entries(document.blobs).filter(
        ([hash]) => hash !== document.manifest.parity.vectors,
      );
      const blobs = rest.map(([, base64]) => new Uint8Array(Buffer.from(base64, "base64")));
      return signedWith(
        ({ parity }) => Object.assign(parity, { vectors: sha256Hex(noise) }),
        [...blobs, noise],
      );
    },
  ],
  [
    "more vectors than there are",
    "bad-blob",
    () => signedWith((manifest) => Object.assign(manifest.parity, { count: manifest.parity.count + 1 })),
  ],
])("B12: %s is refused as %s", (_, code, change) => {
  expect(faultOf(change(document))).toBe(code);
});

test("B12: a signature of a key that is not trusted, or of nobody's, is worth nothing", () => {
  expect(faultOf(text, [stranger.publicKey])).toBe("unknown-key");
  expect(faultOf(text, [])).toBe("unknown-key");
  expect(() => faultOf(text, [stranger.privateKey])).toThrow("public key");
});
