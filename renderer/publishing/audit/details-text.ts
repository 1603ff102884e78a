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
