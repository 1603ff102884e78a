import { randomUUID } from "node:crypto";
import { z } from "zod";
import { complain, say, sayJson } from "../terminal.ts";

export interface TokenOptions {
  readonly subject: string;
  readonly role: readonly string[];
  readonly hours: string;
  readonly server: string;
  readonly json: boolean;
}

const issuedSchema = z.object({ token: z.string(), id: z.string(), expiresAt: z.string() });
const problemSchema = z.object({ detail: z.string() });

/** `asof token`: asks a server for a token, with the administrator's in ASOF_TOKEN. */
export const tokenCommand = async ({ subject, role, hours, server, json }: TokenOptions): Promise<number> => {
  const administrator = process.env.ASOF_TOKEN;
  if (!administrator) {
    complain(
      "Put an administrator's token in ASOF_TOKEN: the one that asof serve showed at its first start.",
    );
    return 2;
  }
  let answer: Response;
  try {
    answer = await fetch(new URL("/v1/tokens", server), {
      method: "POST",
      headers: {
        authorization: `Bearer ${administrator}`,
        "content-type": "application/json",
        "idempotency-key": randomUUID(),
      },
      body: JSON.stringify({ subject, roles: role, seconds: Math.round(Number(hours) * 3600) }),
    });
  } catch (error) {
    complain(`${server} cannot be reached: ${(error as Error).message}. Is asof serve running there?`);
    return 1;
  }
  const body: unknown = await answer.json().catch(() => ({}));
  const issued = issuedSchema.safeParse(body);
  if (!issued.success) {
    complain(problemSchema.safeParse(body).data?.detail ?? `${server} answered ${answer.status}`);
    return 1;
  }
  if (json) sayJson(issued.data);
  else {
    say(`For ${subject} (${role.join(", ")}) until ${issued.data.expiresAt}; shown this once:`);
    say(issued.data.token);
  }
  return 0;
};
