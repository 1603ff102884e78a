import type { PGlite } from "@electric-sql/pglite";
import type { Database, Queries } from "./database.ts";

type Asked = Pick<PGlite, "query">;

const queriesOf = (asked: Asked): Queries => ({
  query: async (text, values = []) => (await asked.query<Record<string, unknown>>(text, [...values])).rows,
});

/** An embedded database as the registry asks one. */
export const databaseOf = (db: PGlite): Database => ({
  kind: "pglite",
  ...queriesOf(db),
  transaction: <T>(act: (queries: Queries) => Promise<T>) =>
    db.transaction((tx) => act(queriesOf(tx as unknown as Asked))) as Promise<T>,
  close: () => db.close(),
});

/**
 * The embedded database: PostgreSQL in WebAssembly over a folder. Only one process may have the folder: `lockFolder` sees
 * to it.
 */
export const openPglite = async (folder: string): Promise<Database> => {
  // Read only when it is needed: every other command of `asof` would wait for it.
  const { PGlite } = await import("@electric-sql/pglite");
  return databaseOf(await PGlite.create(folder));
};
