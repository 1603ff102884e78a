/** Whether an error of DuckDB means that another process holds the file. */
export const isLockError = (error: unknown): boolean =>
  /could not set lock|conflicting lock|being used by another process/i.test(messageOf(error));

/** After a fatal error an instance answers nothing any more; it is closed, and the file opened again. */
export const isInvalidated = (error: unknown): boolean =>
  /database has been invalidated|FATAL Error/i.test(messageOf(error));

export const isInterrupted = (error: unknown): boolean =>
  /INTERRUPT Error|Interrupted!/i.test(messageOf(error));

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
