import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { ArgumentError, requireWhole, requireWithin } from "../argument-error.ts";
import type { Axis, CrossSectionOperator, Operator, PointwiseOperator, WindowOperator } from "./operator.ts";
import { abs } from "./operators/abs.ts";
import { crossZscore } from "./operators/cross-zscore.ts";
import { delay } from "./operators/delay.ts";
import { delta } from "./operators/delta.ts";
import { demean } from "./operators/demean.ts";
import { div } from "./operators/div.ts";
import { ema } from "./operators/ema.ts";
import { log } from "./operators/log.ts";
import { max } from "./operators/max.ts";
import { mean } from "./operators/mean.ts";
import { min } from "./operators/min.ts";
import { minus } from "./operators/minus.ts";
import { neg } from "./operators/neg.ts";
import { plus } from "./operators/plus.ts";
import { rank } from "./operators/rank.ts";
import { returns } from "./operators/returns.ts";
import { sign } from "./operators/sign.ts";
import { std } from "./operators/std.ts";
import { sum } from "./operators/sum.ts";
import { times } from "./operators/times.ts";
import { winsorize } from "./operators/winsorize.ts";
import { zscore } from "./operators/zscore.ts";

/** The longest window, in sessions: forty years of daily bars. */
const LONGEST_WINDOW = 10_000;

/**
 * An immutable node of an expression: each method returns a new node, and equal expressions have equal keys, so
 * that shared parts are computed once. Windows count sessions of the instrument's own market and end at the
 * current one; nothing can look forward.
 *
 * @example field.totalReturn.delay(21).div(field.totalReturn.delay(252)).minus(1).rank()
 */
export class Factor {
  readonly operator: Operator;
  readonly inputs: readonly Factor[];
  /** The window, the constant or the share of the operator; 0 where it has none. */
  readonly argument: number;
  readonly axis: Axis;
  /** Equal for equal expressions, on any machine. */
  readonly key: string;

  constructor(operator: Operator, inputs: readonly Factor[], argument: number) {
    this.operator = operator;
    this.inputs = inputs;
    this.argument = argument;
    this.axis = axisOf(operator, inputs);
    const text = `${operator.kind}:${operator.name}:${argument}:${inputs.map((input) => input.key).join(",")}`;
    this.key = bytesToHex(sha256(utf8ToBytes(text))).slice(0, 32);
    Object.freeze(this);
  }

  /** The value n sessions ago; n = 0 is the current one. */
  delay(n: number): Factor {
    return this.#window(delay, n);
  }

  /** x(t) − x(t−n). */
  delta(n: number): Factor {
    return this.#window(delta, n);
  }

  /** x(t) / x(t−n) − 1, a simple return over n sessions. */
  returns(n = 1): Factor {
    return this.#window(returns, n);
  }

  /** The sum of the last n sessions. */
  sum(n: number): Factor {
    return this.#window(sum, n);
  }

  /** The mean of the last n sessions. */
  mean(n: number): Factor {
    return this.#window(mean, n);
  }

  /** The simple moving average: another name for `mean`. */
  sma(n: number): Factor {
    return this.mean(n);
  }

  /** The sample standard deviation (n − 1) of the last n sessions. */
  std(n: number): Factor {
    return this.#window(std, n);
  }

  /** The least of the last n sessions. */
  min(n: number): Factor {
    return this.#window(min, n);
  }

  /** The greatest of the last n sessions. */
  max(n: number): Factor {
    return this.#window(max, n);
  }

  /** The exponential moving average of span n: α = 2 / (n + 1). */
  ema(n: number): Factor {
    return this.#window(ema, n);
  }

  /** (x − mean) / std over the last n sessions. */
  zscore(n: number): Factor {
    return this.#window(zscore, n);
  }

  plus(other: Factor | number): Factor {
    return this.#pair(plus, other);
  }

  minus(other: Factor | number): Factor {
    return this.#pair(minus, other);
  }

  times(other: Factor | number): Factor {
    return this.#pair(times, other);
  }

  /** Division by zero gives a missing value. */
  div(other: Factor | number): Factor {
    return this.#pair(div, other);
  }

  neg(): Factor {
    return new Factor(neg, [this], 0);
  }

  abs(): Factor {
    return new Factor(abs, [this], 0);
  }

  /** The natural logarithm; missing where the value is not positive. */
  log(): Factor {
    return new Factor(log, [this], 0);
  }

  /** −1, 0 or 1. */
  sign(): Factor {
    return new Factor(sign, [this], 0);
  }

  /** The rank among the members at the decision instant: 0 the lowest, 1 the highest, ties share their mean. */
  rank(): Factor {
    return this.#crossSection(rank, 0);
  }

  /** (x − mean) / std among the members at the decision instant. */
  crossZscore(): Factor {
    return this.#crossSection(crossZscore, 0);
  }

  /** x − mean among the members at the decision instant. */
  demean(): Factor {
    return this.#crossSection(demean, 0);
  }

  /** Values outside the percentiles p and 100 − p of the members are moved to them; p in percent, below 50. */
  winsorize(p: number): Factor {
    requireWithin("winsorize percentile", p, 0, 49.999);
    return this.#crossSection(winsorize, p);
  }

  /** The expression as one would write it. */
  toString(): string {
    const { operator, inputs, argument } = this;
    if (operator.kind === "field") return `field.${operator.name}`;
    if (operator.kind === "constant") return String(argument);
    const rest = inputs.slice(1).map(String);
    if (operator.kind === "window" || operator.name === "winsorize") rest.push(String(argument));
    return `${inputs[0]}.${operator.name}(${rest.join(", ")})`;
  }

  #window(operator: WindowOperator, n: number): Factor {
    requireWhole(`${operator.name} window`, n, operator.smallest, LONGEST_WINDOW);
    return new Factor(operator, [this], n);
  }

  #pair(operator: PointwiseOperator, other: Factor | number): Factor {
    if (typeof other !== "number" && !(other instanceof Factor))
      throw new ArgumentError(`${operator.name} needs a factor or a number, was ${typeof other}`);
    return new Factor(operator, [this, typeof other === "number" ? constantFactor(other) : other], 0);
  }

  #crossSection(operator: CrossSectionOperator, argument: number): Factor {
    return new Factor(operator, [this], argument);
  }
}

/** A factor that reads one field of the panel, stored or derived. */
export function fieldFactor(name: string): Factor {
  return new Factor({ kind: "field", name }, [], 0);
}

/** A factor that is `x` everywhere. `x` must be finite. */
export function constantFactor(x: number): Factor {
  if (!Number.isFinite(x)) throw new ArgumentError(`a constant must be a finite number, was ${x}`);
  return new Factor({ kind: "constant", name: "constant" }, [], x);
}

function axisOf(operator: Operator, inputs: readonly Factor[]): Axis {
  if (operator.kind === "constant") return "constant";
  if (operator.kind === "field") return "time-series";
  if (operator.kind === "cross-section") return "cross-sectional";
  const isCross = inputs.some((input) => input.axis === "cross-sectional");
  if (operator.kind === "window") {
    if (isCross)
      throw new ArgumentError(
        `${operator.name} needs a time series, but ${inputs[0]} is a cross-section: ` +
          `apply ${operator.name} before rank, crossZscore, demean or winsorize`,
      );
    if (inputs[0]?.axis === "constant")
      throw new ArgumentError(`${operator.name} needs a time series, was the constant ${inputs[0]}`);
    return "time-series";
  }
  if (isCross) return "cross-sectional";
  return inputs.every((input) => input.axis === "constant") ? "constant" : "time-series";
}
