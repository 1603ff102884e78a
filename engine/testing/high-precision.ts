/** Reference values in whole-number arithmetic with 400 bits after the point, for tests of `math/`. */
const BITS = 400n;
export const ONE = 1n << BITS;

const view = new DataView(new ArrayBuffer(8));

/** A double as a scaled whole number; exact for |x| ≥ 2^−340. */
export function toScaled(x: number): bigint {
  view.setFloat64(0, x);
  const bits = view.getBigUint64(0);
  const exponent = Number((bits >> 52n) & 0x7ffn);
  const mantissa = (bits & 0xfffffffffffffn) | (exponent === 0 ? 0n : 1n << 52n);
  const shift = Number(BITS) + (exponent === 0 ? 1 : exponent) - 1075;
  const size = shift >= 0 ? mantissa << BigInt(shift) : mantissa >> BigInt(-shift);
  return bits >> 63n ? -size : size;
}

/** |actual − expected| in units of the last place of `actual`, which is normal. */
export function ulpError(actual: number, expected: bigint): number {
  view.setFloat64(0, actual);
  const exponent = Number((view.getBigUint64(0) >> 52n) & 0x7ffn);
  const ulp = 1n << (BITS + BigInt(exponent - 1075));
  const difference = toScaled(actual) - expected;
  return Number(((difference < 0n ? -difference : difference) * 1_000_000n) / ulp) / 1e6;
}

/** e^x by halving the argument ten times, its Taylor series, and squaring back. */
export function expScaled(x: bigint): bigint {
  const reduced = x >> 10n;
  let term = ONE;
  let sum = ONE;
  for (let n = 1n; term !== 0n && term !== -1n; n++) {
    term = (term * reduced) / (n << BITS);
    sum += term;
  }
  for (let k = 0; k < 10; k++) sum = (sum * sum) >> BITS;
  return sum;
}

/** ln x by Newton's method on e^y = x, from a first guess. */
export function logScaled(x: bigint, guess: number): bigint {
  let y = toScaled(guess);
  for (let k = 0; k < 5; k++) {
    const power = expScaled(y);
    y += (2n * ((x - power) << BITS)) / (x + power);
  }
  return y;
}

/** erf(x)·√π/2 = e^(−x²)·Σ 2ⁿ·x^(2n+1) / (2n+1)!!, then divided by √π/2. */
export function erfScaled(x: bigint): bigint {
  const square = (x * x) >> BITS;
  let term = x;
  let sum = x;
  for (let n = 1n; term !== 0n; n++) {
    term = (2n * term * square) / ((2n * n + 1n) << BITS);
    sum += term;
  }
  const series = (sum * expScaled(-square)) >> BITS;
  return (2n * series * ONE) / squareRoot(piScaled());
}

function squareRoot(x: bigint): bigint {
  let root = ONE;
  for (let k = 0; k < 12; k++) root = (root + (x << BITS) / root) / 2n;
  return root;
}

function piScaled(): bigint {
  const inverseTangent = (n: bigint) => {
    let power = (ONE << 20n) / n;
    let sum = 0n;
    for (let k = 1n; power !== 0n; k += 2n) {
      sum += k % 4n === 1n ? power / k : -(power / k);
      power /= n * n;
    }
    return sum;
  };
  return (16n * inverseTangent(5n) - 4n * inverseTangent(239n)) >> 20n;
}
