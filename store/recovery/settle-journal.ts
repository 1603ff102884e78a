import { join } from "node:path";
import type { DuckDBConnection } from "@duckdb/node-api";
import { readRows } from "../duckdb/read-columns.ts";
import { type JournalEntry, readJournal, writeJournalEntry } from "../write/journal.ts";
import type { StoreFolder } from "../write/store-folder.ts";
import { putAside } from "./put-aside.ts";
import type { RecoveryReport } from "./recovery-report.ts";

/**
 * Holds the journal against the batches that the database has. An entry whose batch is there is marked committed; a
 * torn one is put aside, and is no loss when its batch is there. Returns the entries whose batches are not there,
 * oldest first, and the staging folders that the others were made from.
 */
export const settleJournal = async (
  connection: DuckDBConnection,
  folder: StoreFolder,
  recovery: RecoveryReport,
): Promise<{ readonly missing: readonly JournalEntry[]; readonly settled: ReadonlySet<string> }> => {
  const { entries, torn } = await readJournal(folder.journal);
  const rows = await readRows(
    connection,
    { sql: "SELECT ingest_seq, batch_id FROM batches" },
    { seq: "int", id: "text" },
  );
  const there = new Map(rows.map(({ seq, id }) => [seq, id]));
  for (const name of torn) {
    // Half-written notes of a crash: their commit had not begun.
    const aside = await putAside(join(folder.journal, name), folder.damaged);
    recovery.tornEntries.push(aside);
    const seq = Number.parseInt(name, 10);
    if (name.endsWith(".json") && !there.has(seq))
      recovery.lost.push({ batchId: `batch-${seq}`, fileName: "a file", reason: "its note was damaged." });
  }
  const missing: JournalEntry[] = [];
  const settled = new Set<string>();
  for (const entry of entries) {
    if (!there.has(entry.ingestSeq)) {
      missing.push(entry);
      continue;
    }
    if (entry.proposal.stagedId !== null) settled.add(entry.proposal.stagedId);
    if (entry.state === "committing")
      await writeJournalEntry(folder.journal, { ...entry, state: "committed" });
  }
  return { missing, settled };
};
