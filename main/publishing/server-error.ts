import type { FailureCode, ServingFailure } from "../../serving/client/failure.ts";
import { type WireResult, wireError } from "../../wire/contract.ts";

/** The client's own codes, as the window knows them; a server's are the same on both sides. */
const CODES: Partial<Record<FailureCode, string>> = {
  unreachable: "offline",
  cancelled: "offline",
  "no-such-server": "no-server",
  "bad-address": "no-server",
  "bad-token": "unauthenticated",
};

/** A server's refusal, or its silence, as it crosses to the window. */
export const serverError = ({ code, message, request, errors }: ServingFailure): WireResult<never> =>
  wireError(CODES[code] ?? code, message, {
    ...(request === null ? {} : { request }),
    ...(errors.length === 0 ? {} : { errors }),
  });
