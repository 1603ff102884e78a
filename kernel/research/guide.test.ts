import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { createLanguage } from "../language/language.ts";
import type { StoreNames } from "../language/store-names.ts";

const names = {
  fields: ["open", "close"].map((name) => ({ name, kind: "price", unit: "", description: "" })),
  universes: ["GLOBAL_LARGE", "US_LARGE"].map((id) => ({ id, label: id, names: 3, mics: ["XNYS"] })),
  markets: [{ mic: "XNYS", name: "New York", currency: "USD" }],
} as unknown as StoreNames;

const guideOf = (name: string): string =>
  readFileSync(new URL(`../../docs/guide/${name}.md`, import.meta.url), "utf8");

it.each(["strategies", "search", "outputs"])("finds the cells of the guide to %s well typed", (name) => {
  const sources = [...guideOf(name).matchAll(/```ts\n([\s\S]*?)```/g)].map(([, source]) => source!);
  const language = createLanguage();
  language.declareStore(names);
  const { analysis } = language.update(
    sources.map((source, index) => ({ id: `c${index}`, kind: "code", source, attributes: [] })),
  );
  expect(sources.length).toBeGreaterThan(3);
  expect([...analysis.diagnostics, ...language.check()]).toEqual([]);
});
