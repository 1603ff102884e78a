import { finite } from "../finite.ts";
import type { PointwiseOperator } from "../operator.ts";

const ALL = { group: "arithmetic", lookBack: "0", unit: "unchanged" } as const;

/** The value moved into [low, high]. */
export const clip: PointwiseOperator = {
  kind: "pointwise",
  name: "clip",
  run: ([a], output, start, end, [low, high]) => {
    for (let k = start; k < end; k++) output[k] = finite(Math.min(Math.max(a![k]!, low!), high!));
  },
  reference: {
    ...ALL,
    name: "clip",
    signature: "clip(low, high)",
    meaning: "The value, moved to the nearer bound where it lies outside.",
    formula: "min(max(x, low), high)",
    missing: "Missing where x is missing.",
    example: { code: "field.close.clip(100, 105)", output: [103, 105, 105, 105] },
  },
};

/** The smaller of two values. */
export const smallerOf: PointwiseOperator = {
  kind: "pointwise",
  name: "smallerOf",
  run: ([a, b], output, start, end) => {
    for (let k = start; k < end; k++) output[k] = finite(Math.min(a![k]!, b![k]!));
  },
  reference: {
    ...ALL,
    name: "smallerOf",
    signature: "smallerOf(other)",
    meaning: "The smaller of two values of the same session.",
    formula: "min(a, b)",
    missing: "Missing where an operand is missing.",
    example: { code: "field.close.smallerOf(field.open)", output: [103, 103, 105, 104] },
  },
};

/** The greater of two values. */
export const greaterOf: PointwiseOperator = {
  kind: "pointwise",
  name: "greaterOf",
  run: ([a, b], output, start, end) => {
    for (let k = start; k < end; k++) output[k] = finite(Math.max(a![k]!, b![k]!));
  },
  reference: {
    ...ALL,
    name: "greaterOf",
    signature: "greaterOf(other)",
    meaning: "The greater of two values of the same session.",
    formula: "max(a, b)",
    missing: "Missing where an operand is missing.",
    example: { code: "field.close.greaterOf(field.open)", output: [103, 106, 107, 107] },
  },
};
