import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { createLanguage } from "../language/language.ts";
import type { StoreNames } from "../language/store-names.ts";

const names = {
  fields: ["open", "close"].map((name) => ({ name, kind: "price", unit: "", description: "" })),
  universes: [{ id: "GLOBAL_LARGE", label: "Global large", names: 3, mics: ["XNYS"] }],
  markets: [{ mic: "XNYS", name: "New York", currency: "USD" }],
} as unknown as StoreNames;

const guide = readFileSync(new URL("../../docs/guide/strategies.md", import.meta.url), "utf8");

it("finds the cells of the guide to strategies well typed", () => {
  const sources = [...guide.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, source]) => source!);
  const language = createLanguage();
  language.declareStore(names);
  const { analysis } = language.update(
    sources.map((source, index) => ({ id: `c${index}`, kind: "code", source, attributes: [] })),
  );
  expect(sources.length).toBeGreaterThan(4);
  expect([...analysis.diagnostics, ...language.check()]).toEqual([]);
});
