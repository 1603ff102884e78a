import * as oauth from "oauth4webapi";
import type { SignIn } from "../contract/sign-in.ts";
import { isPrivate } from "./address.ts";
import { type Grant, grantOf } from "./grant.ts";
import { findIssuer, type Issuer, type IssuerOptions, issuerFailure } from "./issuer.ts";
import { type SignInResult, signInFailed } from "./sign-in-failure.ts";

export interface DeviceOptions extends IssuerOptions {
  /** Waits; resolves early when it is not worth waiting any more. */
  readonly wait?: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
  readonly now?: () => number;
}

/** What a person does elsewhere: open an address, and enter a code. */
export interface DeviceCode {
  readonly userCode: string;
  readonly address: string;
  /** The same address with the code in it, where the issuer has one. */
  readonly completeAddress: string | null;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

export interface DeviceSignIn {
  readonly code: DeviceCode;
  /** Settles when the person has signed in, or not. */
  readonly granted: Promise<SignInResult<Grant>>;
}

/** What is asked for when the issuer says nothing else, and how much slower when it says so. @source RFC 8628, 3.5 */
const INTERVAL_S = 5;
const SLOWER_S = 5;
const LONGEST_S = 60;

const waitFor = (milliseconds: number, signal?: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal?.addEventListener("abort", () => resolve(clearTimeout(timer)), { once: true });
  });

/** It is shown to a person. */
const CODE = /^[!-~][ -~]{0,39}$/;
const LATE = "The code has expired before anybody signed in with it. Begin again.";

/** Asks for the tokens until the person has decided, no more often than the issuer wants. */
const poll = async (
  signIn: SignIn,
  { server, client, options }: Issuer,
  asked: oauth.DeviceAuthorizationResponse,
  expiresAt: number,
  { signal, wait = waitFor, now = Date.now }: DeviceOptions,
): Promise<SignInResult<Grant>> => {
  let interval = asked.interval ?? INTERVAL_S;
  for (;;) {
    await wait(1_000 * interval, signal);
    if (signal?.aborted) return signInFailed("cancelled", "The sign-in was cancelled.");
    if (now() >= expiresAt) return signInFailed("expired", LATE);
    try {
      const answer = await oauth.deviceCodeGrantRequest(
        server,
        client,
        oauth.None(),
        asked.device_code,
        options(),
      );
      const tokens = await oauth.processDeviceCodeResponse(server, client, answer);
      return { ok: true, value: grantOf(signIn, tokens, null, now()) };
    } catch (error) {
      if (signal?.aborted) return signInFailed("cancelled", "The sign-in was cancelled.");
      const said = error instanceof oauth.ResponseBodyError ? error.error : null;
      if (said === "authorization_pending") continue;
      if (said === "slow_down") interval += SLOWER_S;
      else if (said === "access_denied")
        return signInFailed("denied", "The sign-in was refused in the browser.");
      else if (said === "expired_token") return signInFailed("expired", LATE);
      else {
        const failed = issuerFailure(error, signIn.issuer);
        if (failed.ok || failed.failure.code !== "unreachable") return failed;
        // Lost on the way: asked again, and less often. @source RFC 8628, 3.5
        interval = Math.min(2 * interval, LONGEST_S);
      }
    }
  }
};

/** Begins a sign-in on a machine that has no place for an issuer to come back to. @source RFC 8628 */
export const beginDeviceSignIn = async (
  signIn: SignIn,
  options: DeviceOptions = {},
): Promise<SignInResult<DeviceSignIn>> => {
  const { issuer, scopes, audience } = signIn;
  const found = await findIssuer(signIn, options);
  if (!found.ok) return found;
  const { server, client, options: asking } = found.value;
  if (server.device_authorization_endpoint === undefined)
    return signInFailed("refused", `${issuer} offers no sign-in by a code. Ask for a token instead.`);
  try {
    const response = await oauth.deviceAuthorizationRequest(
      server,
      client,
      oauth.None(),
      { scope: scopes.join(" "), audience },
      asking(),
    );
    const asked = await oauth.processDeviceAuthorizationResponse(server, client, response);
    const { verification_uri: address, verification_uri_complete: complete = null } = asked;
    for (const url of complete === null ? [address] : [address, complete])
      if (!URL.canParse(url) || !isPrivate(new URL(url)))
        return signInFailed("refused", `${issuer} names an address to sign in at that is not over https://.`);
    if (!CODE.test(asked.user_code))
      return signInFailed("refused", `${issuer} gives a code that nobody can type.`);
    const expiresAt = (options.now ?? Date.now)() + 1_000 * asked.expires_in;
    const code = { userCode: asked.user_code, address, completeAddress: complete, expiresAt };
    return {
      ok: true,
      value: { code, granted: poll(signIn, found.value, asked, expiresAt, options) },
    };
  } catch (error) {
    return issuerFailure(error, issuer);
  }
};
