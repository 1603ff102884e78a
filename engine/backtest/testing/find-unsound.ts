/**
 * Where a result holds a number that is missing or without end, by its path; "" when it nowhere does. Every property is
 * read, also what is computed when first asked for.
 */
export function findUnsound(value: unknown, path = "result"): string {
  if (typeof value === "number") return Number.isFinite(value) ? "" : `${path} is ${value}`;
  if (typeof value !== "object" || value === null) return "";
  if (ArrayBuffer.isView(value)) {
    const values = value as unknown as ArrayLike<number>;
    for (let k = 0; k < values.length; k++)
      if (!Number.isFinite(values[k])) return `${path}[${k}] is ${values[k]}`;
    return "";
  }
  for (const [key, item] of value instanceof Map ? value : Object.entries(value)) {
    const found = findUnsound(item, `${path}.${key}`);
    if (found !== "") return found;
  }
  return "";
}
