import * as oauth from "oauth4webapi";
import { z } from "zod";
import { type SignIn, signInSchema } from "../contract/sign-in.ts";
import { findIssuer, type IssuerOptions, issuerFailure } from "./issuer.ts";
import { type SignInResult, signInFailed } from "./sign-in-failure.ts";

/** What an issuer gave for a sign-in. All of it is secret. */
export const grantSchema = z.object({
  signIn: signInSchema,
  accessToken: z.string().min(1),
  /** Null when the sign-in ends with its first token. */
  refreshToken: z.string().min(1).nullable(),
  /** When the access token ends, and when it is time to ask for the next: milliseconds since 1970. */
  expiresAt: z.number(),
  renewAt: z.number(),
});
export type Grant = z.infer<typeof grantSchema>;

/** Of an issuer that does not say. */
const LIFE_WHEN_UNSAID_S = 300;
/** New tokens are asked for this long before the old ones end, so that none ends on its way. */
const BEFORE_S = 60;

/** A token endpoint's answer as what is kept; a refresh token that was not replaced goes on. */
export const grantOf = (
  signIn: SignIn,
  { access_token, refresh_token, expires_in }: oauth.TokenEndpointResponse,
  refreshBefore: string | null,
  now: number,
): Grant => {
  const life = expires_in ?? LIFE_WHEN_UNSAID_S;
  return {
    signIn,
    accessToken: access_token,
    refreshToken: refresh_token ?? refreshBefore,
    expiresAt: now + 1_000 * life,
    renewAt: now + 1_000 * Math.max(life - BEFORE_S, life / 2),
  };
};

/** The next tokens of a sign-in; "ended" when its issuer gives no more. */
export const refreshGrant = async (
  { signIn, refreshToken }: Grant,
  options: IssuerOptions & { readonly now?: () => number } = {},
): Promise<SignInResult<Grant>> => {
  const { issuer } = signIn;
  if (refreshToken === null) return signInFailed("ended", `The sign-in at ${issuer} has ended.`);
  const found = await findIssuer(signIn, options);
  if (!found.ok) return found;
  const { server, client, options: asking } = found.value;
  try {
    const response = await oauth.refreshTokenGrantRequest(
      server,
      client,
      oauth.None(),
      refreshToken,
      asking(),
    );
    const tokens = await oauth.processRefreshTokenResponse(server, client, response);
    return { ok: true, value: grantOf(signIn, tokens, refreshToken, (options.now ?? Date.now)()) };
  } catch (error) {
    if (error instanceof oauth.ResponseBodyError && error.error === "invalid_grant")
      return signInFailed("ended", `The sign-in at ${issuer} has ended.`);
    return issuerFailure(error, issuer);
  }
};

/** Tells the issuer that a sign-in is over, where it can be told. What it says to that changes nothing here. */
export const revokeGrant = async (
  { signIn, refreshToken, accessToken }: Grant,
  options: IssuerOptions = {},
): Promise<void> => {
  const found = await findIssuer(signIn, options);
  if (!found.ok || found.value.server.revocation_endpoint === undefined) return;
  const { server, client, options: asking } = found.value;
  await oauth
    .revocationRequest(server, client, oauth.None(), refreshToken ?? accessToken, asking())
    .catch(() => {});
};
