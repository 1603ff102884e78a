/** Why a file could not be read or written, as the end of a sentence. */
export const reasonOf = (error: unknown): string => {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === "ENOENT") return "it is not there";
  if (code === "EACCES" || code === "EPERM") return "this account may not do that there";
  if (code === "ENOSPC" || code === "EDQUOT") return "the disk is full";
  if (code === "EFBIG") return "the file would be larger than this account may write";
  if (code === "EROFS") return "the disk is read-only";
  if (code === "EISDIR") return "it is a folder";
  return error instanceof Error ? error.message : String(error);
};
