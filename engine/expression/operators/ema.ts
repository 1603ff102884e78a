import { log } from "../../math/log.ts";
import type { WindowOperator } from "../operator.ts";
import { positiveModulo } from "../two-block-moments.ts";

/**
 * The exponential moving average of span n, α = 2 / (n + 1), normalised by the same recursion on the mask of
 * present values, so that gaps and young series are unbiased; decay passes on missing sessions. Unit: unchanged.
 *
 * In blocks of K sessions anchored on the absolute session number: P is the recursion from 0 inside the block,
 * F is P at the end of the block before, y = P + d^(t−B+1)·F with d = 1 − α. K is the power of two past which
 * the weight is below 2^−53, so nothing beyond two blocks matters.
 * Missing where x(t) is missing or fewer than n values were seen in the two blocks. Look-back 2K − 1.
 */
export const ema: WindowOperator = {
  kind: "window",
  name: "ema",
  smallest: 1,
  lookBack: (n) => 2 * blockLength(n) - 1,
  run: (input, output, start, end, firstSession, n) => {
    const alpha = 2 / (n + 1);
    const decay = 1 - alpha;
    const block = blockLength(n);
    let previous = { weighted: 0, mask: 0, count: 0 };
    let blockStart = start - positiveModulo(firstSession, block);
    for (; blockStart < end; blockStart += block) {
      let weighted = 0;
      let mask = 0;
      let count = 0;
      let power = 1;
      const blockEnd = Math.min(blockStart + block, end);
      // Rows before the panel are missing, but the powers still count them.
      for (let row = blockStart; row < Math.min(start, blockEnd); row++) power *= decay;
      for (let row = Math.max(blockStart, start); row < blockEnd; row++) {
        const x = input[row]!;
        const isPresent = !Number.isNaN(x);
        weighted = decay * weighted + (isPresent ? alpha * x : 0);
        mask = decay * mask + (isPresent ? alpha : 0);
        if (isPresent) count++;
        power *= decay;
        const value = (weighted + power * previous.weighted) / (mask + power * previous.mask);
        output[row] = isPresent && previous.count + count >= n && !Number.isNaN(value) ? value : Number.NaN;
      }
      previous = { weighted, mask, count };
    }
  },
};

function blockLength(n: number): number {
  const decay = 1 - 2 / (n + 1);
  if (decay <= 0) return 1;
  const enough = Math.ceil((53 * log(2)) / -log(decay));
  let block = 1;
  while (block < enough) block *= 2;
  return block;
}
