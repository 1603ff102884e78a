import fc from "fast-check";
import { expect, test } from "vitest";
import { runs, WORLDS } from "../testing/arbitrary-world.ts";
import { constantFactor, fieldFactor } from "./factor.ts";
import { describeFactor, type FactorDocument, readFactor } from "./factor-document.ts";
import { randomExpression, stepNames } from "./testing/arbitrary-expression.ts";

const seed = fc.integer({ min: 1, max: 0x7fff_ffff });

test("an expression read from its document is the same expression, whatever its operators", () => {
  const met = new Set<string>();
  fc.assert(
    fc.property(seed, (expressionSeed) => {
      const { factor, steps } = randomExpression({ seed: expressionSeed, hasDerived: true, hasCross: true });
      for (const step of steps) met.add(step);
      const document = JSON.parse(JSON.stringify(describeFactor(factor))) as FactorDocument;
      expect(readFactor(document).key).toBe(factor.key);
      expect(String(readFactor(document))).toBe(String(factor));
    }),
    { ...runs(131), numRuns: Math.max(300, WORLDS) },
  );
  expect([...met].sort()).toEqual([...stepNames].sort());
});

test("a document of anything else is refused", () => {
  const { key, nodes } = describeFactor(fieldFactor("close").mean(20).plus(constantFactor(2)));
  const mean = nodes.findIndex(({ name }) => name === "mean");
  const withMean = (change: object): FactorDocument => ({
    key,
    nodes: nodes.map((node, place) => (place === mean ? { ...node, ...change } : node)),
  });
  expect(readFactor({ key, nodes }).key).toBe(key);
  const wrong: readonly FactorDocument[] = [
    { key, nodes: [] },
    { key: "0".repeat(32), nodes },
    withMean({ parameters: [21, 21] }),
    withMean({ parameters: [1e9, 20] }),
    withMean({ parameters: [-1, 20] }),
    withMean({ name: "constructor" }),
    withMean({ name: "toString" }),
    withMean({ name: "macd" }),
    withMean({ name: "volumeWeightedPrice" }),
    withMean({ inputs: [] }),
    withMean({ inputs: [nodes.length - 1] }),
    { key, nodes: nodes.map((node) => (node.kind === "constant" ? { ...node, parameters: [] } : node)) },
  ];
  for (const document of wrong) expect(() => readFactor(document)).toThrow();
});
