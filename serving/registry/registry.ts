import type { AuditEntry } from "../contract/audit.ts";
import type { Strategy } from "../contract/lifecycle.ts";
import { defaultPolicy, type Policy } from "../contract/policy.ts";
import { CHAIN_START, type ChainHead, followChain } from "../domain/audit-chain.ts";
import type { Queries } from "./database.ts";
import {
  auditRow,
  type BundleRecord,
  bundleRow,
  headRow,
  type OutboxEvent,
  outboxRow,
  policyRow,
  strategyRow,
} from "./rows.ts";

/** How many entries of the log are read at a time. */
const PAGE = 1000;

/** What is asked of the registry without changing it. */
export const readRegistry = (database: Queries) => ({
  strategies: async (): Promise<readonly Strategy[]> =>
    (await database.query("select state from strategies order by id")).map((row) => strategyRow.parse(row)),

  strategy: async (id: string): Promise<Strategy | undefined> => {
    const [row] = await database.query("select state from strategies where id = $1", [id]);
    return row && strategyRow.parse(row);
  },

  bundle: async (digest: string): Promise<BundleRecord | undefined> => {
    const [row] = await database.query(
      "select digest, signed_by, evidence, uploaded_by, uploaded_at from bundles where digest = $1",
      [digest],
    );
    return row && bundleRow.parse(row);
  },

  document: async (digest: string): Promise<string | undefined> => {
    const [row] = await database.query("select document from bundles where digest = $1", [digest]);
    return row && String(row.document);
  },

  policy: async (desk: string): Promise<{ readonly revision: number; readonly policy: Policy }> => {
    const [row] = await database.query("select revision, policy from policies where desk = $1", [desk]);
    return row ? policyRow.parse(row) : { revision: 0, policy: defaultPolicy };
  },

  audit: async (after: number, limit: number): Promise<readonly AuditEntry[]> => {
    const rows = await database.query("select * from audit where seq > $1 order by seq limit $2", [
      after,
      limit,
    ]);
    return rows.map((row) => auditRow.parse(row));
  },

  events: async (after: number, limit: number): Promise<readonly OutboxEvent[]> => {
    const rows = await database.query(
      "select seq, at, topic, payload from outbox where seq > $1 order by seq limit $2",
      [after, limit],
    );
    return rows.map((row) => outboxRow.parse(row));
  },

  head: async (): Promise<ChainHead> => {
    const [row] = await database.query("select seq, hash from audit_head");
    return headRow.parse(row);
  },
});

export type RegistryReader = ReturnType<typeof readRegistry>;

/** Follows the whole log, and holds its end against the head that is kept beside it. */
export const verifyAudit = async (
  reader: RegistryReader,
): Promise<
  | { readonly verified: true; readonly head: ChainHead }
  | { readonly verified: false; readonly brokenAt: number }
> => {
  const wanted = await reader.head();
  let head: ChainHead = { seq: 0, hash: CHAIN_START };
  while (head.seq < wanted.seq) {
    const page = await reader.audit(head.seq, Math.min(PAGE, wanted.seq - head.seq));
    const followed = followChain(head, page);
    if (!followed.ok) return { verified: false, brokenAt: followed.brokenAt };
    if (page.length === 0) return { verified: false, brokenAt: head.seq + 1 };
    head = followed.head;
  }
  return head.hash === wanted.hash ? { verified: true, head } : { verified: false, brokenAt: head.seq };
};
