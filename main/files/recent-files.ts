import { basename } from "node:path";
import { z } from "zod";
import { jsonFile } from "./json-file.ts";

const recentSchema = z.array(z.object({ path: z.string(), name: z.string(), openedAt: z.number() }));
export type RecentFile = z.infer<typeof recentSchema>[number];

const KEPT = 12;

/** Newest first, each path once. */
export const withOpened = (recent: readonly RecentFile[], path: string, openedAt: number): RecentFile[] =>
  [{ path, name: basename(path), openedAt }, ...recent.filter((file) => file.path !== path)].slice(0, KEPT);

export const recentFilesAt = (path: string) => jsonFile(path, recentSchema);
