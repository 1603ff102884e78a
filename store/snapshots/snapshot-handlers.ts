import { wireOk } from "../../wire/contract.ts";
import type { Handlers } from "../../wire/dispatch.ts";
import type { snapshotCalls } from "../contract/snapshots.ts";
import type { Store } from "../open-store.ts";
import { diffSnapshots } from "./diff-snapshots.ts";
import { listBatches } from "./list-batches.ts";
import { listSnapshots } from "./list-snapshots.ts";

type SnapshotContract = { readonly calls: typeof snapshotCalls; readonly events: Record<never, never> };

/** What answers `snapshotCalls`. */
export const snapshotHandlers = (read: Store["read"]): Handlers<SnapshotContract> => ({
  "snapshot/list": () => read(null, async ({ connection }) => wireOk(await listSnapshots(connection))),
  "snapshot/diff": ({ from, to }) => read(null, ({ connection }) => diffSnapshots(connection, from, to)),
  "batch/list": () => read(null, async ({ connection }) => wireOk(await listBatches(connection))),
});
