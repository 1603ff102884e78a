import pg from "pg";
import { type Database, DatabaseUnavailable, type Queries } from "./database.ts";

const MOST_CONNECTIONS = 10;

/** The classes of SQLSTATE that speak of the server and not of the statement: connection, resources, operator, system. */
const AWAY = /^(08|53|57|58)/;

/**
 * A PostgreSQL server. An error that is about the connection, and not about the statement, becomes
 * `DatabaseUnavailable`; the pool connects again by itself.
 */
export const openPostgres = (connectionString: string): Database => {
  const pool = new pg.Pool({
    connectionString,
    max: MOST_CONNECTIONS,
    connectionTimeoutMillis: 3_000,
    statement_timeout: 10_000,
    idle_in_transaction_session_timeout: 10_000,
    application_name: "asof",
  });
  // An idle connection that breaks is replaced at the next question; without a listener it would end the process.
  pool.on("error", () => {});
  const asking = async <T>(ask: () => Promise<T>): Promise<T> => {
    try {
      return await ask();
    } catch (error) {
      throw translated(error);
    }
  };
  const queriesOf = (asked: Pick<pg.Pool, "query">): Queries => ({
    query: (text, values = []) => asking(async () => (await asked.query(text, [...values])).rows),
  });
  return {
    kind: "postgres",
    ...queriesOf(pool),
    transaction: async (act) => {
      const client = await asking(() => pool.connect());
      const unheard = () => {};
      client.on("error", unheard);
      let isBroken = false;
      try {
        const queries = queriesOf(client as unknown as pg.Pool);
        await queries.query("begin");
        const result = await act(queries);
        await queries.query("commit");
        return result;
      } catch (error) {
        isBroken = error instanceof DatabaseUnavailable;
        if (!isBroken)
          isBroken = await client.query("rollback").then(
            () => false,
            () => true,
          );
        throw error;
      } finally {
        client.off("error", unheard);
        client.release(isBroken);
      }
    },
    close: () => pool.end(),
  };
};

const translated = (error: unknown): unknown => {
  const { code, message } = error as { code?: string; message?: string };
  const isStatement = typeof code === "string" && /^[0-9A-Z]{5}$/.test(code) && !AWAY.test(code);
  return isStatement ? error : new DatabaseUnavailable(message ?? "the database is gone", { cause: error });
};
