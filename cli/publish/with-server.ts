import type { FailureCode, ServingFailure } from "../../serving/client/failure.ts";
import { type ServingClient, servingClient } from "../../serving/client/serving-client.ts";
import { complain, sayJson } from "../terminal.ts";
import { fetchAsTold } from "./environment-way.ts";
import { readToken } from "./read-token.ts";

/** What every command takes that speaks to a server. */
export interface ServerOptions {
  readonly server: string;
  readonly tokenFile?: string;
  readonly plainHttp: boolean;
  readonly json: boolean;
}

/** Done, refused by the server, or never got that far. */
export const DONE = 0;
export const REFUSED = 1;
export const CANNOT = 2;

const NEXT: Partial<Record<FailureCode, string>> = {
  unreachable:
    "Is asof serve running there? If the command changed something, give it again: it is done once.",
  "bad-address": "For a network that nobody else is on there is --plain-http.",
  unauthenticated:
    "The token is missing, wrong, expired or revoked. An administrator issues a new one: asof token.",
  "wrong-role": "An administrator issues a token with that role: asof token.",
  "own-bundle": "Somebody who neither uploaded nor signed it has to judge it.",
  "stale-revision": "Somebody changed it meanwhile: look with asof strategies, and give the command again.",
  "unknown-strategy": "asof strategies lists those there are.",
  halted: "asof resume lets it answer again.",
  "candidate-in-the-way": "asof promote makes that one live, asof rollback withdraws it.",
};

/** Tells a failure and what to do next. */
export const tellFailure = (failure: ServingFailure, { json }: { readonly json: boolean }): number => {
  const next = NEXT[failure.code];
  if (json) sayJson({ ok: false, ...failure });
  else {
    complain(next === undefined ? failure.message : `${failure.message} ${next}`);
    for (const { path, message } of failure.errors) complain(`  ${path}: ${message}`);
  }
  return failure.status === null ? CANNOT : REFUSED;
};

/** Gives a client with the caller's token, or says what is missing. */
export const withServer = async (
  { server, tokenFile, plainHttp, json }: ServerOptions,
  act: (client: ServingClient) => Promise<number>,
): Promise<number> => {
  const read = await readToken(tokenFile);
  if (read.ok) {
    const { token } = read;
    return act(servingClient({ server, token: () => token, allowsPlainHttp: plainHttp, fetch: fetchAsTold }));
  }
  if (json) sayJson({ ok: false, code: "bad-token", message: read.message });
  else complain(read.message);
  return CANNOT;
};
