import { type createClient, RESP_TYPES } from "@redis/client";
import { z } from "zod";
import { groupBy } from "../../store/panel/group-by.ts";
import { type ValueSet, valueSetSchema } from "../contract/value-set.ts";
import { KEPT_SETS } from "../registry/value-sets.ts";
import { readFrame, writeFrame } from "./value-frame.ts";

export type RedisClient = ReturnType<typeof createClient>;

/** What names a set: `kind/name/version/knownAt`. */
type SetName = string;
/** When each set was computed, by its name. */
type Stamps = Readonly<Record<SetName, number>>;
/** Enough of a set to know whether it is in memory. */
export type SetStamp = Pick<ValueSet, "kind" | "name" | "version" | "knownAt" | "computedAt">;

/** Frames of versions that nobody computes any more go by themselves; the registry has them still. */
const KEPT_SECONDS = 30 * 86_400;
/** How many frames are on their way at a time. */
const PAGE = 50;

const stampsSchema = z.record(z.string(), z.coerce.number());
const stampSchema = valueSetSchema.pick({ kind: true, name: true }).extend({
  version: z.coerce.number(),
  knownAt: z.coerce.number(),
  computedAt: z.number(),
});

export const nameOf = ({ kind, name, version, knownAt }: Omit<SetStamp, "computedAt">): SetName =>
  `${kind}/${name}/${version}/${knownAt}`;

const stampsOf = (stamps: Stamps): readonly SetStamp[] =>
  Object.entries(stamps).map(([of, computedAt]) => {
    const [kind, name, version, knownAt] = of.split("/");
    return stampSchema.parse({ kind, name, version, knownAt, computedAt });
  });

/**
 * The values of one registry in Redis: a frame for each set, an index of all with when each was computed, and notices of
 * what was written. Registries that share a Redis do not meet.
 *
 * @param registry what tells this registry from others
 */
export const redisValues = (registry: string) => {
  const index = `asof:${registry}:values`;
  const frameKey = (name: SetName) => `${index}:${name}`;
  return {
    /** Hears of what is written from now on. */
    follow: (client: RedisClient, listener: (stamps: readonly SetStamp[]) => void): Promise<void> =>
      client.subscribe(index, (message) => listener(stampsOf(stampsSchema.parse(JSON.parse(message))))),

    /** What is there. */
    stamps: async (client: RedisClient): Promise<readonly SetStamp[]> =>
      stampsOf(stampsSchema.parse(await client.hGetAll(index))),

    /** Reads sets; one that is gone meanwhile is left out. */
    read: async (client: RedisClient, stamps: readonly SetStamp[]): Promise<readonly ValueSet[]> => {
      const names = stamps.map(nameOf);
      const binary = client.withTypeMapping({ [RESP_TYPES.BLOB_STRING]: Buffer });
      const sets: ValueSet[] = [];
      for (let k = 0; k < names.length; k += PAGE) {
        const frames = await binary.mGet(names.slice(k, k + PAGE).map(frameKey));
        for (const frame of frames) if (frame !== null) sets.push(readFrame(frame as unknown as Buffer));
      }
      return sets;
    },

    /** Writes sets, tells of them, and forgets the oldest ones of their versions: all at once or not at all. */
    write: async (client: RedisClient, sets: readonly ValueSet[]): Promise<void> => {
      const written = Object.fromEntries(sets.map((set) => [nameOf(set), set.computedAt]));
      const known = { ...stampsSchema.parse(await client.hGetAll(index)), ...written };
      const multi = client.multi();
      for (const set of sets)
        multi.set(frameKey(nameOf(set)), writeFrame(set), {
          expiration: { type: "EX", value: KEPT_SECONDS },
        });
      for (const [name, computedAt] of Object.entries(written)) multi.hSet(index, name, String(computedAt));
      const forgotten = forgettable(known);
      if (forgotten.length > 0) multi.hDel(index, forgotten).del(forgotten.map(frameKey));
      multi.publish(index, JSON.stringify(written));
      await multi.exec();
    },
  };
};

/** All but the newest sets of each version, and those whose frames are gone by now. */
const forgettable = (known: Stamps): SetName[] => {
  const newest = Math.max(...Object.values(known));
  const gone = Object.keys(known).filter((name) => newest - known[name]! > KEPT_SECONDS * 1_000);
  const versionOf = (name: SetName) => name.slice(0, name.lastIndexOf("/"));
  const knownAt = (name: SetName) => Number(name.slice(name.lastIndexOf("/") + 1));
  const versions = [...groupBy(Object.keys(known), versionOf).values()];
  const crowded = versions.flatMap((names) =>
    names.toSorted((a, b) => knownAt(b) - knownAt(a)).slice(KEPT_SETS),
  );
  return [...new Set([...gone, ...crowded])];
};
