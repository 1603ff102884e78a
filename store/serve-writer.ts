import type { EventPayload, Output, WireResult } from "../wire/contract.ts";
import { wireOk } from "../wire/contract.ts";
import type { Port } from "../wire/port.ts";
import { type Server, serve } from "../wire/serve.ts";
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
  const server: Server<WriterContract> = serve(
    port,
    writerContract,
    {
      "batch/commit": ({ stagedId }) =>
        store.write((writer) =>
          commitStaged(writer, stagedId, (progress) => server.emit("import/progress", progress)),
        ),
      "batch/undo": ({ batchId }) =>
        store.write(async (writer) => {
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
