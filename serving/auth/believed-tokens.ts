import { type Database, DatabaseUnavailable } from "../registry/database.ts";
import type { TokenRecord } from "../registry/rows.ts";
import { findToken } from "../registry/tokens.ts";

/** How long a token that was looked up is believed: what another server revoked ends here after this. */
const BELIEVED_MS = 5_000;
/** One in use is looked up again before that, so that none of its requests waits for the database. */
const LOOKED_UP_AGAIN_MS = 2_500;
/** How long it is believed while the database cannot be asked: signals go on being answered. */
const BELIEVED_WITHOUT_DATABASE_MS = 300_000;
const MOST_REMEMBERED = 10_000;

export interface BelievedTokens {
  /**
   * The record of a token; undefined when there is none.
   *
   * @param beforeLookUp is asked before the database is, for a token that has not been seen here; what it throws ends it
   */
  find(id: string, beforeLookUp?: () => Promise<void>): Promise<TokenRecord | undefined>;
  /** Looks a token up anew at its next use. */
  forget(id: string): void;
}

/** Records of tokens, from the registry and for a while from memory. */
export const believedTokens = (database: Database, now: () => number): BelievedTokens => {
  const remembered = new Map<string, { readonly record: TokenRecord | undefined; readonly at: number }>();
  const underWay = new Map<string, Promise<TokenRecord | undefined>>();

  /** Requests that come while a token is being looked up wait for that answer: each asking anew would hold up all. */
  const lookUp = (id: string): Promise<TokenRecord | undefined> => {
    const begun = underWay.get(id);
    if (begun) return begun;
    const asking: Promise<TokenRecord | undefined> = findToken(database, id)
      .then((record) => {
        // One that was forgotten meanwhile may have been read before it was revoked.
        if (underWay.get(id) !== asking) return record;
        if (remembered.size >= MOST_REMEMBERED) remembered.clear();
        remembered.set(id, { record, at: now() });
        return record;
      })
      .finally(() => {
        if (underWay.get(id) === asking) underWay.delete(id);
      });
    underWay.set(id, asking);
    return asking;
  };

  return {
    find: async (id, beforeLookUp) => {
      const known = remembered.get(id);
      const age = known ? now() - known.at : Number.POSITIVE_INFINITY;
      if (known && age < BELIEVED_MS) {
        if (known.record && age >= LOOKED_UP_AGAIN_MS) lookUp(id).catch(() => {});
        return known.record;
      }
      if (!known?.record) await beforeLookUp?.();
      try {
        return await lookUp(id);
      } catch (error) {
        if (error instanceof DatabaseUnavailable && known && age < BELIEVED_WITHOUT_DATABASE_MS)
          return known.record;
        throw error;
      }
    },
    forget: (id) => {
      remembered.delete(id);
      underWay.delete(id);
    },
  };
};
