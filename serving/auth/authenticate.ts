import type { Actor } from "../domain/command.ts";
import { type Database, DatabaseUnavailable } from "../registry/database.ts";
import type { TokenRecord } from "../registry/rows.ts";
import { findToken } from "../registry/tokens.ts";
import type { OidcVerifier } from "./oidc.ts";
import { isSameHash, readToken } from "./token-text.ts";

/** How long a token that was looked up is believed: what another server revoked ends here after this. */
const BELIEVED_MS = 5_000;
/** The same while the database cannot be asked: signals go on being answered. */
const BELIEVED_WITHOUT_DATABASE_MS = 300_000;
const MOST_REMEMBERED = 10_000;

export interface Authenticator {
  /**
   * Whose an `Authorization` header is; null when it is nobody's.
   *
   * @param beforeLookUp is asked before the database is, for a token that has not been seen here; what it throws ends it
   */
  authenticate(header: string | undefined, beforeLookUp?: () => Promise<void>): Promise<Actor | null>;
  /** Looks a token up anew at its next use. */
  forget(id: string): void;
}

export const createAuthenticator = (
  database: Database,
  now: () => number,
  oidc: OidcVerifier | null,
): Authenticator => {
  const remembered = new Map<string, { readonly record: TokenRecord | undefined; readonly at: number }>();

  const lookUp = async (
    id: string,
    beforeLookUp: (() => Promise<void>) | undefined,
  ): Promise<TokenRecord | undefined> => {
    const known = remembered.get(id);
    if (known && now() - known.at < BELIEVED_MS) return known.record;
    if (!known?.record) await beforeLookUp?.();
    try {
      const record = await findToken(database, id);
      if (remembered.size >= MOST_REMEMBERED) remembered.clear();
      remembered.set(id, { record, at: now() });
      return record;
    } catch (error) {
      if (error instanceof DatabaseUnavailable && known && now() - known.at < BELIEVED_WITHOUT_DATABASE_MS)
        return known.record;
      throw error;
    }
  };

  return {
    authenticate: async (header, beforeLookUp) => {
      const text = /^Bearer ([!-~]{1,8192})$/i.exec(header ?? "")?.[1];
      if (text === undefined) return null;
      const asked = readToken(text);
      if (!asked) return oidc !== null && text.split(".").length === 3 ? oidc(text) : null;
      const record = await lookUp(asked.id, beforeLookUp);
      if (!record || !isSameHash(record.secretHash, asked.secretHash)) return null;
      if (record.revokedAt !== null || Date.parse(record.expiresAt) <= now()) return null;
      return { subject: record.subject, roles: record.roles };
    },
    forget: (id) => void remembered.delete(id),
  };
};
