import { type AuditFacts, chainEntry } from "../domain/audit-chain.ts";
import type { Queries } from "./database.ts";
import { answerRow, headRow } from "./rows.ts";

/** Who may repeat a request, and how it is known again. */
export interface Repeatable {
  readonly actor: string;
  readonly key: string;
  /** Of method, address and body: another request under the same key is refused. */
  readonly fingerprint: string;
}

export interface StoredAnswer {
  readonly status: number;
  readonly etag: string | null;
  readonly body: string;
}

/** The answer that was given to a request before; "other" where its key belongs to another request. */
export const findAnswer = async (
  queries: Queries,
  { actor, key, fingerprint }: Repeatable,
): Promise<StoredAnswer | "other" | null> => {
  const [found] = await queries.query(
    "select fingerprint, status, etag, body from answers where actor = $1 and key = $2",
    [actor, key],
  );
  if (!found) return null;
  const { fingerprint: before, ...answer } = answerRow.parse(found);
  return before === fingerprint ? answer : "other";
};

/**
 * One command's turn within its transaction. Turns are taken one after the other, on however many servers, because each
 * begins by locking the end of the audit log: so the log has no gap, and events come in the order they were committed.
 */
export const takeTurn = async (queries: Queries, now: string) => {
  const [row] = await queries.query("select seq, hash from audit_head for update");
  let head = headRow.parse(row);
  return {
    /** Adds to the audit log, and to what the stream tells. */
    record: async (facts: Omit<AuditFacts, "at">, payload: unknown): Promise<number> => {
      const entry = chainEntry(head, { ...facts, at: now });
      head = { seq: entry.seq, hash: entry.hash };
      await queries.query(
        `insert into audit (seq, at, actor, action, subject, details, previous_hash, hash)
         values ($1, $2, $3, $4, $5, $6, $7, $8)`,
        [
          entry.seq,
          entry.at,
          entry.actor,
          entry.action,
          entry.subject,
          entry.details,
          entry.previousHash,
          entry.hash,
        ],
      );
      await queries.query("update audit_head set seq = $1, hash = $2", [head.seq, head.hash]);
      await queries.query("insert into outbox (seq, at, topic, payload) values ($1, $2, $3, $4)", [
        entry.seq,
        now,
        facts.action,
        JSON.stringify(payload),
      ]);
      return entry.seq;
    },
    /** The answer that was given to this request before. */
    answered: (repeatable: Repeatable) => findAnswer(queries, repeatable),
    answer: async ({ actor, key, fingerprint }: Repeatable, answer: StoredAnswer): Promise<void> => {
      await queries.query(
        "insert into answers (actor, key, fingerprint, status, etag, body, at) values ($1, $2, $3, $4, $5, $6, $7)",
        [actor, key, fingerprint, answer.status, answer.etag, answer.body, now],
      );
    },
  };
};

export type Turn = Awaited<ReturnType<typeof takeTurn>>;
