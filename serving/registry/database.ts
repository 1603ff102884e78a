/** What both databases answer alike. Numbers of eight bytes come as text, number or bigint: parse every row. */
export interface Queries {
  query(text: string, values?: readonly unknown[]): Promise<readonly Record<string, unknown>[]>;
}

/** A database of the registry: PGlite in a folder, or a PostgreSQL server. */
export interface Database extends Queries {
  readonly kind: "pglite" | "postgres";
  /** Runs `act` in one transaction: what it wrote is there as a whole when this resolves, and not at all otherwise. */
  transaction<T>(act: (queries: Queries) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** The database cannot be asked now. What was asked may have been done: asking again with the same key finds out. */
export class DatabaseUnavailable extends Error {
  override readonly name = "DatabaseUnavailable";
}
