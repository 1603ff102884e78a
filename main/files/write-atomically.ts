import writeFileAtomic from "write-file-atomic";

/** Writes a temporary file beside the target, syncs it, and renames it: a reader sees the old bytes or the new. */
export const writeAtomically = (path: string, content: string | Uint8Array): Promise<void> =>
  writeFileAtomic(path, typeof content === "string" ? content : Buffer.from(content), {
    encoding: "utf8",
    fsync: true,
  });
