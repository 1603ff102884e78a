import type { ValueSet } from "../contract/value-set.ts";
import type { Services } from "../http/services.ts";
import { readValueSets, writeValueSet } from "../registry/value-sets.ts";

/**
 * Values in the registry, so that a server that starts has them again, and others on the same registry have them too;
 * the memory answers.
 */
export const keepValues = ({ database, online }: Pick<Services, "database" | "online">) => {
  let read = 0;
  const isKnown = ({ kind, name, version, knownAt, computedAt }: ValueSet): boolean => {
    const held = online.read(kind, name, version, knownAt)?.set;
    return held?.knownAt === knownAt && held.computedAt === computedAt;
  };
  return {
    /** Reads what was written since the last time. */
    refresh: async (): Promise<void> => {
      const { sets, upTo } = await readValueSets(database, read);
      read = upTo;
      for (const set of sets) if (!isKnown(set)) online.publish(set);
    },
    /** Puts sets into memory, and on record. Without a registry they are in memory alone. */
    publish: async (sets: readonly ValueSet[]): Promise<void> => {
      for (const set of sets) online.publish(set);
      for (const set of sets) await writeValueSet(database, set);
    },
  };
};

export type KeptValues = ReturnType<typeof keepValues>;
