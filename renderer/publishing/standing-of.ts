import type { Connection } from "../../main/contract/publish-calls.ts";

/** How a server stands, in a word: a sign-in that has ended is no token that a server refuses. */
export const standingOf = ({
  state,
  code,
}: Pick<Connection, "state" | "code">): Connection["state"] | "ended" =>
  state === "refused" && code === "sign-in-ended" ? "ended" : state;
