import { exp as exponential } from "../../math/exp.ts";
import { log as naturalLog } from "../../math/log.ts";
import { pow } from "../../math/pow.ts";
import { finite } from "../finite.ts";
import type { PointwiseOperator } from "../operator.ts";

const ALL = { group: "arithmetic", lookBack: "0", unit: "none" } as const;

/** x^e by the engine's own deterministic power. Missing where that is not a finite real number. */
export const power: PointwiseOperator = {
  kind: "pointwise",
  name: "power",
  run: ([a], output, start, end, [exponent]) => {
    for (let k = start; k < end; k++) output[k] = finite(pow(a![k]!, exponent!));
  },
  reference: {
    ...ALL,
    name: "power",
    signature: "power(exponent)",
    meaning: "The value raised to a constant power.",
    formula: "x^e",
    missing: "Missing where x is missing or the power is not a finite real number.",
    example: { code: "field.close.power(2)", output: [10609, 11236, 11025, 11449] },
  },
};

/** √x, exact. Missing where x is missing or negative. */
export const sqrt: PointwiseOperator = {
  kind: "pointwise",
  name: "sqrt",
  run: ([a], output, start, end) => {
    for (let k = start; k < end; k++) output[k] = finite(Math.sqrt(a![k]!));
  },
  reference: {
    ...ALL,
    name: "sqrt",
    signature: "sqrt()",
    meaning: "The square root.",
    formula: "√x",
    missing: "Missing where x is missing or negative.",
    example: { code: "field.volume.sqrt()", output: [37.4166, 31.6228, 36.0555, 40] },
  },
};

/** e^x by the engine's own deterministic exponential. Missing where x is missing or the result overflows. */
export const exp: PointwiseOperator = {
  kind: "pointwise",
  name: "exp",
  run: ([a], output, start, end) => {
    for (let k = start; k < end; k++) output[k] = finite(exponential(a![k]!));
  },
  reference: {
    ...ALL,
    name: "exp",
    signature: "exp()",
    meaning: "The exponential, with the same bits on every machine.",
    formula: "e^x",
    missing: "Missing where x is missing or the result overflows.",
    example: { code: "field.close.returns(1).exp()", output: [0.990431, 1.02955, 0.99061, 1.01923] },
  },
};

/** The natural logarithm by the engine's own deterministic log. Missing where x is missing, zero or negative. */
export const log: PointwiseOperator = {
  kind: "pointwise",
  name: "log",
  run: ([a], output, start, end) => {
    for (let k = start; k < end; k++) {
      const x = a![k]!;
      output[k] = x > 0 ? finite(naturalLog(x)) : Number.NaN;
    }
  },
  reference: {
    ...ALL,
    name: "log",
    signature: "log()",
    meaning: "The natural logarithm, with the same bits on every machine.",
    formula: "ln x",
    missing: "Missing where x is missing, zero or negative.",
    example: { code: "field.close.log()", output: [4.63473, 4.66344, 4.65396, 4.67283] },
  },
};
