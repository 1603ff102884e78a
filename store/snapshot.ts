import type { DuckDBConnection } from "@duckdb/node-api";

/** The cut of the store that everything is read from: rows up to one commit of our own (R1), named by content. */
export interface Snapshot {
  readonly name: string;
  /** SHA-256, hex, of the canonical manifest (R11). */
  readonly id: string;
  readonly maxIngestSeq: number;
  readonly knownTo: number;
  readonly isSynthetic: boolean;
}

/** Where everything is read from: a connection of one's own, and the cut. */
export interface SnapshotSource {
  readonly connection: DuckDBConnection;
  readonly snapshot: Snapshot;
}
