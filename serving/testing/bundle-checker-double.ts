import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { z } from "zod";
import { openApproval } from "../../bundle/verify/open-approval.ts";
import { evidenceSchema } from "../contract/policy.ts";
import type { BundleChecker } from "../domain/bundle-checker.ts";
import { doubleKeyId, doubleKeys } from "./double-approval.ts";

const documentSchema = z.object({
  name: z.string(),
  signedBy: z.string().nullable(),
  evidence: evidenceSchema,
});

export const doubleDigest = (document: string): string => bytesToHex(sha256(utf8ToBytes(document)));

/** Whose keys are known: the people of the servers of tests. */
const PEOPLE = ["ann", "ada", "both", "mara", "approver"];
const KEYS = doubleKeys(PEOPLE);

/** Takes the statements of people who are known in tests. Nothing of this is a stand-in but the keys. */
export const checkDoubleApproval: BundleChecker["checkApproval"] = async (statement) => {
  const opened = openApproval(statement, KEYS);
  if (typeof opened === "string") return { ok: false, code: opened, message: "It does not hold." };
  const signedBy = PEOPLE.find((person) => doubleKeyId(person) === opened.keyid)!;
  return { ok: true, signedBy, approval: opened.approval };
};

/** A stand-in for the real checker: believes what a document says of itself, and refuses what it cannot read. */
export const bundleCheckerDouble: BundleChecker = {
  // What is in a folder of keys is tested where there is one.
  trusted: async () => [],
  checkApproval: checkDoubleApproval,
  check: async (document) => {
    try {
      const { signedBy, evidence } = documentSchema.parse(JSON.parse(document));
      return { ok: true, bundle: { digest: doubleDigest(document), signedBy, evidence } };
    } catch {
      return { ok: false, code: "not-json", message: "This is no bundle." };
    }
  },
};

/** A document that the double takes, other for another name. */
export const doubleDocument = (name: string, signedBy: string | null = null): string =>
  JSON.stringify({
    name,
    signedBy,
    evidence: {
      drawdown: 0.1,
      annualTurnover: 2,
      grossLeverage: 1,
      deflatedSharpe: 0.9,
      hasAuditCertificate: true,
    },
  });
