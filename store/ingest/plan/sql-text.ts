/** A string as a SQL literal. */
export const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** A name as a SQL identifier. */
export const identifier = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** A constant of a mapping. */
export const constantSql = (value: string | number): string =>
  typeof value === "number" ? `${value}::DOUBLE` : `${literal(value)}::VARCHAR`;
