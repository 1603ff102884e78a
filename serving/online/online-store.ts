import type { ValueSet } from "../contract/value-set.ts";
import { KEPT_SETS } from "../registry/value-sets.ts";

interface Held {
  readonly set: ValueSet;
  readonly index: ReadonlyMap<string, number>;
}

/** A set with the place of each id in it. */
export type HeldSet = Held;

/**
 * The newest values of every strategy and factor, in memory. A set replaces the one before by one assignment, so a reader
 * has the old or the new, never some of both.
 */
export class OnlineStore {
  /** By kind, name and version; each list by `knownAt`, newest last. Lists are replaced, never changed. */
  private readonly sets = new Map<string, readonly Held[]>();
  /** Of sessions under way; each in place of the one before. */
  private readonly forming = new Map<string, Held>();
  private readonly listeners = new Set<(set: ValueSet) => void>();

  /** Takes a set in. Its arrays belong to the store from here on. */
  publish(set: ValueSet): void {
    if (set.ids.length !== set.values.length)
      throw new Error(`${set.name}: ${set.ids.length} ids have ${set.values.length} values`);
    const key = keyOf(set.kind, set.name, set.version);
    const before = this.sets.get(key) ?? [];
    // The same ids as before keep their index: building one is most of the work.
    const last = this.forming.get(key) ?? before.at(-1);
    const index = last && isSame(last.set.ids, set.ids) ? last.index : indexOf(set.ids);
    if (set.isForming) {
      this.forming.set(key, { set, index });
      for (const listener of this.listeners) listener(set);
      return;
    }
    if ((this.forming.get(key)?.set.asOf ?? set.asOf) <= set.asOf) this.forming.delete(key);
    const others = before.filter(({ set: other }) => other.knownAt !== set.knownAt);
    const after = [...others, { set, index }].sort((a, b) => a.set.knownAt - b.set.knownAt);
    this.sets.set(key, after.slice(-KEPT_SETS));
    for (const listener of this.listeners) listener(set);
  }

  /** Forgets sessions under way: who follows their ticks is another server now. */
  forgetForming(): void {
    this.forming.clear();
  }

  /**
   * The newest set that was known at an instant (UTC milliseconds), of sessions that are over; the newest of all, also
   * of one under way, when it is left out.
   */
  read(kind: ValueSet["kind"], name: string, version: number, knownBy?: number): Held | undefined {
    const key = keyOf(kind, name, version);
    const list = this.sets.get(key);
    if (knownBy === undefined) return this.forming.get(key) ?? list?.at(-1);
    return list?.findLast(({ set }) => set.knownAt <= knownBy);
  }

  onPublish(listener: (set: ValueSet) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
}

const keyOf = (kind: string, name: string, version: number): string => `${kind}/${name}/${version}`;

const indexOf = (ids: readonly string[]): ReadonlyMap<string, number> => new Map(ids.map((id, k) => [id, k]));

const isSame = (a: readonly string[], b: readonly string[]): boolean =>
  a === b || (a.length === b.length && a.every((id, k) => id === b[k]));
