import { z } from "zod";

/** The file of a backup that says what belongs to it; written last. */
export const BACKUP_MANIFEST = "backup.json";

/** What a backup holds: each file with its SHA-256, and the snapshot that its database must give. */
export const backupManifestSchema = z.object({
  version: z.literal(1),
  snapshotId: z.string(),
  snapshotName: z.string(),
  files: z.array(z.object({ path: z.string(), bytes: z.number().int(), sha256: z.string() })),
});
export type BackupManifest = z.infer<typeof backupManifestSchema>;
