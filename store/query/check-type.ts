const plainTypes: ReadonlySet<unknown> = new Set([
  ...[
    "BOOLEAN",
    "TINYINT",
    "SMALLINT",
    "INTEGER",
    "BIGINT",
    "HUGEINT",
    "UTINYINT",
    "USMALLINT",
    "UINTEGER",
    "UBIGINT",
  ],
  ...[
    "UHUGEINT",
    "FLOAT",
    "DOUBLE",
    "DECIMAL",
    "VARCHAR",
    "DATE",
    "TIME",
    "INTERVAL",
    "TIMESTAMP",
    "TIMESTAMP_S",
  ],
  ...["TIMESTAMP_MS", "TIMESTAMP_NS", "TIMESTAMP WITH TIME ZONE", "LIST", "STRUCT", "MAP", "ARRAY"],
]);

/** What is wrong with the type of a cast; null when nothing is. Types with names are looked up, and so refused. */
export const checkType = (type: unknown): string | null => {
  if (Array.isArray(type)) return type.map(checkType).find((fault) => fault !== null) ?? null;
  if (typeof type !== "object" || type === null) return null;
  if ("id" in type && !plainTypes.has(type.id))
    return "A cast goes to a number, text, date, time, interval, list or struct, and no other type.";
  return (
    Object.values(type)
      .map(checkType)
      .find((fault) => fault !== null) ?? null
  );
};
