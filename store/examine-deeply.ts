import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { wireOk } from "../wire/contract.ts";
import { findRowFaults } from "./build/check-rows.ts";
import { readRows } from "./duckdb/read-columns.ts";
import { fileSha256 } from "./file-sha256.ts";
import type { Store } from "./open-store.ts";
import { isKept, isSound, PANELS_DIR } from "./panel/panel-files.ts";
import { verifySnapshot } from "./snapshots/verify-snapshot.ts";
import { readJournal } from "./write/journal.ts";
import { keptSourcePath } from "./write/keep-source.ts";
import { storeFolder } from "./write/store-folder.ts";

/** What was looked at, and what is wrong with it: one sentence each, none when it is well. */
export interface DeepFinding {
  readonly topic: "rows" | "rules" | "journal" | "kept files" | "panel files" | "left over";
  readonly looked: string;
  readonly faults: readonly string[];
}

/**
 * Reads the whole store: every batch's rows against their digests, the rules that rows must keep, the journal
 * against the batches, every kept file against its SHA-256, panel files against their sums. Changes nothing.
 */
export const examineDeeply = async (
  store: Store,
  onProgress: (what: string) => void = () => {},
): Promise<DeepFinding[]> => {
  const answer = await store.read(null, async ({ connection, snapshot }) => {
    const check = await verifySnapshot(connection, snapshot, (table) => onProgress(`rows of ${table}`));
    onProgress("rules");
    const rules = await findRowFaults(connection);
    const batches = await readRows(
      connection,
      { sql: "SELECT ingest_seq, batch_id, file_name, sha256 FROM batches ORDER BY ingest_seq" },
      { seq: "int", id: "text", fileName: "text", sha256: "text" },
    );
    return wireOk({ check, rules, batches, snapshot });
  });
  if (!answer.ok) return [{ topic: "rows", looked: store.path, faults: [answer.error.message] }];
  const { check, rules, batches, snapshot } = answer.value;
  onProgress("journal");
  const journal = await examineJournal(store.dir, batches);
  onProgress("kept files");
  return [
    { topic: "rows", looked: `snapshot ${snapshot.id.slice(0, 12)}, every batch`, faults: check.faults },
    { topic: "rules", looked: "duplicates, calendars, prices, currencies", faults: rules },
    journal,
    await examineSources(store.dir, batches),
    await examinePanels(store.dir),
    await examineLeftovers(store.dir),
  ];
};

interface Batch {
  readonly seq: number;
  readonly id: string;
  readonly fileName: string;
  readonly sha256: string;
}

const examineJournal = async (dir: string, batches: readonly Batch[]): Promise<DeepFinding> => {
  const { entries, torn } = await readJournal(storeFolder(dir).journal);
  const there = new Map(batches.map((batch) => [batch.seq, batch.id]));
  return {
    topic: "journal",
    looked: `${entries.length} entries`,
    faults: [
      ...torn.map((name) => `journal/${name} cannot be read.`),
      ...entries.flatMap(({ ingestSeq, batchId, proposal }) => {
        if (!there.has(ingestSeq)) return [`${proposal.fileName} (${batchId}) waits to be taken in again.`];
        return there.get(ingestSeq) === batchId
          ? []
          : [`Batch ${ingestSeq} is not the one the journal names.`];
      }),
    ],
  };
};

/** Rows that came from no file (made samples, undone batches) have none to keep. */
const examineSources = async (dir: string, batches: readonly Batch[]): Promise<DeepFinding> => {
  const { entries } = await readJournal(storeFolder(dir).journal);
  const fromFiles = new Set(entries.map(({ proposal }) => proposal.sha256).filter((sha256) => sha256 !== ""));
  const faults: string[] = [];
  for (const sha256 of fromFiles) {
    const name = batches.find((batch) => batch.sha256 === sha256)?.fileName ?? sha256.slice(0, 12);
    const found = await fileSha256(keptSourcePath(dir, sha256)).catch(() => null);
    if (found === null) faults.push(`The file of ${name} is not in sources.`);
    else if (found.sha256 !== sha256) faults.push(`The kept file of ${name} was changed.`);
  }
  return { topic: "kept files", looked: `${fromFiles.size} files`, faults };
};

/** A damaged one is never shown, only made again; but the disk that damaged it deserves a word. */
const examinePanels = async (dir: string): Promise<DeepFinding> => {
  const folder = join(dir, PANELS_DIR);
  const names = await readdir(folder).catch(() => [] as string[]);
  const kept = names.filter(isKept).sort();
  const faults: string[] = [];
  for (const name of kept) {
    if (!(await isSound(folder, name)))
      faults.push(`panels/${name} was changed. It will be made again; it may be deleted.`);
  }
  return { topic: "panel files", looked: `${kept.length} files`, faults };
};

const examineLeftovers = async (dir: string): Promise<DeepFinding> => {
  const names = await readdir(join(dir, "damaged")).catch(() => [] as string[]);
  return {
    topic: "left over",
    looked: "damaged",
    faults: names.map((name) => `damaged/${name} was put aside earlier. Delete it when nobody needs it.`),
  };
};
