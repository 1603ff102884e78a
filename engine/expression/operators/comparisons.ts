import type { PointwiseOperator } from "../operator.ts";

const ALL = {
  group: "comparison and logic",
  lookBack: "0",
  unit: "none: 1 is true, 0 is false",
  missing: "Missing where an operand is missing.",
} as const;

/** NaN when either is missing: a comparison with nothing is neither true nor false. */
const either = (a: number, b: number, holds: boolean): number =>
  Number.isNaN(a) || Number.isNaN(b) ? Number.NaN : holds ? 1 : 0;

/** 1 where a > b, else 0. */
export const greaterThan: PointwiseOperator = {
  kind: "pointwise",
  name: "greaterThan",
  kernel: "greaterThan",
  run: ([a, b], output, start, end) => {
    for (let k = start; k < end; k++) output[k] = either(a![k]!, b![k]!, a![k]! > b![k]!);
  },
  reference: {
    ...ALL,
    name: "greaterThan",
    signature: "greaterThan(other)",
    meaning: "Whether the value is above another.",
    formula: "a > b",
    example: { code: "field.close.greaterThan(field.open)", output: [0, 1, 0, 1] },
  },
};

/** 1 where a ≥ b, else 0. */
export const greaterOrEqual: PointwiseOperator = {
  kind: "pointwise",
  name: "greaterOrEqual",
  kernel: "greaterOrEqual",
  run: ([a, b], output, start, end) => {
    for (let k = start; k < end; k++) output[k] = either(a![k]!, b![k]!, a![k]! >= b![k]!);
  },
  reference: {
    ...ALL,
    name: "greaterOrEqual",
    signature: "greaterOrEqual(other)",
    meaning: "Whether the value is another or above it.",
    formula: "a ≥ b",
    example: { code: "field.close.greaterOrEqual(104)", output: [0, 1, 1, 1] },
  },
};

/** 1 where a < b, else 0. */
export const lessThan: PointwiseOperator = {
  kind: "pointwise",
  name: "lessThan",
  kernel: "lessThan",
  run: ([a, b], output, start, end) => {
    for (let k = start; k < end; k++) output[k] = either(a![k]!, b![k]!, a![k]! < b![k]!);
  },
  reference: {
    ...ALL,
    name: "lessThan",
    signature: "lessThan(other)",
    meaning: "Whether the value is below another.",
    formula: "a < b",
    example: { code: "field.close.lessThan(field.open)", output: [0, 0, 1, 0] },
  },
};

/** 1 where a ≤ b, else 0. */
export const lessOrEqual: PointwiseOperator = {
  kind: "pointwise",
  name: "lessOrEqual",
  kernel: "lessOrEqual",
  run: ([a, b], output, start, end) => {
    for (let k = start; k < end; k++) output[k] = either(a![k]!, b![k]!, a![k]! <= b![k]!);
  },
  reference: {
    ...ALL,
    name: "lessOrEqual",
    signature: "lessOrEqual(other)",
    meaning: "Whether the value is another or below it.",
    formula: "a ≤ b",
    example: { code: "field.close.lessOrEqual(104)", output: [1, 0, 0, 0] },
  },
};

/** 1 where a = b, else 0. */
export const equalTo: PointwiseOperator = {
  kind: "pointwise",
  name: "equalTo",
  kernel: "equalTo",
  run: ([a, b], output, start, end) => {
    for (let k = start; k < end; k++) output[k] = either(a![k]!, b![k]!, a![k]! === b![k]!);
  },
  reference: {
    ...ALL,
    name: "equalTo",
    signature: "equalTo(other)",
    meaning: "Whether two values are the same number.",
    formula: "a = b",
    example: { code: "field.close.equalTo(field.close.max(3))", output: [0, 1, 0, 1] },
  },
};

/** 1 where a ≠ b, else 0. */
export const notEqualTo: PointwiseOperator = {
  kind: "pointwise",
  name: "notEqualTo",
  kernel: "notEqualTo",
  run: ([a, b], output, start, end) => {
    for (let k = start; k < end; k++) output[k] = either(a![k]!, b![k]!, a![k]! !== b![k]!);
  },
  reference: {
    ...ALL,
    name: "notEqualTo",
    signature: "notEqualTo(other)",
    meaning: "Whether two values differ.",
    formula: "a ≠ b",
    example: { code: "field.close.notEqualTo(field.close.max(3))", output: [1, 0, 1, 0] },
  },
};
