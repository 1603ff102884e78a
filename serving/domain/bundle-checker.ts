import type { Evidence } from "../contract/policy.ts";

/** What a bundle is known to be, once all of it has been checked. */
export interface CheckedBundle {
  readonly digest: string;
  /** The subject whose key signed it. */
  readonly signedBy: string | null;
  readonly evidence: Evidence;
}

/** Checks a bundle's document: form, digest, signature, engine, compiled code, parity. */
export interface BundleChecker {
  check(
    document: string,
  ): Promise<
    | { readonly ok: true; readonly bundle: CheckedBundle }
    | { readonly ok: false; readonly code: string; readonly message: string }
  >;
}
