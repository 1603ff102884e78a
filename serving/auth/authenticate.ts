import type { Actor } from "../domain/command.ts";
import type { Database } from "../registry/database.ts";
import { believedTokens } from "./believed-tokens.ts";
import type { OidcVerifier } from "./oidc.ts";
import { isSameHash, readToken } from "./token-text.ts";

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
  const tokens = believedTokens(database, now);
  return {
    authenticate: async (header, beforeLookUp) => {
      const text = /^Bearer ([!-~]{1,8192})$/i.exec(header ?? "")?.[1];
      if (text === undefined) return null;
      const asked = readToken(text);
      if (!asked) return oidc !== null && text.split(".").length === 3 ? oidc(text) : null;
      const record = await tokens.find(asked.id, beforeLookUp);
      if (!record || !isSameHash(record.secretHash, asked.secretHash)) return null;
      if (record.revokedAt !== null || Date.parse(record.expiresAt) <= now()) return null;
      return { subject: record.subject, roles: record.roles };
    },
    forget: tokens.forget,
  };
};
