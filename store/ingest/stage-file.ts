import { createHash } from "node:crypto";
import { constants, createReadStream } from "node:fs";
import { copyFile, mkdir, readdir, rm, stat, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import type { FileFormat, ImportMapping, ImportProgress, ImportReport } from "../contract/import.ts";
import { storeFolder } from "../write/store-folder.ts";
import { IngestError } from "./ingest-error.ts";
import { damagedParquet } from "./load-source.ts";
import { findMappingFault } from "./plan/check-mapping.ts";
import { ProgressMeter } from "./progress.ts";
import { openSession } from "./session.ts";
import { requireFile } from "./source/require-file.ts";
import { stageRows } from "./stage-rows.ts";
import { SOURCE_COPY, STAGED_NOTE, type StagedBatch } from "./staged-batch.ts";

export interface StageRequest {
  readonly file: string;
  /** As the batch will remember it; the file's own name when left out. */
  readonly fileName?: string;
  readonly storeDir: string;
  readonly mapping: ImportMapping;
  /** UTC microseconds. */
  readonly arrivedAt: number;
  readonly isDryRun: boolean;
}

export interface StageHooks {
  readonly onProgress?: (progress: ImportProgress) => void;
  /** Milliseconds, for rates only: no row depends on it. */
  readonly now?: () => number;
}

export interface Staged {
  readonly report: ImportReport;
  readonly stagedId: string | null;
}

/**
 * Reads a file, checks every row and, unless it is a dry run, leaves a staged batch in the store's staging folder.
 * The store itself is only read. The file is copied first, so that what is checked is what is kept. Throws
 * IngestError.
 */
export const stageFile = async (request: StageRequest, hooks: StageHooks = {}): Promise<Staged> => {
  const { storeDir, mapping, arrivedAt, isDryRun } = request;
  const fault = findMappingFault(mapping);
  if (fault !== null) throw new IngestError("bad-mapping", fault);
  await requireFile(request.file);
  const meter = new ProgressMeter(hooks.onProgress ?? (() => {}), hooks.now ?? (() => performance.now()));
  const { staging } = storeFolder(storeDir);
  await removeAbandoned(staging);
  const stagedId = `${isDryRun ? "dry" : "batch"}-${process.pid}-${createHash("sha256")
    .update(`${request.file}\n${arrivedAt}\n${JSON.stringify(mapping)}`)
    .digest("hex")
    .slice(0, 24)}`;
  const folder = join(staging, stagedId);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  let isKept = false;
  // Long steps of the database say nothing by themselves; a program that hangs in its own code says nothing at all.
  const beat = setInterval(() => meter.tell(), 250);
  try {
    meter.at("reading", 0, 0);
    const file = isDryRun ? request.file : join(folder, SOURCE_COPY);
    if (!isDryRun) await copySource(request.file, file);
    const hashing = hashFile(file);
    // A failure before anybody waits for it is told by whoever waits then.
    hashing.catch(() => {});
    const session = await openSession(storeDir, folder, file);
    let staged: Awaited<ReturnType<typeof stageRows>>;
    const fileName = request.fileName ?? basename(request.file);
    try {
      staged = await stageRows({
        session,
        file,
        folder,
        mapping,
        arrivedAt,
        isDryRun,
        meter,
        fileName,
        hashing,
      });
    } finally {
      session.close();
    }
    const { report } = staged;
    // Quarantined rows alone are no reason for a batch: the file can be imported again once it is mended.
    if (isDryRun || report.rowsAdded + report.rowsRevised === 0) return { report, stagedId: null };
    const note: StagedBatch = {
      version: 1,
      stagedId,
      fileName,
      sha256: report.sha256,
      sizeBytes: (await stat(file)).size,
      mapping,
      arrivedAt,
      baseSeq: staged.baseSeq,
      report,
      tables: staged.tables,
    };
    await rm(join(folder, "clean.txt"), { force: true });
    await rm(join(folder, "spill"), { recursive: true, force: true });
    await writeFile(join(folder, STAGED_NOTE), JSON.stringify(note), { flush: true });
    isKept = true;
    return { report, stagedId };
  } catch (error) {
    throw toIngestError(error, mapping.format.kind);
  } finally {
    clearInterval(beat);
    if (!isKept) await rm(folder, { recursive: true, force: true }).catch(() => {});
  }
};

const copySource = async (from: string, to: string): Promise<void> => {
  try {
    await copyFile(from, to, constants.COPYFILE_FICLONE);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOSPC") throw error;
    const cause = error instanceof Error ? error.message : String(error);
    throw new IngestError("not-readable", `The file cannot be read (${cause}).`);
  }
};

export const hashFile = async (path: string): Promise<string> => {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 }))
    hash.update(chunk as Uint8Array);
  return hash.digest("hex");
};

/** Folders of processes that ended before their batch was whole. Nothing was promised about them. */
const removeAbandoned = async (staging: string): Promise<void> => {
  for (const name of await readdir(staging).catch(() => [] as string[])) {
    const pid = Number(/^(?:dry|batch)-(\d+)-/.exec(name)?.[1] ?? 0);
    if (pid === 0 || pid === process.pid || isAlive(pid)) continue;
    const isWhole = await stat(join(staging, name, STAGED_NOTE)).then(
      () => true,
      () => false,
    );
    if (!isWhole) await rm(join(staging, name), { recursive: true, force: true }).catch(() => {});
  }
};

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
};

const toIngestError = (error: unknown, format: FileFormat["kind"]): Error => {
  if (error instanceof IngestError) return error;
  const message = error instanceof Error ? error.message : String(error);
  if (/ENOSPC|no space left|disk full/i.test(message))
    return new IngestError(
      "no-space",
      "The disk is full. Free some space and try again; nothing was taken in.",
    );
  if (/out of memory|could not allocate|failed to (allocate|offload)/i.test(message))
    return new IngestError(
      "no-space",
      "The file needs more memory than there is. Split it, or write it as Parquet.",
    );
  // Parquet is read while the checks run: what the reader says of a damaged page comes from anywhere.
  if (format === "parquet" && !/^(Binder|Parser|Catalog|Internal)/.test(message))
    return damagedParquet(error);
  return error instanceof Error ? error : new Error(message);
};
