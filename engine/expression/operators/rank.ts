import type { CrossSectionOperator } from "../operator.ts";

/**
 * (r − 1) / (n − 1), r the ascending rank among the n members present at the instant: 0 the lowest, 1 the
 * highest, ties share the mean of their ranks; a single member has 0.5. No unit. Missing stays missing.
 */
export const rank: CrossSectionOperator = {
  kind: "cross-section",
  name: "rank",
  run: (values, output) => {
    const sorted = values.filter((x) => !Number.isNaN(x)).sort();
    const n = sorted.length;
    for (let i = 0; i < values.length; i++) {
      const x = values[i]!;
      if (Number.isNaN(x)) {
        output[i] = Number.NaN;
        continue;
      }
      // Ranks of equal values run from `below` to `notAbove − 1`; their mean is half the sum of the ends.
      const below = countBelow(sorted, x, false);
      const notAbove = countBelow(sorted, x, true);
      output[i] = n === 1 ? 0.5 : (below + notAbove - 1) / 2 / (n - 1);
    }
  },
};

/** How many sorted values are below x, or not above it. */
function countBelow(sorted: Float64Array, x: number, isInclusive: boolean): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const value = sorted[middle]!;
    if (value < x || (isInclusive && value === x)) low = middle + 1;
    else high = middle;
  }
  return low;
}
