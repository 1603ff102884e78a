import { beginDeviceSignIn, type DeviceOptions } from "../../serving/client/device-sign-in.ts";
import { servingClient } from "../../serving/client/serving-client.ts";
import { complain, say, sayJson } from "../terminal.ts";
import { fetchAsTold } from "./environment-way.ts";
import { CANNOT, DONE, REFUSED, type ServerOptions, tellFailure } from "./with-server.ts";

export type SignInOptions = Omit<ServerOptions, "tokenFile">;

/**
 * `asof sign-in`: prints a token and keeps none, for there is no place for it that only this user opens. What a person
 * reads goes to the other stream, so that `export ASOF_TOKEN=$(asof sign-in)` is all there is to do. It asks for no
 * refresh token: one that nobody keeps is one that nobody revokes.
 */
export const signInCommand = async (
  { server, plainHttp, json }: SignInOptions,
  device: Pick<DeviceOptions, "wait"> = {},
): Promise<number> => {
  const fail = (code: string, message: string, exit: number): number => {
    if (json) sayJson({ ok: false, code, message });
    else complain(message);
    return exit;
  };
  const clientOf = (token: string | null) =>
    servingClient({ server, token: () => token, allowsPlainHttp: plainHttp, fetch: fetchAsTold });
  const told = await clientOf(null).ask("getSignIn", {});
  if (!told.ok) return tellFailure(told.failure, { json });
  const { signIn } = told.value;
  if (signIn === null)
    return fail("not-offered", "This server takes its own tokens only: asof token issues one.", REFUSED);
  const scopes = signIn.scopes.filter((scope) => scope !== "offline_access");
  const begun = await beginDeviceSignIn({ ...signIn, scopes }, { fetch: fetchAsTold, ...device });
  if (!begun.ok) return fail(begun.failure.code, begun.failure.message, CANNOT);
  const { code, granted } = begun.value;
  complain(`Open ${code.address} and enter ${code.userCode}. Waiting until you have signed in there.`);
  const result = await granted;
  if (!result.ok) return fail(result.failure.code, result.failure.message, REFUSED);
  const { accessToken, expiresAt } = result.value;
  const me = await clientOf(accessToken).ask("whoAmI", {});
  if (!me.ok) return tellFailure(me.failure, { json });
  const until = new Date(expiresAt).toISOString();
  complain(`You are ${me.value.subject} (${me.value.roles.join(", ")}) until ${until}.`);
  if (json) sayJson({ ok: true, token: accessToken, expiresAt: until, ...me.value });
  else say(accessToken);
  return DONE;
};
