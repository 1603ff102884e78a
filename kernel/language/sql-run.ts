/** How a SQL cell runs: its text, and the names whose values are bound to it. */
export interface SqlRun {
  readonly statement: string;
  readonly parameters: readonly string[];
  /** The name under which other cells see the result; null when the cell has none. */
  readonly resultName: string | null;
}
