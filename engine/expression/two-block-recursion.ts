import { log } from "../math/log.ts";

/**
 * Weighted sum, mask and count of the block before; the same of this block; power of the decay since the block began,
 * which only matters where there is a block before.
 */
export const RECURSION_STATE = 7;

/**
 * The length of the blocks of a recursion with weight α: the power of two past which a value's weight is below
 * 2^−53, so that nothing beyond two blocks matters.
 */
export function blockLength(alpha: number): number {
  const known = lengths.get(alpha);
  if (known !== undefined) return known;
  const decay = 1 - alpha;
  const enough = decay <= 0 ? 1 : Math.ceil((53 * log(2)) / -log(decay));
  let block = 1;
  while (block < enough) block *= 2;
  lengths.set(alpha, block);
  return block;
}

const lengths = new Map<number, number>();
