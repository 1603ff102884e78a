import type { EventPayload, Output, WireResult } from "../wire/contract.ts";
import { wireOk } from "../wire/contract.ts";
import type { Port } from "../wire/port.ts";
import { type Server, serve } from "../wire/serve.ts";
import { prepareCatalog } from "./catalog/prepare-catalog.ts";
import { type WriterContract, writerContract } from "./contract/writer-contract.ts";
import type { Store } from "./open-store.ts";
import { createSnapshot, pinSnapshot } from "./snapshots/create-snapshot.ts";
import type { Writer } from "./write/batch.ts";
import { undoBatch } from "./write/undo-batch.ts";

/** What a writer's port needs from the ingest, which knows what a staged batch is. */
export interface WriterDependencies {
  /** Fails with `unknown-batch`, or as a commit does. */
  commitStaged(
    writer: Writer,
    stagedId: string,
    onProgress: (progress: EventPayload<WriterContract, "import/progress">) => void,
  ): Promise<WireResult<Output<WriterContract, "batch/commit">>>;
  /** UTC microseconds. */
  now(): number;
}

/** Answers the writer contract on a port: each call takes the file over from the readers, and gives it back. */
export const serveWriter = (
  port: Port,
  store: Store,
  { commitStaged, now }: WriterDependencies,
  onInternalError?: (error: unknown, call: string) => void,
): Server<WriterContract> => {
  /** The catalog of the new state is made ready meanwhile; nobody waits for it here. */
  const changeData: Store["write"] = async (change) => {
    const changed = await store.write(change);
    if (changed.ok) void prepareCatalog(store);
    return changed;
  };
  const server: Server<WriterContract> = serve(
    port,
    writerContract,
    {
      "batch/commit": ({ stagedId }) =>
        changeData((writer) =>
          commitStaged(writer, stagedId, (progress) => server.emit("import/progress", progress)),
        ),
      "batch/undo": ({ batchId }) =>
        changeData(async (writer) => {
          const undone = await undoBatch(writer, batchId, now());
          if (!undone.ok) return undone;
          const { batchId: id, snapshotId, counts } = undone.value;
          return wireOk({ batchId: id, snapshotId, rows: counts.rowsOk });
        }),
      "snapshot/create": ({ name }) => store.write((writer) => createSnapshot(writer, name, now())),
      "snapshot/pin": ({ id, isPinned }) => store.write((writer) => pinSnapshot(writer, id, isPinned)),
    },
    onInternalError,
  );
  return server;
};
