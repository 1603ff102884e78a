import { canonicalJson } from "../../wire/canonical-json.ts";
import type { Database, Queries } from "./database.ts";
import { type Repeatable, type StoredAnswer, takeTurn } from "./turn.ts";

export interface Fact {
  readonly actor: string;
  readonly action: string;
  readonly subject: string;
  readonly details: unknown;
}

/**
 * One transaction for what is no command of a strategy (a bundle taken in, a token, a policy): `write` and its audit
 * entry, event and answer, together or not at all. `write` gives the answer, or null to leave all as it is.
 */
export const recordFact = (
  database: Database,
  now: string,
  fact: Fact,
  repeatable: Repeatable | null,
  write: (queries: Queries) => Promise<StoredAnswer | null>,
): Promise<StoredAnswer | "key-reused" | null> =>
  database.transaction(async (queries) => {
    const turn = await takeTurn(queries, now);
    if (repeatable) {
      const before = await turn.answered(repeatable);
      if (before === "other") return "key-reused";
      if (before) return before;
    }
    const answer = await write(queries);
    if (answer === null) return null;
    const { actor, action, subject, details } = fact;
    await turn.record({ actor, action, subject, details: canonicalJson(details) }, { subject });
    if (repeatable) await turn.answer(repeatable, answer);
    return answer;
  });
