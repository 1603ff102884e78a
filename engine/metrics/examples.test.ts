import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import * as engine from "../index.ts";

/** Numbers to six digits; arrays entry by entry; a result as its value or its error's code. */
function show(value: unknown): string {
  if (typeof value === "number") return String(Number(value.toPrecision(6)));
  if (ArrayBuffer.isView(value)) return `[${Array.from(value as Float64Array, show).join(", ")}]`;
  const result = value as { ok: boolean; value: unknown; error: { code: string } };
  return result.ok ? show(result.value) : result.error.code;
}

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
    const run = new Function(...Object.keys(engine), `"use strict"; return ${code};`);
    expect(show(run(...Object.values(engine)))).toBe(output);
  });
});
