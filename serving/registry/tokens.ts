import type { Role } from "../contract/roles.ts";
import type { Queries } from "./database.ts";
import { type TokenRecord, tokenRow } from "./rows.ts";

export const insertToken = (queries: Queries, token: TokenRecord & { readonly roles: readonly Role[] }) =>
  queries.query(
    `insert into tokens (id, secret_hash, subject, roles, issued_by, issued_at, expires_at)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [
      token.id,
      token.secretHash,
      token.subject,
      JSON.stringify(token.roles),
      token.issuedBy,
      token.issuedAt,
      token.expiresAt,
    ],
  );

export const findToken = async (queries: Queries, id: string): Promise<TokenRecord | undefined> => {
  const [row] = await queries.query("select * from tokens where id = $1", [id]);
  return row && tokenRow.parse(row);
};

export const listTokens = async (queries: Queries): Promise<readonly TokenRecord[]> =>
  (await queries.query("select * from tokens order by issued_at, id")).map((row) => tokenRow.parse(row));

/** Revokes a token that is not revoked yet; whether there was one. */
export const revokeToken = async (queries: Queries, id: string, now: string): Promise<boolean> =>
  (
    await queries.query(
      "update tokens set revoked_at = $2 where id = $1 and revoked_at is null returning id",
      [id, now],
    )
  ).length > 0;
