/** The engine's expected failures, thrown: in a cell a failure is an exception with a line. */
export class ResearchError extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.name = "ResearchError";
    this.code = code;
  }
}
