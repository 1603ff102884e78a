const LOWEST = -1022;
const table = new Float64Array(2046);
table[-LOWEST] = 1;
for (let n = 1; n <= 1023; n++) table[n - LOWEST] = table[n - 1 - LOWEST]! * 2;
for (let n = -1; n >= LOWEST; n--) table[n - LOWEST] = table[n + 1 - LOWEST]! / 2;

/** `value` · 2ⁿ with at most one rounding, for |n| up to about 2,000. */
export function scaleByPowerOfTwo(value: number, n: number): number {
  if (n > 1023)
    return n > 2046
      ? value * Number.POSITIVE_INFINITY
      : value * table[2045]! * scaleByPowerOfTwo(1, n - 1023);
  if (n < LOWEST) return n < -2000 ? value * 0 : value * table[n + 1000 - LOWEST]! * table[-1000 - LOWEST]!;
  return value * table[n - LOWEST]!;
}

const view = new DataView(new ArrayBuffer(8));

/** The e of x = m · 2^e with 1 ≤ m < 2. `x` is positive, normal and finite. */
export function exponentOf(x: number): number {
  view.setFloat64(0, x);
  return (view.getUint32(0) >>> 20) - 1023;
}
