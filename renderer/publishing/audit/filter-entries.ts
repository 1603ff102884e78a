import type { AuditEntry } from "../../../serving/contract/audit.ts";

/** Entries that have all the words of a question somewhere, the newest first. */
export const filterEntries = (entries: readonly AuditEntry[], question: string): readonly AuditEntry[] => {
  const words = question.toLowerCase().split(/\s+/).filter(Boolean);
  return entries
    .filter(({ actor, action, subject, details }) => {
      const text = `${actor} ${action} ${subject} ${details}`.toLowerCase();
      return words.every((word) => text.includes(word));
    })
    .toSorted((a, b) => b.seq - a.seq);
};

/** Details as a person reads them: `version 3, digest 1f2e…`. */
export const detailsText = (details: string): string => {
  let parsed: unknown;
  try {
    parsed = JSON.parse(details);
  } catch {
    return details;
  }
  if (typeof parsed !== "object" || parsed === null) return details;
  return Object.entries(parsed)
    .filter(([, value]) => value !== null && value !== "")
    .map(([name, value]) => {
      const text = typeof value === "string" ? value : JSON.stringify(value);
      return `${name} ${/^[0-9a-f]{64}$/.test(text) ? `${text.slice(0, 12)}…` : text}`;
    })
    .join(", ");
};
