import fc from "fast-check";
import { expect, it } from "vitest";
import type { AuditEntry } from "../contract/audit.ts";
import { CHAIN_START, type ChainHead, chainEntry, followChain } from "./audit-chain.ts";

const start: ChainHead = { seq: 0, hash: CHAIN_START };
const log = (count: number): AuditEntry[] => {
  const entries: AuditEntry[] = [];
  for (let k = 1; k <= count; k++)
    entries.push(
      chainEntry(entries.at(-1) ?? start, {
        at: "2026-01-05T09:00:00.000Z",
        actor: "otto",
        action: "strategy/halted",
        subject: `strategy-${k}`,
        details: `{"k":${k}}`,
      }),
    );
  return entries;
};

it("V6: a whole log verifies, from its start or from any head on", () => {
  const entries = log(5);
  expect(followChain(start, entries)).toEqual({ ok: true, head: { seq: 5, hash: entries[4]!.hash } });
  expect(followChain(entries[1]!, entries.slice(2)).ok).toBe(true);
});

it("V6: any change, gap, addition or new order is found at the first entry it touches", () => {
  const change = fc.constantFrom(
    "at",
    "actor",
    "action",
    "subject",
    "details",
    "previousHash",
    "hash",
    "seq",
  );
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 8 }), fc.nat(), change, fc.nat(3), (count, where, field, how) => {
      const entries = log(count);
      const k = where % count;
      const entry = entries[k]!;
      if (how === 0) {
        const value = field === "seq" ? entry.seq + 1 : `${entry[field as "at"].slice(0, -1)}~`;
        entries[k] = { ...entry, [field]: value };
      } else if (how === 1 && k < count - 1) entries.splice(k, 1);
      else if (how === 2) entries.splice(k, 0, entry);
      else if (k < count - 1) entries.splice(k, 2, entries[k + 1]!, entry);
      else return;
      const expected = how === 2 ? k + 2 : k + 1;
      expect(followChain(start, entries)).toEqual({ ok: false, brokenAt: expected });
    }),
    { numRuns: 100, seed: 5 },
  );
});
