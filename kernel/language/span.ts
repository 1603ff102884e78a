/** A stretch of a cell's source: offsets, and what the analysis wants to say about it. */
export interface Span {
  readonly start: number;
  readonly end: number;
}
