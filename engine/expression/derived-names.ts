/** Fields the engine computes from stored ones, with those; no store holds them. */
const inputsByName: Readonly<Record<string, readonly string[]>> = {
  totalReturn: ["close"],
  adjustedOpen: ["open"],
  adjustedHigh: ["high"],
  adjustedLow: ["low"],
  adjustedClose: ["close"],
  adjustedVolume: ["volume"],
  marketCap: ["close", "sharesOutstanding"],
};

/** Fields the engine computes from stored ones; no store holds them. */
export const derivedFields: readonly string[] = Object.keys(inputsByName);

/** The stored fields from which a field is read or computed. */
export function storedFieldsOf(field: string): readonly string[] {
  return Object.hasOwn(inputsByName, field) ? inputsByName[field]! : [field];
}
