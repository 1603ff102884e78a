/** How a SQL cell runs: its text, and the names whose values are bound to it. */
export interface SqlRun {
  readonly statement: string;
  readonly parameters: readonly string[];
  /** The name under which other cells see the result; null when the cell has none. */
  readonly resultName: string | null;
  /** Under which keys the names are kept, where these differ from the names: in a notebook that is imported. */
  readonly keys?: Readonly<Record<string, string>> | undefined;
}
