import { z } from "zod";
import type { Database } from "./database.ts";
import { recordFact } from "./record-fact.ts";

/** The store that a server brings. */
export interface OwnStore {
  readonly name: string;
  readonly folder: string;
  /** Whether it takes the place of the one that the registry has. */
  readonly replaces: boolean;
}

export interface RegistryStore {
  /** Why a server with this store may not compute, and what to do; null when it may. */
  refusal(): Promise<string | null>;
  /** Makes the store the registry's, if it is not yet. Throws where `refusal` says why. */
  claim(): Promise<void>;
}

const row = z.object({ name: z.string() });

/** Which store the values of a registry come from: the first that a server computed on, until another replaces it. */
export const registryStore = (database: Database, own: OwnStore, now: () => number): RegistryStore => {
  let mayReplace = own.replaces;
  const refusal = async () => {
    const [found] = await database.query("select name from data_store");
    if (!found || row.parse(found).name === own.name || mayReplace) return null;
    return `The store in ${own.folder} is not the one that this registry's values come from. Name that one's folder with --store, on a disk that both servers reach, or start with --no-store. To go over to this store for good, end the other servers and start with --replace-store.`;
  };
  return {
    refusal,
    claim: async () => {
      const refused = await refusal();
      if (refused) throw new Error(refused);
      const fact = { actor: "server", action: "store/chosen", subject: own.name, details: {} };
      await recordFact(database, new Date(now()).toISOString(), fact, null, async (queries) => {
        const [found] = await queries.query("select name from data_store");
        if (found && row.parse(found).name === own.name) return null;
        await queries.query(
          "insert into data_store (name) values ($1) on conflict (one) do update set name = excluded.name",
          [own.name],
        );
        return { status: 200, etag: null, body: "" };
      });
      mayReplace = false;
    },
  };
};
