/** Units in which exchanges quote prices that are a fraction of a currency: London quotes most shares in pence. */
const quoteUnits: Readonly<Record<string, { readonly currency: string; readonly perUnit: number }>> = {
  GBX: { currency: "GBP", perUnit: 100 },
};

/**
 * The currency that amounts quoted in `unit` are money of, and how many of the unit make one of it: "GBX" is
 * `{currency: "GBP", perUnit: 100}`, a currency itself has `perUnit` 1. Dividing by `perUnit` rounds once.
 */
export const moneyOf = (unit: string): { readonly currency: string; readonly perUnit: number } =>
  quoteUnits[unit] ?? { currency: unit, perUnit: 1 };

/** Every quote unit that is not a currency itself, with what it is a fraction of. */
export const listQuoteUnits = (): readonly {
  readonly unit: string;
  readonly currency: string;
  readonly perUnit: number;
}[] => Object.entries(quoteUnits).map(([unit, money]) => ({ unit, ...money }));
