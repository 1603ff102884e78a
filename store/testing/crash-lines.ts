/** What the process that is killed goes round; a large batch spills over many blocks of the file. */
export const WORKS = ["small batch", "undo", "large batch", "snapshot", "backup"] as const;
export type Work = (typeof WORKS)[number];

/** What it says, a line of JSON each. A batch, a snapshot, a backup that was said is acknowledged. */
export type CrashLine =
  | { readonly kind: "doing"; readonly work: Work | "open" }
  | ({ readonly kind: "found" } & FoundStore)
  | { readonly kind: "batch"; readonly id: string }
  | { readonly kind: "snapshot"; readonly name: string }
  | { readonly kind: "backup"; readonly target: string }
  | { readonly kind: "failed"; readonly message: string };

export interface FoundStore {
  /** With the rows that a batch is said to have, and those that are there. */
  readonly batches: readonly {
    readonly id: string;
    readonly seq: number;
    readonly rows: number;
    readonly found: number;
  }[];
  readonly snapshots: readonly string[];
  readonly faults: readonly string[];
  /** Sentences for the person who opens the store. */
  readonly recovered: readonly string[];
  /** Batches that somebody would have to see to. */
  readonly lost: number;
}
