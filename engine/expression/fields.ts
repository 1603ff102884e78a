import { ArgumentError } from "../argument-error.ts";
import { derivedFields } from "./derived-names.ts";
import { type Factor, fieldFactor } from "./factor.ts";
import { describeFundamental, parseFundamentalName } from "./fundamental-names.ts";

/** Stored price and volume fields every panel may hold. */
export const priceFields: readonly string[] = ["open", "high", "low", "close", "volume"];

/** Names a strategy may use when the caller does not say what its store holds. */
export const standardFields: readonly string[] = [
  ...priceFields,
  "bookValue",
  "netIncome",
  "revenue",
  "sharesOutstanding",
  ...derivedFields,
];

/** Each known field as a factor: `field.close`, `field.totalReturn`. */
export type FieldFactors = Readonly<Record<string, Factor>>;

/** A frozen record with one factor per known name; derived fields are always included. */
export function createFieldFactors(knownNames: readonly string[]): FieldFactors {
  const fields: Record<string, Factor> = {};
  for (const name of [...knownNames, ...derivedFields]) fields[name] ??= fieldFactor(name);
  return Object.freeze(fields);
}

/** The error for a field that does not exist, with the nearest name as a hint when one is near. */
export function unknownField(name: string, knownNames: readonly string[]): ArgumentError {
  if (name.includes(":")) {
    const meant = describeFundamental(parseFundamentalName(name));
    return new ArgumentError(`the panel does not hold "${name}" (${meant})`, "unknown-field", {
      field: name,
    });
  }
  const nearest = nearestName(name, [...knownNames, ...derivedFields]);
  const hint = nearest ? `; did you mean "${nearest}"?` : "";
  return new ArgumentError(`there is no field "${name}"${hint}`, "unknown-field", {
    field: name,
    ...(nearest ? { nearest } : {}),
  });
}

/** The known name with the fewest edits from `name`, or null when none is within a third of its length. */
export function nearestName(name: string, knownNames: readonly string[]): string | null {
  let best: string | null = null;
  let bestDistance = Math.max(2, Math.floor(name.length / 3)) + 1;
  for (const known of knownNames) {
    const distance = editDistance(name.toLowerCase(), known.toLowerCase());
    if (distance < bestDistance) {
      best = known;
      bestDistance = distance;
    }
  }
  return best;
}

/** Levenshtein distance, one row at a time. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(next[j - 1]! + 1, row[j]! + 1, substitution));
    }
    row = next;
  }
  return row[b.length]!;
}
