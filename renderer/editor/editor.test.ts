import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Diagnostic } from "../../kernel/contract/kernel-contract.ts";
import { withCallsAndKeys } from "./cell-grammar.ts";
import { editorOptions, estimateHeight } from "./editor-options.ts";
import { buildEditorTheme, themeName, themeOf } from "./editor-theme.ts";
import { spanOf } from "./span-of.ts";

const diagnostic = (change: Partial<Diagnostic> = {}): Diagnostic => ({
  cellId: "a",
  severity: "error",
  code: "2322",
  message: "Type 'string' is not assignable to type 'number'.",
  line: 2,
  column: 7,
  endLine: 2,
  endColumn: 12,
  ...change,
});
describe("a fault in the editor", () => {
  it("a span of no width can still be seen", () => {
    expect(spanOf(diagnostic({ endLine: 2, endColumn: 7 }))).toMatchObject({
      endLineNumber: 2,
      endColumn: 8,
    });
    expect(spanOf(diagnostic({ endLine: 1, endColumn: 50 }))).toMatchObject({
      endLineNumber: 2,
      endColumn: 8,
    });
  });
});

describe("the editor's theme", () => {
  const css = readFileSync(new URL("../styles/tokens.css", import.meta.url), "utf8");
  const block = (selector: string): string => css.slice(css.indexOf(selector)).split("}")[0]!;
  it.each([
    ["light", ':root[data-theme="light"]'],
    ["dark", ':root[data-theme="dark"]'],
    ["hc", ':root[data-theme="hc"]'],
  ] as const)("%s finds every colour it names in the tokens", (theme, selector) => {
    const text = block(selector);
    const missing: string[] = [];
    const built = buildEditorTheme(theme, (name) => {
      const value = new RegExp(`${name}:\\s*(#[0-9a-f]{6})`).exec(text)?.[1];
      if (value === undefined) missing.push(name);
      return value ?? "";
    });
    expect(missing).toEqual([]);
    expect(built.rules.find(({ token }) => token === "call")?.fontStyle).toBe("bold");
    for (const { foreground } of built.rules) expect(foreground).toMatch(/^[0-9a-f]{6}$/);
  });
  it("an unknown theme is light", () => {
    expect([themeOf("dark"), themeOf("hc-light"), themeOf(undefined), themeOf("x")].map(themeName)).toEqual([
      "asof-dark",
      "asof-hc-light",
      "asof-light",
      "asof-light",
    ]);
  });
});

describe("the editor's settings", () => {
  const options = editorOptions("code", { family: "F", lineHeight: 19 }, { label: "l", placeholder: "p" });
  it("leaves the wheel to the page and has no minimap, glyph margin or ligatures", () => {
    expect(options).toMatchObject({
      scrollbar: { alwaysConsumeMouseWheel: false },
      minimap: { enabled: false },
      glyphMargin: false,
      fixedOverflowWidgets: true,
      fontSize: 12.5,
      fontLigatures: false,
    });
  });
  it("prose wraps, code does not", () => {
    const face = { family: "F", lineHeight: 19 };
    const words = { label: "", placeholder: "" };
    const prose = editorOptions("markdown", face, words);
    expect([prose.wordWrapOverride1, options.wordWrapOverride1]).toEqual(["on", "inherit"]);
  });
  it("E4: kinds differ in nothing that Monaco would set for all editors at once", () => {
    const face = { family: "F", lineHeight: 19 };
    const words = { label: "l", placeholder: "p" };
    const prose = editorOptions("markdown", face, words);
    expect(prose.wordWrap).toBe(options.wordWrap);
    expect([prose.quickSuggestions, options.quickSuggestions]).toEqual([true, true]);
  });
  it("the height of still code is that of its lines", () => {
    expect(estimateHeight("a\nb\n", 19)).toBe(3 * 19 + 16);
    expect(estimateHeight("", 19)).toBe(19 + 16);
  });
});

describe("names that are called and names that are keys", () => {
  const grammar = withCallsAndKeys({ tokenizer: { common: [[/x/, "x"]], root: [] } });
  const [call, key, other] = (grammar.tokenizer.common as [RegExp, unknown][]).map(
    ([pattern]) => new RegExp(`^(?:${pattern.source})`),
  );
  it.each(["strategy({", "div (x)", "map<number>(f)"])("%s is called", (text) =>
    expect(call!.test(text)).toBe(true),
  );
  it.each(["momentum;", "a < b", "x = (1)"])("%s is not called", (text) =>
    expect(call!.test(text)).toBe(false),
  );
  it.each(["name: 1", "name?: string"])("%s is a key", (text) => expect(key!.test(text)).toBe(true));
  it.each(["값", "a값", "β_1"])("%s is a name", (text) => expect(other!.exec(`${text} + 1`)?.[0]).toBe(text));
  it("the grammar's own rules stay, behind", () => expect(grammar.tokenizer.common).toHaveLength(4));
});
