import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { canonicalJson } from "../../wire/canonical-json.ts";
import type { AuditEntry } from "../contract/audit.ts";

/** What stands before the first entry. */
export const CHAIN_START = "0".repeat(64);

export type AuditFacts = Omit<AuditEntry, "seq" | "previousHash" | "hash">;

/** The end of the log: all that the next entry needs. */
export interface ChainHead {
  readonly seq: number;
  readonly hash: string;
}

/** The next entry of the log, bound to all before it. */
export const chainEntry = ({ seq, hash }: ChainHead, facts: AuditFacts): AuditEntry => {
  const { at, actor, action, subject, details } = facts;
  const entry = { seq: seq + 1, at, actor, action, subject, details, previousHash: hash };
  return { ...entry, hash: hashOf(entry) };
};

/**
 * Follows entries from a head on: the new head, or the first entry that was changed, left out, put in or moved. A log
 * cut short at its end is a whole chain: who wants to notice keeps a head elsewhere.
 */
export const followChain = (
  from: ChainHead,
  entries: readonly AuditEntry[],
): { readonly ok: true; readonly head: ChainHead } | { readonly ok: false; readonly brokenAt: number } => {
  let head = from;
  for (const { hash, ...entry } of entries) {
    const isNext = entry.seq === head.seq + 1 && entry.previousHash === head.hash && hashOf(entry) === hash;
    if (!isNext) return { ok: false, brokenAt: head.seq + 1 };
    head = { seq: entry.seq, hash };
  }
  return { ok: true, head };
};

const hashOf = (entry: Omit<AuditEntry, "hash">): string =>
  bytesToHex(sha256(utf8ToBytes(canonicalJson(entry))));
