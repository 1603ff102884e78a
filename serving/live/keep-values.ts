import type { ValueSet } from "../contract/value-set.ts";
import type { Services } from "../http/services.ts";
import type { SetStamp } from "../online/redis-values.ts";
import { readValueSets, writeValueSet } from "../registry/value-sets.ts";

/**
 * Values in memory, which answers, and in the registry, so that a server that starts has them again, and others on the
 * same registry have them too.
 *
 * @param share hands sets on to other servers by a shorter way, where there is one
 */
export const keepValues = (
  { database, online }: Pick<Services, "database" | "online">,
  share: (sets: readonly ValueSet[]) => void = () => {},
) => {
  let read = 0;
  const inPlace = ({ kind, name, version, knownAt }: SetStamp) => {
    const held = online.read(kind, name, version, knownAt)?.set;
    return held?.knownAt === knownAt ? held : undefined;
  };
  const take = (sets: readonly ValueSet[]): void => {
    for (const set of sets) online.publish(set);
  };
  return {
    /** Whether memory has a set, or one that was computed later in its place. */
    isKnown: (stamp: SetStamp): boolean => (inPlace(stamp)?.computedAt ?? -Infinity) >= stamp.computedAt,
    /** Takes sets of other servers into memory. */
    take,
    /** Reads what was written to the registry since the last time. */
    refresh: async (): Promise<void> => {
      const { sets, upTo } = await readValueSets(database, read);
      read = upTo;
      take(sets.filter((set) => inPlace(set)?.computedAt !== set.computedAt));
    },
    /** Puts sets that were computed here into memory, hands them on, and puts them on record. */
    publish: async (sets: readonly ValueSet[]): Promise<void> => {
      const whole = sets.map(inMilliseconds);
      take(whole);
      share(whole);
      for (const set of whole) await writeValueSet(database, set);
    },
  };
};

/** Instants as the registry keeps them, so that a set is the same one in every place; known no earlier than it was. */
const inMilliseconds = (set: ValueSet): ValueSet => ({
  ...set,
  asOf: Math.round(set.asOf),
  knownAt: Math.ceil(set.knownAt),
  computedAt: Math.round(set.computedAt),
});

export type KeptValues = ReturnType<typeof keepValues>;
