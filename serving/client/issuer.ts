import * as oauth from "oauth4webapi";
import type { SignIn } from "../contract/sign-in.ts";
import { isPrivate } from "./address.ts";
import { NoWay } from "./fetch-through.ts";
import { type SignInResult, signInFailed } from "./sign-in-failure.ts";

const PATIENCE_MS = 15_000;

export interface IssuerOptions {
  readonly fetch?: typeof fetch;
  readonly signal?: AbortSignal;
}

/** An issuer as it describes itself, and how it is asked. */
export interface Issuer {
  readonly server: oauth.AuthorizationServer;
  readonly client: oauth.Client;
  /** Of every request; made anew, for each has its own patience. */
  options(): {
    readonly signal: AbortSignal;
    readonly [oauth.allowInsecureRequests]: boolean;
    readonly [oauth.customFetch]?: (url: string, init: object) => Promise<Response>;
  };
}

/** The address of an endpoint by which tokens travel, unless others could read along. */
const isSafe = (endpoint: string | undefined): boolean =>
  endpoint === undefined || (URL.canParse(endpoint) && isPrivate(new URL(endpoint)));

/** What an issuer's refusal, or silence, means for whoever signs in. */
export const issuerFailure = (error: unknown, issuer: string): SignInResult<never> => {
  if (error instanceof oauth.ResponseBodyError) {
    const said = error.error_description ?? error.error;
    return signInFailed("refused", `${issuer} refused: ${String(said).slice(0, 300)}.`);
  }
  const isDown = error instanceof Error && error.cause instanceof Response && error.cause.status >= 500;
  if (isDown) return signInFailed("unreachable", `${issuer} is out of order. Try again later.`);
  if (error instanceof oauth.OperationProcessingError || error instanceof oauth.UnsupportedOperationError)
    return signInFailed("refused", `${issuer} does not answer as it should: ${error.message}.`);
  if (error instanceof NoWay)
    return signInFailed("unreachable", `${issuer} cannot be reached: ${error.message}.`);
  return signInFailed("unreachable", `${issuer} cannot be reached. Try again when it answers.`);
};

/** Finds an issuer's endpoints by discovery. They are over HTTPS, or on this machine like the issuer itself. */
export const findIssuer = async (
  { issuer, clientId }: SignIn,
  { fetch: given, signal }: IssuerOptions,
): Promise<SignInResult<Issuer>> => {
  const url = new URL(issuer);
  if (!isPrivate(url))
    return signInFailed("refused", `${issuer} is not over https://, so nobody should sign in there.`);
  const options: Issuer["options"] = () => {
    const patience = AbortSignal.timeout(PATIENCE_MS);
    return {
      signal: signal ? AbortSignal.any([signal, patience]) : patience,
      [oauth.allowInsecureRequests]: url.protocol === "http:",
      ...(given && { [oauth.customFetch]: (address: string, init: object) => given(address, init) }),
    };
  };
  try {
    const server = await oauth.processDiscoveryResponse(url, await oauth.discoveryRequest(url, options()));
    const { token_endpoint, device_authorization_endpoint, revocation_endpoint } = server;
    if (![token_endpoint, device_authorization_endpoint, revocation_endpoint].every(isSafe))
      return signInFailed("refused", `${issuer} names an address that is not over https://.`);
    return { ok: true, value: { server, client: { client_id: clientId }, options } };
  } catch (error) {
    return issuerFailure(error, issuer);
  }
};
