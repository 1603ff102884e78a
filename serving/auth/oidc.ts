import { createRemoteJWKSet, errors, jwtVerify } from "jose";
import { z } from "zod";
import { subjectSchema } from "../contract/names.ts";
import { roleSchema } from "../contract/roles.ts";
import { type SignIn, signInSchema } from "../contract/sign-in.ts";
import type { Actor } from "../domain/command.ts";

export interface OidcOptions {
  readonly issuer: string;
  readonly audience: string;
  /** The claim that lists roles; names that are none of ours count for nothing. */
  readonly rolesClaim: string;
  /** The public client by which people sign in on their own machines; null leaves getting a token to them. */
  readonly clientId: string | null;
  /** What that client asks for: with `offline_access` a sign-in lasts longer than its first token. */
  readonly scopes: readonly string[];
}

/** What the server tells whoever wants to sign in. */
export const signInOf = ({ issuer, audience, clientId, scopes }: OidcOptions): SignIn | null =>
  clientId === null ? null : signInSchema.parse({ issuer, audience, clientId, scopes });

/** Gives whose a token of the issuer is; null when it is not valid. */
export type OidcVerifier = (token: string) => Promise<Actor | null>;

const discovery = z.object({ issuer: z.string(), jwks_uri: z.url() });
const PATIENCE_MS = 5_000;

/** Signatures with public keys only: with a shared secret, who can check a token can make one. */
const ALGORITHMS = ["RS256", "PS256", "ES256", "ES384", "EdDSA"];

/** Accepts tokens of an OpenID Connect issuer. Its keys are found by discovery, at the first token. */
export const verifyOidc = ({
  issuer,
  audience,
  rolesClaim,
}: Pick<OidcOptions, "issuer" | "audience" | "rolesClaim">): OidcVerifier => {
  let keys: Promise<ReturnType<typeof createRemoteJWKSet>> | undefined;
  const discover = async () => {
    const address = `${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`;
    const response = await fetch(address, { signal: AbortSignal.timeout(PATIENCE_MS), redirect: "error" });
    const found = discovery.parse(await response.json());
    if (found.issuer !== issuer) throw new Error(`${address} is of the issuer ${found.issuer}`);
    return createRemoteJWKSet(new URL(found.jwks_uri), { timeoutDuration: PATIENCE_MS });
  };
  return async (token) => {
    keys ??= discover().catch((error: unknown) => {
      keys = undefined;
      throw error;
    });
    try {
      const { payload } = await jwtVerify(token, await keys, {
        issuer,
        audience,
        algorithms: ALGORITHMS,
        requiredClaims: ["exp", "sub"],
      });
      const subject = subjectSchema.safeParse(`oidc:${payload.sub}`);
      const listed = z.array(z.string()).safeParse(payload[rolesClaim]);
      const roles = (listed.data ?? []).flatMap((name) => roleSchema.safeParse(name).data ?? []);
      return subject.success ? { subject: subject.data, roles } : null;
    } catch (error) {
      // What jose finds wrong with a token is the caller's; an issuer that cannot be reached is not.
      if (error instanceof errors.JOSEError && !(error instanceof errors.JWKSTimeout)) return null;
      throw error;
    }
  };
};
