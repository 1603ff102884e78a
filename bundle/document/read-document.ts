import { z } from "zod";
import {
  BUNDLE_FORMAT,
  type BundleDocument,
  type BundleManifest,
  bundleDocumentSchema,
  MAX_DOCUMENT_BYTES,
} from "../contract/bundle.ts";
import type { BundleResult } from "../contract/bundle-fault.ts";
import { canonicalJson, sha256Hex } from "./canonical-json.ts";
import { accept, refuse } from "./fault.ts";
import { digestOf } from "./make-document.ts";

const formatSchema = z.looseObject({ format: z.unknown() });
const AGAIN = "Ask for the file again, or build it anew.";

const parse = (text: string): BundleResult<unknown> => {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return refuse("not-json", `The document is no JSON. ${AGAIN}`);
  }
  try {
    if (canonicalJson(value) === text) return accept(value);
  } catch {
    // What has no canonical form is not in it.
  }
  return refuse("not-canonical", `The document is not written as Asof writes it: it was changed. ${AGAIN}`);
};

/** The hashes that a manifest names. */
export const blobsNamedBy = ({ parity, sbom, audit }: BundleManifest): readonly string[] => [
  parity.inputs,
  parity.vectors,
  sbom,
  ...(audit.status === "certified" ? [audit.blob] : []),
];

const checkBlobs = ({ manifest, blobs }: BundleDocument): BundleResult<ReadonlyMap<string, Uint8Array>> => {
  const named = new Set(blobsNamedBy(manifest));
  const read = new Map<string, Uint8Array>();
  for (const [hash, base64] of Object.entries(blobs)) {
    if (!named.has(hash))
      return refuse("extra-blob", `The manifest names no blob ${hash}. ${AGAIN}`, { blob: hash });
    const bytes = Buffer.from(base64, "base64");
    if (bytes.toString("base64") !== base64 || sha256Hex(bytes) !== hash)
      return refuse("blob-mismatch", `Blob ${hash} holds other bytes. ${AGAIN}`, { blob: hash });
    // A copy: a Buffer's slices share its memory, and readers of typed arrays count on their own.
    read.set(hash, new Uint8Array(bytes));
  }
  for (const hash of named)
    if (!read.has(hash))
      return refuse("missing-blob", `Blob ${hash} is not in the document. ${AGAIN}`, { blob: hash });
  return accept(read);
};

export interface ReadDocument {
  readonly document: BundleDocument;
  readonly blobs: ReadonlyMap<string, Uint8Array>;
}

/** A document that is whole: its form, its digest and its blobs. Says nothing of who made it. */
export const readDocument = (text: string): BundleResult<ReadDocument> => {
  if (text.length > MAX_DOCUMENT_BYTES || Buffer.byteLength(text) > MAX_DOCUMENT_BYTES)
    return refuse("too-large", `A bundle has at most ${MAX_DOCUMENT_BYTES / 1_048_576} MB.`);
  const json = parse(text);
  if (!json.ok) return json;
  const format = formatSchema.safeParse(json.value);
  if (!format.success) return refuse("bad-document", `This is no bundle. ${AGAIN}`);
  if (format.data.format !== BUNDLE_FORMAT)
    return refuse(
      "unknown-format",
      `The bundle has format ${JSON.stringify(format.data.format)?.slice(0, 50)}, and this version reads ${BUNDLE_FORMAT}: update Asof, or build the bundle anew.`,
    );
  const parsed = bundleDocumentSchema.safeParse(json.value);
  if (!parsed.success) return refuse("bad-document", z.prettifyError(parsed.error).slice(0, 2_000));
  const document = parsed.data;
  if (digestOf(document.manifest) !== document.digest)
    return refuse("digest-mismatch", `The manifest is not the one that the digest names. ${AGAIN}`);
  const blobs = checkBlobs(document);
  return blobs.ok ? accept({ document, blobs: blobs.value }) : blobs;
};
