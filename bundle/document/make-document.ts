import type { KeyObject } from "node:crypto";
import {
  APPROVAL_PAYLOAD_TYPE,
  type Approval,
  BUNDLE_FORMAT,
  BUNDLE_PAYLOAD_TYPE,
  type BundleDocument,
  type BundleManifest,
  type Envelope,
} from "../contract/bundle.ts";
import { canonicalJson, sha256Hex } from "./canonical-json.ts";
import { sealEnvelope } from "./envelope.ts";

/** The digest of a manifest, by which its bundle is known. */
export const digestOf = (manifest: BundleManifest): string => sha256Hex(canonicalJson(manifest));

/** A bundle as the text that travels; signed when there is a key. */
export const makeDocument = (
  manifest: BundleManifest,
  blobs: readonly Uint8Array[],
  key: KeyObject | null,
): string => {
  const payload = canonicalJson(manifest);
  const document: BundleDocument = {
    format: BUNDLE_FORMAT,
    digest: sha256Hex(payload),
    manifest,
    blobs: Object.fromEntries(
      blobs.map((bytes) => [sha256Hex(bytes), Buffer.from(bytes).toString("base64")]),
    ),
    envelopes: key ? [sealEnvelope(BUNDLE_PAYLOAD_TYPE, payload, key)] : [],
  };
  return canonicalJson(document);
};

/** The document with its author's statement, in place of any that it had. */
export const signDocument = (document: BundleDocument, key: KeyObject): string =>
  canonicalJson({
    ...document,
    envelopes: [sealEnvelope(BUNDLE_PAYLOAD_TYPE, canonicalJson(document.manifest), key)],
  });

/** An approver's statement about one digest. */
export const signApproval = (approval: Approval, key: KeyObject): Envelope =>
  sealEnvelope(APPROVAL_PAYLOAD_TYPE, canonicalJson(approval), key);

/** The same document with one more statement. */
export const addEnvelope = (document: BundleDocument, envelope: Envelope): string =>
  canonicalJson({ ...document, envelopes: [...document.envelopes, envelope] });
