/**
 * The value when it is finite, else the canonical NaN: an overflow is missing, never infinite, and NaN bits are not
 * stable across engines.
 */
export const finite = (x: number): number => (x - x === 0 ? x : Number.NaN);

/** The value with the canonical NaN, as NaN bits are not stable across engines; infinite data stay infinite. */
export const canonical = (x: number): number => (Number.isNaN(x) ? Number.NaN : x);

/** `a mod n` in 0 … n−1, also for negative a. */
export const positiveModulo = (a: number, n: number): number => ((a % n) + n) % n;
