/** Rows that must not enter a store, or a store that cannot be made: says which check, and the first row at fault. */
export class StoreBuildError extends Error {
  override readonly name = "StoreBuildError";
  readonly check: string;
  constructor(check: string, message: string) {
    super(message);
    this.check = check;
  }
}
