import type { CrossSectionOperator } from "../operator.ts";
import { meanOf, sortedPresent } from "../present-values.ts";

/** x − mean of the members present at the instant. Unit: unchanged. Missing stays missing. */
export const demean: CrossSectionOperator = {
  kind: "cross-section",
  name: "demean",
  run: (values, output) => {
    const mean = meanOf(sortedPresent(values));
    for (let i = 0; i < values.length; i++) {
      const value = values[i]! - mean;
      output[i] = !Number.isNaN(value) ? value : Number.NaN;
    }
  },
};
