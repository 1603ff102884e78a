import { createHash } from "node:crypto";
import { constants } from "node:fs";
import { copyFile, mkdir, readdir, rm, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import type { FileFormat, ImportMapping, ImportProgress, ImportReport } from "../contract/import.ts";
import { fileSha256 } from "../file-sha256.ts";
import { storeFolder } from "../write/store-folder.ts";
import { endWhenStill, patienceFor } from "./end-when-still.ts";
import { IngestError } from "./ingest-error.ts";
import { damagedParquet } from "./load-source.ts";
import { findMappingFault } from "./plan/check-mapping.ts";
import { ProgressMeter } from "./progress.ts";
import { openSession, type Session } from "./session.ts";
import { requireFile } from "./source/require-file.ts";
import { stageRows } from "./stage-rows.ts";
import { readStagedBatch, SOURCE_COPY, stagedFolder, writeStagedNote } from "./staged-batch.ts";
import { takeUpStaged } from "./take-up-staged.ts";
import { CHECKED_FILE } from "./write-checked.ts";

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
 * Reads a file, checks every row and, unless it is a dry run, leaves a staged batch in the store's staging folder, or
 * takes up the one that an interrupted import of this file left there. The store itself is only read. The file is
 * copied first, so that what is checked is what is kept. Throws IngestError, with `too-slow` when nothing moves.
 */
export const stageFile = async (request: StageRequest, hooks: StageHooks = {}): Promise<Staged> => {
  const { storeDir, mapping, arrivedAt, isDryRun } = request;
  const fault = findMappingFault(mapping);
  if (fault !== null) throw new IngestError("bad-mapping", fault);
  await requireFile(request.file);
  const meter = new ProgressMeter(hooks.onProgress ?? (() => {}), hooks.now ?? (() => performance.now()));
  await removeAbandoned(storeDir);
  const stagedId = `${isDryRun ? "dry" : "batch"}-${process.pid}-${createHash("sha256")
    .update(`${request.file}\n${arrivedAt}\n${JSON.stringify(mapping)}`)
    .digest("hex")
    .slice(0, 24)}`;
  const folder = stagedFolder(storeDir, stagedId);
  let session: Session | null = null;
  const place: StagingPlace = {
    stagedId,
    folder,
    fileName: request.fileName ?? basename(request.file),
    meter,
    onSession: (opened) => {
      session = opened;
    },
  };
  let isKept = false;
  try {
    const staged = await endWhenStill(() => stageInto(place, request), {
      doing: "Reading and checking the file",
      sign: () => `${meter.sign()} ${session?.sign() ?? ""}`,
      beat: () => meter.tell(),
      patienceMs: patienceFor((await stat(request.file)).size),
    });
    isKept = staged.stagedId === stagedId;
    return staged;
  } catch (error) {
    throw toIngestError(error, mapping.format.kind);
  } finally {
    if (!isKept) await rm(folder, { recursive: true, force: true }).catch(() => {});
  }
};

interface StagingPlace {
  readonly stagedId: string;
  readonly folder: string;
  readonly fileName: string;
  readonly meter: ProgressMeter;
  readonly onSession: (session: Session) => void;
}

const stageInto = async (
  { stagedId, folder, fileName, meter, onSession }: StagingPlace,
  { file: given, storeDir, mapping, arrivedAt, isDryRun }: StageRequest,
): Promise<Staged> => {
  meter.at("reading", 0, 0);
  if (!isDryRun) {
    const earlier = await takeUpStaged({ file: given, fileName, storeDir, mapping, arrivedAt }, onSession);
    if (earlier !== null) return { report: earlier.report, stagedId: earlier.stagedId };
  }
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const file = isDryRun ? given : join(folder, SOURCE_COPY);
  if (!isDryRun) await copySource(given, file);
  const hashing = fileSha256(file).then((found) => found.sha256);
  // A failure before anybody waits for it is told by whoever waits then.
  hashing.catch(() => {});
  const session = await openSession(storeDir, folder, file);
  onSession(session);
  let staged: Awaited<ReturnType<typeof stageRows>>;
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
  const sizeBytes = (await stat(file)).size;
  await rm(join(folder, "clean.txt"), { force: true });
  if (staged.tables.every((part) => part.file !== CHECKED_FILE))
    await rm(join(folder, CHECKED_FILE), { force: true });
  await rm(join(folder, "spill"), { recursive: true, force: true });
  await writeStagedNote(storeDir, {
    version: 1,
    stagedId,
    fileName,
    sha256: report.sha256,
    sizeBytes,
    mapping,
    arrivedAt,
    baseSeq: staged.baseSeq,
    report,
    tables: staged.tables,
  });
  return { report, stagedId };
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

/** Folders of processes that ended before their batch was whole. Nothing was promised about them. */
const removeAbandoned = async (storeDir: string): Promise<void> => {
  for (const name of await readdir(storeFolder(storeDir).staging).catch(() => [] as string[])) {
    const pid = Number(/^(?:dry|batch)-(\d+)-/.exec(name)?.[1] ?? 0);
    if (pid === 0 || pid === process.pid || isAlive(pid)) continue;
    if (!(await readStagedBatch(storeDir, name)).ok)
      await rm(stagedFolder(storeDir, name), { recursive: true, force: true }).catch(() => {});
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
