import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ImportReport } from "../../store/contract/import.ts";
import { type StoreContract, storeContract } from "../../store/contract/store-contract.ts";
import { commitStaged } from "../../store/ingest/commit-staged.ts";
import { IngestError, type IngestErrorCode } from "../../store/ingest/ingest-error.ts";
import { reingestWith } from "../../store/ingest/reingest.ts";
import { askStaging } from "../../store/ingest/spawn-staging.ts";
import { openStore } from "../../store/open-store.ts";
import { serveStore } from "../../store/serve-store.ts";
import { type Client, connect } from "../../wire/connect.ts";
import { type WireResult, wireError, wireOk } from "../../wire/contract.ts";
import { portPair } from "../../wire/port.ts";
import type { DataBatch, TakenBatch } from "../contract/data-batch.ts";
import { batchFile } from "./batch-file.ts";

/** How often a batch is checked again because the store changed meanwhile. */
const MAX_ROUNDS = 3;

/** The server's own point-in-time store. */
export interface DataStore {
  readonly client: Client<StoreContract>;
  /** What is read now, and when the newest of it came here (UTC milliseconds; null where nobody noted it). */
  state(): Promise<
    WireResult<{ readonly snapshot: string; readonly knownTo: number; readonly arrivedAt: number | null }>
  >;
  /** The ids of all instruments; read once, and again when rows have come. */
  instruments(): Promise<WireResult<ReadonlySet<string>>>;
  /** Takes rows in through the store's ingest, by its rules; `arrivedAt` in UTC milliseconds. One batch at a time. */
  take(batch: DataBatch, arrivedAt: number): Promise<WireResult<TakenBatch>>;
  close(): void;
}

/**
 * Opens the store of a folder, which has to be there.
 *
 * @param importScript the bundled process that reads files for the store
 */
export const openDataStore = async (dir: string, importScript: string): Promise<WireResult<DataStore>> => {
  const stage = (filePath: string, fileName: string | undefined, storeDir: string) => ({
    script: importScript,
    filePath,
    storeDir,
    ...(fileName === undefined ? {} : { fileName }),
  });
  const reingest = reingestWith(async ({ file, fileName, storeDir, mapping, arrivedAt }) => {
    const wish = { mapping, isDryRun: false, arrivedAt };
    const staged = await askStaging(stage(file, fileName, storeDir), "file/stage", wish);
    if (!staged.ok) throw new IngestError(staged.error.code as IngestErrorCode, staged.error.message);
    return staged.value;
  });
  const opened = await openStore(dir, { reingest });
  if (!opened.ok) return opened;
  const store = opened.value;
  const [near, far] = portPair();
  serveStore(far, store);

  const takeFile = async (
    file: string,
    { mapping }: ReturnType<typeof batchFile>,
    arrivedAt: number,
  ): Promise<WireResult<TakenBatch>> => {
    for (let round = 1; ; round++) {
      const wish = { mapping, isDryRun: false, arrivedAt: arrivedAt * 1_000 };
      const staged = await askStaging(stage(file, "batch.jsonl", dir), "file/stage", wish);
      if (!staged.ok) return asBatchError(staged);
      const { report, stagedId } = staged.value;
      if (stagedId === null) return wireOk(takenOf(report, null, store.snapshot.id));
      const committed = await store.write((writer) => commitStaged(writer, stagedId));
      if (committed.ok) return wireOk(takenOf(report, committed.value.batchId, committed.value.snapshotId));
      if (committed.error.code !== "unknown-batch" || round === MAX_ROUNDS) return asBatchError(committed);
    }
  };
  const takeNow = async (batch: DataBatch, arrivedAt: number): Promise<WireResult<TakenBatch>> => {
    const folder = await mkdtemp(join(tmpdir(), "asof-batch-"));
    try {
      const file = join(folder, "batch.jsonl");
      const made = batchFile(batch);
      await writeFile(file, made.text, { mode: 0o600 });
      return await takeFile(file, made, arrivedAt);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  };

  const client = connect(near, storeContract);
  let last: Promise<unknown> = Promise.resolve();
  let instruments: ReturnType<DataStore["instruments"]> | null = null;
  const readInstruments: DataStore["instruments"] = async () => {
    const read = await client.call("store/catalog", {});
    // What failed is asked for again.
    if (!read.ok) instruments = null;
    return read.ok ? wireOk(new Set(read.value.instruments.map(({ iid }) => iid))) : read;
  };
  return wireOk({
    client,
    state: async () => {
      const listed = await client.call("snapshot/list", {});
      if (!listed.ok) return listed;
      const current = listed.value.find(({ isCurrent }) => isCurrent);
      if (!current) return wireError("store-unavailable", "The data store has no snapshot.");
      const { id, knownTo, createdAt } = current;
      return wireOk({ snapshot: id, knownTo, arrivedAt: createdAt === null ? null : createdAt / 1_000 });
    },
    instruments: () => {
      instruments ??= readInstruments();
      return instruments;
    },
    take: (batch, arrivedAt) => {
      const mine = last
        .then(() => takeNow(batch, arrivedAt))
        .finally(() => {
          instruments = null;
        });
      last = mine.catch(() => {});
      return mine;
    },
    close: () => {
      client.close();
      store.close();
    },
  });
};

const KNOWN_CODES = ["store-unavailable", "no-space"];

/** What is wrong with the rows is the sender's; what is wrong with the store is not. */
const asBatchError = ({ error }: { readonly error: { readonly code: string; readonly message: string } }) =>
  wireError(
    KNOWN_CODES.includes(error.code)
      ? error.code
      : error.code === "locked"
        ? "store-unavailable"
        : "bad-batch",
    error.message,
  );

const takenOf = (report: ImportReport, batch: string | null, snapshot: string): TakenBatch => {
  const { rowsIn, rowsAdded, rowsRevised, rowsUnchanged, rowsQuarantined, checks } = report;
  return {
    batch,
    snapshot,
    rowsIn,
    rowsAdded,
    rowsRevised,
    rowsUnchanged,
    rowsQuarantined,
    checks: checks.map(({ check, severity, rows, reason }) => ({ check, severity, rows, reason })),
  };
};
