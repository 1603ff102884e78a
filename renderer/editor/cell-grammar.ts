import type { languages } from "monaco-editor/editor";

/** Letters beyond those of English: Hangul, Greek, accents. Monarch's own grammar takes them for faults. */
const OTHER = "\\u00aa-\\u1fff\\u2c00-\\ufffd";
const NAME = `[a-zA-Z_$${OTHER}][\\w$${OTHER}]*`;

/** The grammar of TypeScript with two more kinds of name: one that is called, and one that is a key. */
export const withCallsAndKeys = (grammar: languages.IMonarchLanguage): languages.IMonarchLanguage => {
  const cases = (kind: string) => ({ cases: { "@keywords": "keyword", "@default": kind } });
  const extra: languages.IMonarchLanguageRule[] = [
    [new RegExp(`${NAME}(?=\\s*(?:<[\\w\\s,.|[\\]]*>)?\\()`), cases("call")],
    [new RegExp(`${NAME}(?=\\s*\\??:(?!:))`), cases("key")],
    [new RegExp(`[\\w$]*[${OTHER}][\\w$${OTHER}]*`), "identifier"],
  ];
  const common = grammar.tokenizer.common ?? [];
  return { ...grammar, tokenizer: { ...grammar.tokenizer, common: [...extra, ...common] } };
};
