import { useApp } from "../actions/actions-context.ts";

/** The snapshot that is looked at, by id: that of the open notebook, else the newest. Null before it is known. */
export const useSnapshotId = (): string | null => useApp(({ catalog }) => catalog?.snapshot.id ?? null);
