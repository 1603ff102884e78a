/** x = quadrant·π/2 + high + low (quadrant modulo 4), |high| ≤ π/4. */
export interface ReducedAngle {
  readonly quadrant: number;
  readonly high: number;
  readonly low: number;
}

/** π/2 in three parts of 33 bits and a rest, so that products with a quadrant number below 2^20 are exact. */
const PART_1 = 1.5707963267341256;
const PART_2 = 6.077100506303966e-11;
const PART_3 = 2.0222662487111665e-21;
const REST = 8.4784276603689e-32;
const TWO_OVER_PI = 0.6366197723675814;

/** Takes away the nearest multiple of π/2, without losing accuracy near it or far from zero. `x` is finite. */
export function reduceByHalfPi(x: number): ReducedAngle {
  if (x > 800_000 || x < -800_000) return reduceLarge(x);
  const k = Math.round(x * TWO_OVER_PI);
  const first = x - k * PART_1;
  const second = k * PART_2;
  const difference = first - second;
  const back = first - difference;
  const lost = first - (difference + back) + (back - second);
  const rest = lost - k * PART_3 - k * REST;
  const high = difference + rest;
  return { quadrant: ((k % 4) + 4) % 4, high, low: rest - (high - difference) };
}

const FRACTION_BITS = 1_200n;
let halfPiScaled: bigint | null = null;

/** The same by whole-number arithmetic with 1,200 bits after the point: exact for every double. */
function reduceLarge(x: number): ReducedAngle {
  halfPiScaled ??= computeHalfPi();
  const scaled = BigInt(x < 0 ? Math.ceil(x) : Math.floor(x));
  // The fraction of a double above 800,000 is a multiple of 2^−33.
  const fraction = BigInt((x - Number(scaled)) * 8_589_934_592);
  const exact = (scaled << FRACTION_BITS) + (fraction << (FRACTION_BITS - 33n));
  const size = exact < 0n ? -exact : exact;
  const count = (2n * size + halfPiScaled) / (2n * halfPiScaled);
  const remainder = (size - count * halfPiScaled) >> (FRACTION_BITS - 120n);
  const high = Number(remainder);
  const low = Number(remainder - BigInt(high));
  // 2^−120, exactly.
  const unit = 7.52316384526264e-37;
  const sign = exact < 0n ? -1 : 1;
  const quadrant = Number(count % 4n);
  return {
    quadrant: sign < 0 ? (4 - quadrant) % 4 : quadrant,
    high: sign * high * unit,
    low: sign * low * unit,
  };
}

/** π/2 = 8·arctan(1/5) − 2·arctan(1/239), scaled. @source Machin (1706). */
function computeHalfPi(): bigint {
  const guard = 32n;
  const one = 1n << (FRACTION_BITS + guard);
  const inverseTangent = (n: bigint): bigint => {
    let power = one / n;
    let sum = 0n;
    for (let k = 1n; power !== 0n; k += 2n) {
      sum += k % 4n === 1n ? power / k : -(power / k);
      power /= n * n;
    }
    return sum;
  };
  return (8n * inverseTangent(5n) - 2n * inverseTangent(239n)) >> guard;
}
