/** Decimal places of the minor unit, by currency (ISO 4217); two where not listed. */
const DECIMALS: Readonly<Record<string, number>> = { KRW: 0, JPY: 0 };

/** Minor units in one unit of a currency: 100 for USD, 1 for KRW. */
export function minorPerUnit(currency: string): number {
  return DECIMALS[currency] === 0 ? 1 : 100;
}

/** Rounds an amount to whole minor units, halves away from zero, so that a gain and its loss cancel. Never −0. */
export function roundMinor(amount: number): number {
  // A difference is never −0.
  return amount < 0 ? 0 - Math.floor(0.5 - amount) : Math.floor(amount + 0.5);
}
