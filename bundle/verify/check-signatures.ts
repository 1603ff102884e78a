import { BUNDLE_PAYLOAD_TYPE, type BundleDocument } from "../contract/bundle.ts";
import type { BundleResult } from "../contract/bundle-fault.ts";
import type { VerifiedBundle } from "../contract/verifier.ts";
import { canonicalJson } from "../document/canonical-json.ts";
import { openEnvelope } from "../document/envelope.ts";
import { accept, refuse } from "../document/fault.ts";
import { keyIdOf, readPublicKey } from "../document/keys.ts";
import { openApproval } from "./open-approval.ts";

type Signed = Pick<VerifiedBundle, "author" | "approvals">;

const sentences = {
  "unknown-key": "is signed with a key that is not trusted here: have the signer's public key registered.",
  "bad-signature": "does not carry the signature of its key: it was changed. Ask the signer for it again.",
} as const;

/** Who says what about a document: its author first, then approvers. Each statement must be of this very digest. */
export const checkSignatures = (
  { manifest, digest, envelopes }: BundleDocument,
  trustedKeys: readonly string[],
): BundleResult<Signed> => {
  const trusted = new Map(
    trustedKeys.map((pem) => {
      const key = readPublicKey(pem);
      return [keyIdOf(key), key];
    }),
  );
  const [first, ...others] = envelopes;
  if (!first) return refuse("unsigned", "Nobody signed this bundle: build it with --key.");
  const opened = openEnvelope(first, trusted);
  if (typeof opened === "string") return refuse(opened, `The author's statement ${sentences[opened]}`);
  if (first.payloadType !== BUNDLE_PAYLOAD_TYPE || opened.payload !== canonicalJson(manifest))
    return refuse("wrong-payload", "The author's statement is about another bundle: have this one signed.");
  const approvals: Signed["approvals"][number][] = [];
  for (const [k, envelope] of others.entries()) {
    const name = `Statement ${k + 2}`;
    const statement = openApproval(envelope, trusted);
    if (statement === "wrong-payload") return refuse(statement, `${name} is no approval: take it out.`);
    if (typeof statement === "string") return refuse(statement, `${name} ${sentences[statement]}`);
    const { approval } = statement;
    if (approval.digest !== digest)
      return refuse("wrong-payload", `${name} is about another bundle: have this one decided on.`, {
        digest: approval.digest,
      });
    approvals.push(statement);
  }
  return accept({ author: opened.keyid, approvals });
};
