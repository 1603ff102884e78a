import { HALF_PI } from "./constants.ts";
import { sumError } from "./double-double.ts";
import { type ReducedAngle, reduceByHalfPi } from "./reduce-angle.ts";

/** sin x from exact IEEE operations only; within 2 ULP. x in radians; infinite and NaN give NaN. */
export function sin(x: number): number {
  if (x - x !== 0) return Number.NaN;
  if (x === 0) return x;
  const angle = reduceByHalfPi(x);
  const value = angle.quadrant % 2 === 0 ? sinOfSmall(angle) : cosOfSmall(angle);
  return angle.quadrant >= 2 ? -value : value;
}

/** cos x from exact IEEE operations only; within 2 ULP. x in radians; infinite and NaN give NaN. */
export function cos(x: number): number {
  if (x - x !== 0) return Number.NaN;
  const angle = reduceByHalfPi(x);
  const value = angle.quadrant % 2 === 0 ? cosOfSmall(angle) : sinOfSmall(angle);
  return angle.quadrant === 1 || angle.quadrant === 2 ? -value : value;
}

/** tan x = sin x / cos x; within 4 ULP. */
export function tan(x: number): number {
  return x === 0 ? x : sin(x) / cos(x);
}

/** arctan x by three halvings of the angle and a series; within 4 ULP. Infinite x gives ±π/2. */
export function atan(x: number): number {
  if (Number.isNaN(x) || x === 0) return x;
  if (x < 0) return -atan(-x);
  if (x > 1) return HALF_PI[0] - atan(1 / x) + HALF_PI[1];
  let t = x;
  let doublings = 1;
  while (t > 0.15) {
    t /= 1 + Math.sqrt(1 + t * t);
    doublings *= 2;
  }
  const square = t * t;
  let sum = 0;
  for (let n = 21; n >= 3; n -= 2) sum = square * ((n % 4 === 3 ? -1 : 1) / n + sum);
  return doublings * (t + t * sum);
}

/** The angle of the point (x, y), in (−π, π]; within 5 ULP, with ECMAScript's special cases. */
export function atan2(y: number, x: number): number {
  if (Number.isNaN(x) || Number.isNaN(y)) return Number.NaN;
  const isLeft = x < 0 || Object.is(x, -0);
  const isBelow = y < 0 || Object.is(y, -0);
  const sizeX = x < 0 ? -x : x;
  const sizeY = y < 0 ? -y : y;
  let angle: number;
  if (sizeY === 0) angle = 0;
  else if (sizeX === 0) angle = HALF_PI[0];
  else if (sizeX === sizeY) angle = HALF_PI[0] / 2;
  else angle = sizeY > sizeX ? HALF_PI[0] - atan(sizeX / sizeY) : atan(sizeY / sizeX);
  if (isLeft) angle = 2 * HALF_PI[0] - angle + 2 * HALF_PI[1];
  return isBelow ? -angle : angle;
}

/** arcsin x; within 6 ULP; outside [−1, 1] NaN. */
export function asin(x: number): number {
  return x === 0 ? x : atan2(x, Math.sqrt((1 - x) * (1 + x)));
}

/** arccos x; within 6 ULP away from 1; outside [−1, 1] NaN. */
export function acos(x: number): number {
  return atan2(Math.sqrt((1 - x) * (1 + x)), x);
}

function sinOfSmall({ high, low }: ReducedAngle): number {
  const square = high * high;
  let sum = 0;
  for (let n = 19; n >= 3; n -= 2) sum = (square / (n * (n - 1))) * (-1 - sum);
  return high + (low + high * sum);
}

function cosOfSmall({ high, low }: ReducedAngle): number {
  const half = (high * high) / 2;
  let sum = 0;
  const square = high * high;
  for (let n = 20; n >= 4; n -= 2) sum = (square / (n * (n - 1))) * (1 - sum);
  const lead = 1 - half;
  return lead + (sumError(1, -half, lead) + half * sum - high * low);
}
