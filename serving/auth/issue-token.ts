import type { Role } from "../contract/roles.ts";
import type { Database } from "../registry/database.ts";
import { recordFact } from "../registry/record-fact.ts";
import { insertToken, listTokens } from "../registry/tokens.ts";
import { makeToken } from "./token-text.ts";

const BOOTSTRAP_SECONDS = 30 * 24 * 3600;

export interface TokenWish {
  readonly subject: string;
  readonly roles: readonly Role[];
  readonly seconds: number;
  readonly issuedBy: string;
}

/** A new token and its record, not yet written. */
export const prepareToken = ({ subject, roles, seconds, issuedBy }: TokenWish, now: number) => {
  const { id, text, secretHash } = makeToken();
  const record = {
    id,
    secretHash,
    subject,
    roles: [...new Set(roles)],
    issuedBy,
    issuedAt: new Date(now).toISOString(),
    expiresAt: new Date(now + seconds * 1000).toISOString(),
    revokedAt: null,
  };
  return { text, record };
};

/** Issues a token by the server's own hand; gives its text. */
export const issueToken = async (database: Database, wish: TokenWish, now: number): Promise<string> => {
  const { text, record } = prepareToken(wish, now);
  const { secretHash: _, ...details } = record;
  const fact = { actor: wish.issuedBy, action: "token/issued", subject: record.id, details };
  await recordFact(database, record.issuedAt, fact, null, async (queries) => {
    await insertToken(queries, record);
    return { status: 201, etag: null, body: "" };
  });
  return text;
};

/** The first token of a new registry, for an administrator; null when there has been one. It is shown once. */
export const issueFirstToken = async (database: Database, now: number): Promise<string | null> => {
  if ((await listTokens(database)).length > 0) return null;
  return issueToken(
    database,
    { subject: "bootstrap", roles: ["admin"], seconds: BOOTSTRAP_SECONDS, issuedBy: "server" },
    now,
  );
};
