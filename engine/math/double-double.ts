/** An unevaluated sum of two doubles, about 106 bits: [high, low] with |low| at most half an ULP of high. */
export type DoubleDouble = readonly [high: number, low: number];

const SPLITTER = 134_217_729;

/** a · b − product, exactly, where `product` is the rounded a · b. Operands below 2^996. @source Dekker (1971). */
export function productError(a: number, b: number, product: number): number {
  const ca = SPLITTER * a;
  const aHigh = ca - (ca - a);
  const aLow = a - aHigh;
  const cb = SPLITTER * b;
  const bHigh = cb - (cb - b);
  const bLow = b - bHigh;
  return aLow * bLow - (product - aHigh * bHigh - aLow * bHigh - aHigh * bLow);
}

/** a + b − sum, exactly, where `sum` is the rounded a + b. @source Knuth (1969), TwoSum. */
export function sumError(a: number, b: number, sum: number): number {
  const bPart = sum - a;
  return a - (sum - bPart) + (b - bPart);
}

export function addDouble(a: DoubleDouble, b: DoubleDouble): DoubleDouble {
  const high = a[0] + b[0];
  return normalise(high, sumError(a[0], b[0], high) + a[1] + b[1]);
}

export function multiplyDouble(a: DoubleDouble, b: DoubleDouble): DoubleDouble {
  const high = a[0] * b[0];
  return normalise(high, productError(a[0], b[0], high) + (a[0] * b[1] + a[1] * b[0]));
}

export function divideDouble(a: DoubleDouble, b: DoubleDouble): DoubleDouble {
  const q1 = a[0] / b[0];
  const rest = addDouble(a, negate(multiplyDouble([q1, 0], b)));
  const q2 = rest[0] / b[0];
  const rest2 = addDouble(rest, negate(multiplyDouble([q2, 0], b)));
  return normalise(q1, q2 + rest2[0] / b[0]);
}

const negate = (a: DoubleDouble): DoubleDouble => [-a[0], -a[1]];

function normalise(high: number, low: number): DoubleDouble {
  const sum = high + low;
  return [sum, low - (sum - high)];
}
