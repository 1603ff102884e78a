/** Why a file could not be staged, with a code of the staging contract and a sentence that says what to do. */
export class IngestError extends Error {
  override readonly name = "IngestError";
  readonly code: IngestErrorCode;

  constructor(code: IngestErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

export type IngestErrorCode =
  | "not-readable"
  | "unknown-format"
  | "too-large"
  | "too-slow"
  | "unknown-column"
  | "bad-mapping"
  | "cancelled"
  | "no-space"
  | "store-unavailable";
