import { bitsOf } from "../../../wire/bits.ts";

const SIGN = 1n << 63n;

/** Doubles in their order as whole numbers: neighbours are one apart, −0 and 0 as well. */
const orderOf = (value: number): bigint => {
  const bits = BigInt(`0x${bitsOf(value)}`);
  return bits & SIGN ? -(bits - SIGN) - 1n : bits;
};

/** How many doubles two values lie apart: 0 for the same bits. Null when one of them is missing and the other is not. */
export const stepsApart = (a: number, b: number): number | null => {
  if (Number.isNaN(a) !== Number.isNaN(b)) return null;
  if (Number.isNaN(a)) return 0;
  const apart = orderOf(a) - orderOf(b);
  return Number(apart < 0n ? -apart : apart);
};
