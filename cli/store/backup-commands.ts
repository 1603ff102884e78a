import { backupStore } from "../../store/backup/backup-store.ts";
import { restoreStore } from "../../store/backup/restore-store.ts";
import { complain, say } from "../terminal.ts";
import { formatSize } from "./format-size.ts";

/** `asof backup`: 0 when a verified copy is there, 1 when none is. */
export const backupCommand = async (target: string, options: { readonly store: string }): Promise<number> => {
  const made = await backupStore(options.store, target);
  if (!made.ok) {
    complain(made.error.message);
    return 1;
  }
  const { path, files, bytes, snapshot } = made.value;
  say(`${path}: ${files} files, ${formatSize(bytes)}, every batch verified`);
  say(`snapshot ${snapshot.name} ${snapshot.id.slice(0, 12)}`);
  return 0;
};

/** `asof restore`: 0 when the backup is in place, 1 when nothing was changed. */
export const restoreCommand = async (
  backup: string,
  options: { readonly store: string; readonly force: boolean },
): Promise<number> => {
  const restored = await restoreStore(backup, options.store, { force: options.force });
  if (!restored.ok) {
    complain(restored.error.message);
    return 1;
  }
  const { path, aside, snapshotId, snapshotName } = restored.value;
  say(`${path}: snapshot ${snapshotName} ${snapshotId.slice(0, 12)}`);
  if (aside !== null) say(`The store that was there is now ${aside}. Delete it when you no longer need it.`);
  return 0;
};
