import { describe, expect, test } from "vitest";
import { Factor } from "./factor.ts";
import { indicators } from "./indicators.ts";
import { operatorReference } from "./operator-reference.ts";
import { renderOperatorReference } from "./testing/render-reference.ts";
import { runExample } from "./testing/run-example.ts";

/** Other names of operators, which their reference mentions. */
const otherNames: Readonly<Record<string, string>> = {
  sma: "mean",
  linearDecay: "wma",
  beta: "regressionSlope",
};
const callable = [
  ...Object.getOwnPropertyNames(Factor.prototype).filter(
    (name) => !["constructor", "toString"].includes(name),
  ),
  ...Object.keys(indicators),
];

test.each(operatorReference.map(({ name, example }) => [name, example] as const))(
  "the example of %s gives what the reference says",
  (_, { code, output }) => {
    expect(output.length).toBeGreaterThan(0);
    expect(runExample(code)).toEqual(output);
  },
);

describe("the reference", () => {
  test("has every method of a factor and every indicator, once", () => {
    const names = operatorReference.map(({ name }) => name);
    expect([...names, ...Object.keys(otherNames)].sort()).toEqual(callable.sort());
  });

  test("mentions the other name of an operator, and its example calls the operator", () => {
    for (const { name, example, signature } of operatorReference) {
      expect(example.code).toContain(`${name}(`);
      expect(signature).toContain(`${name}(`);
    }
    for (const [other, name] of Object.entries(otherNames))
      expect(operatorReference.find((each) => each.name === name)!.meaning).toContain(`\`${other}`);
  });

  test("is what docs/reference/operators.md says", async () => {
    await expect(renderOperatorReference()).toMatchFileSnapshot("../../docs/reference/operators.md");
  });
});
