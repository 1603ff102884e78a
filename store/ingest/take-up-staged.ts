import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import type { DuckDBConnection } from "@duckdb/node-api";
import type { ImportMapping } from "../contract/import.ts";
import { readRows } from "../duckdb/read-columns.ts";
import { fileSha256 } from "../file-sha256.ts";
import { nextIngestSeq } from "../write/next-ingest-seq.ts";
import { storeFolder } from "../write/store-folder.ts";
import { identifier, literal } from "./plan/sql-text.ts";
import { openSession, type Session } from "./session.ts";
import {
  readStagedBatch,
  removeStagedBatch,
  SOURCE_COPY,
  type StagedBatch,
  stagedFolder,
  writeStagedNote,
} from "./staged-batch.ts";

export interface SameImport {
  readonly file: string;
  readonly fileName: string;
  readonly storeDir: string;
  readonly mapping: ImportMapping;
  /** UTC microseconds. */
  readonly arrivedAt: number;
}

/**
 * What an import of the same file, with the same mapping and into the same state of the store, left whole when it was
 * ended before its commit; null when there is none. Its report says from now on that it was resumed. What is not whole
 * any more, or was held against a store that is no more, is removed. Throws IngestError when the store cannot be read.
 */
export const takeUpStaged = async (
  asked: SameImport,
  onSession: (session: Session) => void = () => {},
): Promise<StagedBatch | null> => {
  const { file, storeDir } = asked;
  const candidates = await listCandidates(asked);
  if (candidates.length === 0) return null;
  const { sha256 } = await fileSha256(file);
  for (const staged of candidates) {
    if (staged.sha256 !== sha256) continue;
    const state = await examine(storeDir, staged, onSession);
    if (state === "whole") {
      const resumed = { ...staged, report: { ...staged.report, isResumed: true } };
      await writeStagedNote(storeDir, resumed);
      return resumed;
    }
    if (state === "useless") await removeStagedBatch(storeDir, staged.stagedId);
  }
  return null;
};

/** Those that may be of this file, without reading it. */
const listCandidates = async (asked: SameImport): Promise<StagedBatch[]> => {
  const { size } = await stat(asked.file);
  const mapping = JSON.stringify(asked.mapping);
  const candidates: StagedBatch[] = [];
  for (const name of await readdir(storeFolder(asked.storeDir).staging).catch(() => [] as string[])) {
    const read = await readStagedBatch(asked.storeDir, name);
    if (!read.ok) continue;
    const staged = read.value;
    // Rows that are known when their file arrives carry that instant: they cannot be known before they could be used.
    const isTimely = asked.mapping.knownAt.kind !== "arrival" || staged.arrivedAt === asked.arrivedAt;
    const isSame =
      staged.sizeBytes === size &&
      staged.fileName === asked.fileName &&
      JSON.stringify(staged.mapping) === mapping;
    if (isTimely && isSame) candidates.push(staged);
  }
  return candidates;
};

/**
 * Batches that an interrupted commit began come before others when the store is put in order, so one that was staged
 * for a later order may still be wanted; one for an earlier order never is.
 */
const examine = async (
  storeDir: string,
  staged: StagedBatch,
  onSession: (session: Session) => void,
): Promise<"whole" | "useless" | "waiting"> => {
  const folder = stagedFolder(storeDir, staged.stagedId);
  const session = await openSession(storeDir, folder, null);
  onSession(session);
  try {
    const newest = (await nextIngestSeq(session.connection)) - 1;
    if (staged.baseSeq > newest) return "waiting";
    if (staged.baseSeq < newest) return "useless";
    return (await isWhole(session.connection, folder, staged)) ? "whole" : "useless";
  } finally {
    session.close();
  }
};

/** Reads everything once: it is much quicker than making it, and a crash of the machine leaves files with holes. */
const isWhole = async (
  connection: DuckDBConnection,
  folder: string,
  { sha256, tables }: StagedBatch,
): Promise<boolean> => {
  try {
    if ((await fileSha256(join(folder, SOURCE_COPY))).sha256 !== sha256) return false;
    for (const { file, rows, columns } of tables) {
      const [read] = await readRows(
        connection,
        {
          sql: `SELECT count(*)::DOUBLE, coalesce(bit_xor(hash(${columns.map(identifier).join(", ")})), 0)::VARCHAR
            FROM read_parquet(${literal(join(folder, file))})`,
        },
        { rows: "double", digest: "text" },
      );
      if (read!.rows !== rows) return false;
    }
    return true;
  } catch {
    return false;
  }
};
