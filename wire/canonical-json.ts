/**
 * Plain data as JSON that is the same for equal data, in the form of RFC 8785: keys in order of their UTF-16 units, no
 * blanks, numbers as JavaScript writes them (so reading gives the same bits, −0 apart). What that has no form for is
 * written as `JSON.stringify` does: half of a surrogate pair as an escape, NaN and an undefined item as null, while an
 * undefined member is left out.
 */
export const canonicalJson = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  const entries = Object.entries(value)
    .filter(([, item]) => item !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonicalJson(item)}`).join(",")}}`;
};
