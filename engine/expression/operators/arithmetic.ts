import { finite } from "../finite.ts";
import type { PointwiseOperator } from "../operator.ts";

const MISSING = "Missing where an operand is missing or the result overflows.";
const ALL = { group: "arithmetic", missing: MISSING, lookBack: "0" } as const;

/** a + b. Unit: that of the operands, which must agree. */
export const plus: PointwiseOperator = {
  kind: "pointwise",
  name: "plus",
  kernel: "plus",
  run: ([a, b], output, start, end) => {
    for (let k = start; k < end; k++) output[k] = finite(a![k]! + b![k]!);
  },
  reference: {
    ...ALL,
    name: "plus",
    signature: "plus(other)",
    meaning: "The sum of two factors, or of a factor and a number.",
    formula: "a + b",
    unit: "that of the operands, which must agree",
    example: { code: "field.close.plus(field.open)", output: [206, 209, 212, 211] },
  },
};

/** a − b. Unit: that of the operands, which must agree. */
export const minus: PointwiseOperator = {
  kind: "pointwise",
  name: "minus",
  kernel: "minus",
  run: ([a, b], output, start, end) => {
    for (let k = start; k < end; k++) output[k] = finite(a![k]! - b![k]!);
  },
  reference: {
    ...ALL,
    name: "minus",
    signature: "minus(other)",
    meaning: "The difference of two factors, or of a factor and a number.",
    formula: "a − b",
    unit: "that of the operands, which must agree",
    example: { code: "field.close.minus(field.open)", output: [0, 3, -2, 3] },
  },
};

/** a · b. Unit: the product of the operands' units. */
export const times: PointwiseOperator = {
  kind: "pointwise",
  name: "times",
  kernel: "times",
  run: ([a, b], output, start, end) => {
    for (let k = start; k < end; k++) output[k] = finite(a![k]! * b![k]!);
  },
  reference: {
    ...ALL,
    name: "times",
    signature: "times(other)",
    meaning: "The product of two factors, or of a factor and a number.",
    formula: "a · b",
    unit: "the product of the operands' units",
    example: { code: "field.close.times(field.volume)", output: [144200, 106000, 136500, 171200] },
  },
};

/** a / b. Unit: the ratio of the operands' units. Division by zero is missing, never infinite. */
export const div: PointwiseOperator = {
  kind: "pointwise",
  name: "div",
  kernel: "div",
  run: ([a, b], output, start, end) => {
    for (let k = start; k < end; k++) output[k] = finite(a![k]! / b![k]!);
  },
  reference: {
    ...ALL,
    name: "div",
    signature: "div(other)",
    meaning: "The quotient of two factors, or of a factor and a number.",
    formula: "a / b",
    unit: "the ratio of the operands' units",
    missing: "Missing where an operand is missing or b is zero.",
    example: { code: "field.close.div(field.open)", output: [1, 1.02913, 0.981308, 1.02885] },
  },
};

/** −x. Unit: unchanged. */
export const neg: PointwiseOperator = {
  kind: "pointwise",
  name: "neg",
  run: ([a], output, start, end) => {
    for (let k = start; k < end; k++) output[k] = finite(-a![k]!);
  },
  reference: {
    ...ALL,
    name: "neg",
    signature: "neg()",
    meaning: "The value with its sign turned.",
    formula: "−x",
    unit: "unchanged",
    example: { code: "field.close.neg()", output: [-103, -106, -105, -107] },
  },
};

/** |x|. Unit: unchanged. */
export const abs: PointwiseOperator = {
  kind: "pointwise",
  name: "abs",
  run: ([a], output, start, end) => {
    for (let k = start; k < end; k++) output[k] = finite(Math.abs(a![k]!));
  },
  reference: {
    ...ALL,
    name: "abs",
    signature: "abs()",
    meaning: "The value without its sign.",
    formula: "|x|",
    unit: "unchanged",
    example: { code: "field.close.delta(1).abs()", output: [1, 3, 1, 2] },
  },
};

/** −1, 0 or 1 by the sign of x. No unit. */
export const sign: PointwiseOperator = {
  kind: "pointwise",
  name: "sign",
  run: ([a], output, start, end) => {
    for (let k = start; k < end; k++) {
      const x = a![k]!;
      output[k] = x > 0 ? 1 : x < 0 ? -1 : x === 0 ? 0 : Number.NaN;
    }
  },
  reference: {
    ...ALL,
    name: "sign",
    signature: "sign()",
    meaning: "Whether the value is below, at or above zero.",
    formula: "−1, 0 or 1",
    unit: "none",
    missing: "Missing where x is missing.",
    example: { code: "field.close.delta(1).sign()", output: [-1, 1, -1, 1] },
  },
};
