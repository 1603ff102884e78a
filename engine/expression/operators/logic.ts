import { finite } from "../finite.ts";
import type { PointwiseOperator } from "../operator.ts";

const ALL = {
  group: "comparison and logic",
  lookBack: "0",
  unit: "none: 1 is true, 0 is false",
  missing: "Missing where an operand is missing.",
} as const;

/** 1 where both are true (not zero), else 0. */
export const and: PointwiseOperator = {
  kind: "pointwise",
  name: "and",
  kernel: "and",
  run: ([a, b], output, start, end) => {
    for (let k = start; k < end; k++) {
      const x = a![k]!;
      const y = b![k]!;
      output[k] = Number.isNaN(x) || Number.isNaN(y) ? Number.NaN : x !== 0 && y !== 0 ? 1 : 0;
    }
  },
  reference: {
    ...ALL,
    name: "and",
    signature: "and(other)",
    meaning: "Whether both conditions hold; any number but zero is true.",
    formula: "a ≠ 0 ∧ b ≠ 0",
    example: { code: "field.close.greaterThan(101).and(field.close.lessThan(105))", output: [1, 0, 0, 0] },
  },
};

/** 1 where one or both are true (not zero), else 0. */
export const or: PointwiseOperator = {
  kind: "pointwise",
  name: "or",
  kernel: "or",
  run: ([a, b], output, start, end) => {
    for (let k = start; k < end; k++) {
      const x = a![k]!;
      const y = b![k]!;
      output[k] = Number.isNaN(x) || Number.isNaN(y) ? Number.NaN : x !== 0 || y !== 0 ? 1 : 0;
    }
  },
  reference: {
    ...ALL,
    name: "or",
    signature: "or(other)",
    meaning: "Whether one or both conditions hold; any number but zero is true.",
    formula: "a ≠ 0 ∨ b ≠ 0",
    example: { code: "field.close.lessThan(101).or(field.close.greaterThan(105))", output: [0, 1, 0, 1] },
  },
};

/** 1 where the condition is false (zero), else 0. */
export const not: PointwiseOperator = {
  kind: "pointwise",
  name: "not",
  run: ([a], output, start, end) => {
    for (let k = start; k < end; k++) {
      const x = a![k]!;
      output[k] = Number.isNaN(x) ? Number.NaN : x === 0 ? 1 : 0;
    }
  },
  reference: {
    ...ALL,
    name: "not",
    signature: "not()",
    meaning: "Whether the condition does not hold.",
    formula: "a = 0",
    example: { code: "field.close.greaterThan(104).not()", output: [1, 0, 0, 0] },
  },
};

/** The one value where the condition is true (not zero), the other where it is false. */
export const where: PointwiseOperator = {
  kind: "pointwise",
  name: "where",
  run: ([condition, whenTrue, whenFalse], output, start, end) => {
    for (let k = start; k < end; k++) {
      const c = condition![k]!;
      output[k] = Number.isNaN(c) ? Number.NaN : finite(c !== 0 ? whenTrue![k]! : whenFalse![k]!);
    }
  },
  reference: {
    ...ALL,
    name: "where",
    signature: "where(whenTrue, whenFalse)",
    meaning: "One value where the condition holds, another where it does not.",
    formula: "a ≠ 0 ? b : c",
    unit: "that of the chosen values, which must agree",
    missing:
      "Missing where the condition or the chosen value is missing; the value not chosen does not matter.",
    example: {
      code: "field.close.greaterThan(field.open).where(field.high, field.low)",
      output: [102, 107, 104, 108],
    },
  },
};

/** 1 where there is a value, 0 where it is missing. */
export const isPresent: PointwiseOperator = {
  kind: "pointwise",
  name: "isPresent",
  run: ([a], output, start, end) => {
    for (let k = start; k < end; k++) output[k] = Number.isNaN(a![k]!) ? 0 : 1;
  },
  reference: {
    ...ALL,
    name: "isPresent",
    signature: "isPresent()",
    meaning: "Whether there is a value on the session.",
    formula: "1 or 0",
    missing: "Never missing.",
    example: { code: "field.close.isPresent()", output: [1, 1, 1, 1] },
  },
};

/** The value, or another where it is missing. */
export const orElse: PointwiseOperator = {
  kind: "pointwise",
  name: "orElse",
  run: ([a, b], output, start, end) => {
    for (let k = start; k < end; k++) output[k] = finite(Number.isNaN(a![k]!) ? b![k]! : a![k]!);
  },
  reference: {
    ...ALL,
    name: "orElse",
    signature: "orElse(other)",
    meaning: "The value, or another one where it is missing.",
    formula: "a where present, else b",
    unit: "that of the operands, which must agree",
    missing: "Missing where both are missing.",
    example: { code: "field.close.delay(9).orElse(field.open)", output: [103, 103, 107, 100] },
  },
};
