import type { Database } from "./database.ts";
import { migrations } from "./migrations.ts";

/** Any number will do, as long as every server takes the same. */
const TURN = 8471;

/** Brings the registry's schema to the present, in one transaction; refuses one that is newer than this server. */
export const migrate = (database: Database): Promise<void> =>
  database.transaction(async (queries) => {
    await queries.query("select pg_advisory_xact_lock($1)", [TURN]);
    await queries.query("create table if not exists migrations (id integer primary key)");
    const done = (await queries.query("select id from migrations")).map(({ id }) => Number(id));
    const newest = migrations.at(-1)!.id;
    const unknown = done.filter((id) => id > newest);
    if (unknown.length > 0)
      throw new Error(
        `This registry has the schema ${Math.max(...unknown)}; this server knows ${newest}. Start a newer one.`,
      );
    for (const { id, statements } of migrations) {
      if (done.includes(id)) continue;
      for (const statement of statements) await queries.query(statement);
      await queries.query("insert into migrations (id) values ($1)", [id]);
    }
  });
