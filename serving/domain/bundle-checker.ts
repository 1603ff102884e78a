import type { Approval, Envelope } from "../../bundle/contract/bundle.ts";
import type { Evidence } from "../contract/policy.ts";

/** What a bundle is known to be, once all of it has been checked. */
export interface CheckedBundle {
  readonly digest: string;
  /** The subject whose key signed it. */
  readonly signedBy: string | null;
  readonly evidence: Evidence;
}

/** An approver's statement, whose signature has been checked. */
export interface CheckedApproval {
  /** The subject whose key signed it. */
  readonly signedBy: string;
  readonly approval: Approval;
}

/** Whose statements count, and by which key. */
export interface TrustedKey {
  readonly subject: string;
  /** SHA-256, hex, of the public key as SPKI. */
  readonly fingerprint: string;
}

export interface BundleChecker {
  /** The keys that are trusted now, by subject and fingerprint. */
  trusted(): Promise<readonly TrustedKey[]>;
  /** Checks a bundle's document: form, digest, signature, engine, compiled code, parity. */
  check(
    document: string,
  ): Promise<
    | { readonly ok: true; readonly bundle: CheckedBundle }
    | { readonly ok: false; readonly code: string; readonly message: string }
  >;
  /** Checks an approver's statement: that it is one, and whose key signed it. */
  checkApproval(
    statement: Envelope,
  ): Promise<
    | ({ readonly ok: true } & CheckedApproval)
    | { readonly ok: false; readonly code: string; readonly message: string }
  >;
}
