import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { runMetricExample } from "./testing/run-metric-example.ts";

const folder = new URL(".", import.meta.url);
const examples = readdirSync(folder)
  .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"))
  .flatMap((name) => [...readFileSync(new URL(name, folder), "utf8").matchAll(/@example (.+) \/\/ (.+)/g)])
  .map(([, code, output]) => [code!, output!] as const);

describe("the examples in the documentation of metrics give what stands beside them", () => {
  test("there are examples", () => {
    expect(examples.length).toBeGreaterThan(40);
  });
  test.each(examples)("%s is %s", (code, output) => {
    expect(runMetricExample(code)).toBe(output);
  });
});
