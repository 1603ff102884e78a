import { canonicalJson } from "../../wire/canonical-json.ts";
import type { TrustedKey } from "../domain/bundle-checker.ts";
import type { Database } from "./database.ts";
import { recordFact } from "./record-fact.ts";

const ACTION = "keys/trusted";

/** Puts on record whose keys a server trusts, where that is not what was recorded last; before the first, nobody's. */
export const recordKeys = async (
  database: Database,
  now: string,
  trusted: readonly TrustedKey[],
): Promise<void> => {
  const keys = trusted.map(({ subject, fingerprint }) => `${subject} ${fingerprint}`).sort();
  const fact = { actor: "server", action: ACTION, subject: "keys", details: { keys } };
  await recordFact(database, now, fact, null, async (queries) => {
    const [last] = await queries.query(
      "select details from audit where action = $1 order by seq desc limit 1",
      [ACTION],
    );
    const before = last ? String(last.details) : canonicalJson({ keys: [] });
    return before === canonicalJson(fact.details) ? null : { status: 200, etag: null, body: "" };
  });
};
