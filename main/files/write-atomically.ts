import writeFileAtomic from "write-file-atomic";

/** Writes a temporary file beside the target, syncs it, and renames it: a reader sees the old text or the new. */
export const writeAtomically = (path: string, text: string): Promise<void> =>
  writeFileAtomic(path, text, { encoding: "utf8", fsync: true });
