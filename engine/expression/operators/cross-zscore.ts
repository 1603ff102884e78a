import type { CrossSectionOperator } from "../operator.ts";
import { meanOf, sortedPresent } from "../present-values.ts";

/**
 * (x − mean) / std of the members present at the instant, std with n − 1. No unit.
 * Missing stays missing; all are missing when fewer than two are present or none differs.
 */
export const crossZscore: CrossSectionOperator = {
  kind: "cross-section",
  name: "crossZscore",
  run: (values, output) => {
    const sorted = sortedPresent(values);
    const mean = meanOf(sorted);
    let squares = 0;
    for (const x of sorted) squares += (x - mean) * (x - mean);
    const varies = sorted.length > 1 && sorted[0] !== sorted[sorted.length - 1];
    const std = varies ? Math.sqrt(squares / (sorted.length - 1)) : Number.NaN;
    for (let i = 0; i < values.length; i++) {
      const value = (values[i]! - mean) / std;
      output[i] = !Number.isNaN(value) ? value : Number.NaN;
    }
  },
};
