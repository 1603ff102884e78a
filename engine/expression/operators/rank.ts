import { sharedKernels } from "../../kernels/shared-kernels.ts";
import type { CrossSectionOperator, OperatorReference } from "../operator.ts";
import { positionsOf } from "../present-values.ts";

const ALL = {
  group: "cross-section",
  missing: "Missing where the value is missing or the instrument is not a member.",
  lookBack: "0",
} as const;

/**
 * (r − 1) / (n − 1), r the ascending rank among the n members present at the instant: 0 the lowest, 1 the
 * highest, ties share the mean of their ranks; a single member has 0.5. No unit. Missing stays missing.
 */
export const rank: CrossSectionOperator = {
  kind: "cross-section",
  name: "rank",
  run: ([values], output) => sharedKernels().rank(values!, output),
  reference: {
    ...ALL,
    name: "rank",
    signature: "rank()",
    meaning: "The rank among the members at the instant: 0 the lowest, 1 the highest, ties share their mean.",
    formula: "(r − 1) / (n − 1); a single member has 0.5",
    unit: "none, from 0 to 1",
    example: { code: "field.close.rank()", output: [1, 0.5, 0.25, 0.75, 0] },
  },
};

/** The bucket 1 … k of the members by ascending value, of sizes that differ by one at most; ties stay together. */
export const quantileBucket: CrossSectionOperator = {
  kind: "cross-section",
  name: "quantileBucket",
  run: ([values], output, [k]) => {
    const n = positionsOf(values!, output);
    for (let i = 0; i < output.length; i++) output[i] = Math.floor((output[i]! * k!) / n) + 1;
  },
  reference: {
    ...ALL,
    name: "quantileBucket",
    signature: "quantileBucket(count)",
    meaning:
      "The bucket of the value when the members are cut into equal ones: 1 the lowest; ties stay together.",
    formula: "⌊(r − 1)·count / n⌋ + 1, ties share the mean of their ranks r",
    unit: "none, from 1 to count",
    example: { code: "field.close.quantileBucket(3)", output: [3, 2, 1, 2, 1] },
  },
};

/** How many names a share of the members is: rounded down, at least one. */
const countOf = (n: number, percent: number) => Math.max(1, Math.floor((n * percent) / 100 + 1e-9));

function mask(
  name: "topMask" | "bottomMask",
  direction: 1 | -1,
  reference: OperatorReference,
): CrossSectionOperator {
  return {
    kind: "cross-section",
    name,
    run: ([values], output, [percent], { order }) => {
      const present = Array.from(order).filter((i) => !Number.isNaN(values![i]));
      // Sorting is stable, so equal values keep the canonical order.
      present.sort(
        (a, b) => direction * (values![a]! < values![b]! ? -1 : values![a]! > values![b]! ? 1 : 0),
      );
      const count = countOf(present.length, percent!);
      output.fill(Number.NaN);
      present.forEach((i, at) => {
        output[i] = at < count ? 1 : 0;
      });
    },
    reference,
  };
}

/** 1 for the members with the highest values, `percent` of those present and at least one; 0 for the others. */
export const topMask = mask("topMask", -1, {
  ...ALL,
  name: "topMask",
  signature: "topMask(percent)",
  meaning: "Whether the value is among the highest: percent of the members, rounded down, at least one.",
  formula: "1 or 0; ties by ascending instrument id",
  unit: "none: 1 is true, 0 is false",
  example: { code: "field.close.topMask(40)", output: [1, 0, 0, 1, 0] },
});

/** 1 for the members with the lowest values, `percent` of those present and at least one; 0 for the others. */
export const bottomMask = mask("bottomMask", 1, {
  ...ALL,
  name: "bottomMask",
  signature: "bottomMask(percent)",
  meaning: "Whether the value is among the lowest: percent of the members, rounded down, at least one.",
  formula: "1 or 0; ties by ascending instrument id",
  unit: "none: 1 is true, 0 is false",
  example: { code: "field.close.bottomMask(40)", output: [0, 0, 1, 0, 1] },
});
