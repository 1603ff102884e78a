import { servingClient } from "../../serving/client/serving-client.ts";
import { type Role, roleSchema } from "../../serving/contract/roles.ts";
import { tellFailure } from "../publish/with-server.ts";
import { complain, say, sayJson } from "../terminal.ts";

export interface TokenOptions {
  readonly subject: string;
  readonly role: readonly string[];
  readonly hours: string;
  readonly server: string;
  readonly json: boolean;
}

/** `asof token`: asks a server for a token, with the administrator's in ASOF_TOKEN. */
export const tokenCommand = async (options: TokenOptions): Promise<number> => {
  const { subject, role, hours, server, json } = options;
  const administrator = process.env.ASOF_TOKEN;
  if (!administrator) {
    complain(
      "Put an administrator's token in ASOF_TOKEN: the one that asof serve showed at its first start.",
    );
    return 2;
  }
  const unknown = role.find((name) => !roleSchema.safeParse(name).success);
  if (unknown !== undefined) {
    complain(`There is no role ${unknown}, only ${roleSchema.options.join(", ")}.`);
    return 2;
  }
  const client = servingClient({ server, token: () => administrator });
  const roles = role as readonly Role[];
  const body = { subject, roles: [...roles], seconds: Math.round(Number(hours) * 3600) };
  const issued = await client.ask("issueToken", { body });
  if (!issued.ok) return tellFailure(issued.failure, options);
  const { token, id, expiresAt } = issued.value;
  if (token === "") {
    complain(`A token was issued, and the answer with it was lost. Revoke it (${id}) and ask anew.`);
    return 1;
  }
  if (json) sayJson({ token, id, expiresAt });
  else {
    say(`For ${subject} (${role.join(", ")}) until ${expiresAt}; shown this once:`);
    say(token);
  }
  return 0;
};
