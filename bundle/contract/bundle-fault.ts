/**
 * Why a bundle is refused, or could not be built:
 *
 * - too-large, not-json, not-canonical, unknown-format, bad-document: the text is not a document of this format.
 * - digest-mismatch: the manifest is not the one that the digest is of.
 * - missing-blob, extra-blob, blob-mismatch, bad-blob: the blobs are not the ones that the manifest names, or one
 *   cannot be read.
 * - unsigned: no statement of an author. unknown-key: signed with a key that is not trusted. bad-signature: it does not
 *   fit. wrong-payload: a statement about another digest, or of another type.
 * - engine-older, engine-newer, engine-differs: made for an engine that this one is not.
 * - source-differs: compiled from its sources, a cell gives other code than the bundle holds.
 * - not-servable: the definition needs what only a notebook has.
 * - unknown-entry, bad-entry: there is no such name, or it is neither a strategy nor a factor.
 * - not-clean: the notebook did not run to its end, or its backtest gives other orders when run from the bundle.
 * - definition-differs: its cells now make another strategy than the manifest describes.
 * - parity-differs: a vector comes out with other bits.
 * - runner-failed: the process that runs it ended, or took too long.
 */
export const bundleFaultCodes = [
  "too-large",
  "not-json",
  "not-canonical",
  "unknown-format",
  "bad-document",
  "digest-mismatch",
  "missing-blob",
  "extra-blob",
  "blob-mismatch",
  "bad-blob",
  "unsigned",
  "unknown-key",
  "bad-signature",
  "wrong-payload",
  "engine-older",
  "engine-newer",
  "engine-differs",
  "source-differs",
  "not-servable",
  "unknown-entry",
  "bad-entry",
  "not-clean",
  "definition-differs",
  "parity-differs",
  "runner-failed",
] as const;
export type BundleFaultCode = (typeof bundleFaultCodes)[number];

/** A place that a fault is mended at. Line and column are 1-based in the cell. */
export interface FaultPlace {
  /** The file's name for a cell of an imported notebook; "" for the published one's own. */
  readonly notebook: string;
  readonly cellId: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/** An expected failure: a code to act on, a sentence that says what to do, plain facts to show. */
export interface BundleFault {
  readonly code: BundleFaultCode;
  readonly message: string;
  readonly details?: Readonly<Record<string, string | number>>;
  /** Where in the notebook, when it is said of cells. */
  readonly places?: readonly FaultPlace[];
}

export type BundleResult<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly fault: BundleFault };
