import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { resources } from "./index.ts";

type Strings = { readonly [key: string]: string | Strings };

const leaves = (strings: Strings, separator: string, path: readonly string[] = []): [string, string][] =>
  Object.entries(strings).flatMap(([key, value]): [string, string][] =>
    typeof value === "string"
      ? [[[...path, key].join(separator), value]]
      : leaves(value, separator, [...path, key]),
  );
const placeholders = (text: string): string[] =>
  [...text.matchAll(/\{\{(\w+)\}\}/g)].map((m) => m[1]!).sort();

/** Shell keys part at ":", since command ids hold dots; the other areas part at ".". */
const separatorOf = (area: string): string => (area === "shell" ? ":" : ".");

const renderer = fileURLToPath(new URL("..", import.meta.url));
const sources = readdirSync(renderer, { recursive: true, encoding: "utf8" })
  .filter((path) => /\.tsx?$/.test(path) && !path.includes(".test.") && !path.startsWith("i18n"))
  .map((path) => ({ path, text: readFileSync(join(renderer, path), "utf8") }));

describe.each(["shell", "outputs", "editor"] as const)("the strings of %s", (area) => {
  const english = new Map(leaves(resources.en[area], separatorOf(area)));
  const korean = new Map(leaves(resources.ko[area], separatorOf(area)));

  it("have the same keys in both languages", () => {
    expect([...korean.keys()].sort()).toEqual([...english.keys()].sort());
    expect(english.size).toBeGreaterThan(3);
  });

  it("have the same placeholders in both languages", () => {
    for (const [key, text] of english)
      expect([key, placeholders(korean.get(key)!)]).toEqual([key, placeholders(text)]);
  });

  it("are never empty", () => {
    for (const [key, text] of [...english, ...korean]) expect([key, text.trim() !== ""]).toEqual([key, true]);
  });

  it("are Korean in Korean, field names and marks apart", () => {
    const isWords = (text: string) => /[a-z]{4,}/i.test(text.replace(/\{\{\w+\}\}/g, ""));
    const same = [...english].filter(([key, text]) => isWords(text) && korean.get(key) === text);
    // Names that stay as they are in any language.
    const allowed = /^(app:name|app:untitled|language:|command:language|.*(code|chart|sheet|api))/i;
    expect(same.filter(([key]) => area === "shell" && !allowed.test(key))).toEqual([]);
  });
});

describe("keys in the code", () => {
  it("all exist", () => {
    const known = new Set(
      (["shell", "outputs", "editor"] as const).flatMap((area) =>
        leaves(resources.en[area], separatorOf(area)).map(([key]) => key),
      ),
    );
    const used = sources.flatMap(({ path, text }) =>
      [...text.matchAll(/\bt\(\s*"([^"]+)"/g)].map((match) => ({ path, key: match[1]! })),
    );
    expect(used.length).toBeGreaterThan(80);
    expect(used.filter(({ key }) => !known.has(key))).toEqual([]);
  });
});
