import type { Approval, BundleDocument, BundleManifest } from "./bundle.ts";
import type { BundleResult } from "./bundle-fault.ts";
import type { ParityMode } from "./parity.ts";

export interface VerifyOptions {
  /**
   * Public keys of those whose statements count, as SPKI in PEM. Null leaves signatures unchecked: for looking at a
   * bundle, never for taking it in.
   */
  readonly trustedKeys: readonly string[] | null;
  /** Milliseconds until the process that replays the vectors is ended. */
  readonly timeoutMs?: number;
  /** The script of that process; the one of the build when left out. */
  readonly runnerScript?: string;
}

/** What a verified bundle is known to be. */
export interface VerifiedBundle {
  readonly digest: string;
  readonly manifest: BundleManifest;
  readonly document: BundleDocument;
  /** The id of the author's key; null when signatures were left unchecked. */
  readonly author: string | null;
  /** Statements of approvers about this very digest, in their order, each with the id of its key. */
  readonly approvals: readonly { readonly keyid: string; readonly approval: Approval }[];
  /** How many vectors were replayed, and in which modes. */
  readonly replay: { readonly vectors: number; readonly modes: readonly ParityMode[] };
}

/**
 * Checks everything about a document, cheapest first: its form, digest and blobs, its signatures, the engine's version,
 * that its sources compile to its code, and that its vectors come out with their bits in every mode, in a Deno process
 * without permissions. The first thing wrong is the fault. Exported by `bundle/verify/verify-bundle.ts`.
 */
export type VerifyBundle = (text: string, options: VerifyOptions) => Promise<BundleResult<VerifiedBundle>>;
