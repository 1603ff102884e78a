import { positiveModulo } from "../../expression/two-block-moments.ts";
import type { KernelShape, Recursion } from "../kernels.ts";

/** The scalar reference of the exponential average: one column after the other, as `operators/ema.ts` says. */
export function recursiveAverage(
  input: Float64Array,
  output: Float64Array,
  { rows, instruments, firstSession }: KernelShape,
  { alpha, block, least }: Recursion,
): void {
  const decay = 1 - alpha;
  for (let column = 0; column < instruments; column++) {
    let before = { weighted: 0, mask: 0, count: 0 };
    const place = positiveModulo(firstSession, block);
    for (let start = -place; start < rows; start += block) {
      const now = { weighted: 0, mask: 0, count: 0 };
      let power = 1;
      for (let row = start; row < Math.min(start + block, rows); row++) {
        power *= decay;
        if (row < 0) continue;
        const cell = row * instruments + column;
        const x = input[cell]!;
        const isPresent = !Number.isNaN(x);
        now.weighted = decay * now.weighted + (isPresent ? alpha * x : 0);
        now.mask = decay * now.mask + (isPresent ? alpha : 0);
        if (isPresent) now.count++;
        const value = (now.weighted + power * before.weighted) / (now.mask + power * before.mask);
        const isDefined = isPresent && before.count + now.count >= least && !Number.isNaN(value);
        output[cell] = isDefined ? value : Number.NaN;
      }
      before = now;
    }
  }
}

/** The scalar reference of the relative strength index: averages as above, whose common divisor cancels. */
export function relativeStrength(
  input: Float64Array,
  output: Float64Array,
  { rows, instruments, firstSession }: KernelShape,
  { alpha, block, least }: Recursion,
): void {
  const decay = 1 - alpha;
  for (let column = 0; column < instruments; column++) {
    let before = { rises: 0, falls: 0, count: 0 };
    let last = Number.NaN;
    const place = positiveModulo(firstSession, block);
    for (let start = -place; start < rows; start += block) {
      const now = { rises: 0, falls: 0, count: 0 };
      let power = 1;
      for (let row = start; row < Math.min(start + block, rows); row++) {
        power *= decay;
        if (row < 0) continue;
        const cell = row * instruments + column;
        const change = input[cell]! - last;
        last = input[cell]!;
        // biome-ignore lint/complexity/useMathMinMax: of a missing change it is 0, where Math.max gives NaN
        now.rises = decay * now.rises + alpha * (change > 0 ? change : 0);
        now.falls = decay * now.falls + alpha * (change < 0 ? -change : 0);
        if (!Number.isNaN(change)) now.count++;
        const G = now.rises + power * before.rises;
        const L = now.falls + power * before.falls;
        const value = (100 * G) / (G + L);
        const isDefined = !Number.isNaN(change) && before.count + now.count >= least && !Number.isNaN(value);
        output[cell] = isDefined ? value : Number.NaN;
      }
      before = now;
    }
  }
}
