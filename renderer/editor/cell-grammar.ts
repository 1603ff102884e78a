import type { languages } from "monaco-editor/editor";

const NAME = "[a-zA-Z_$][\\w$]*";

/** The grammar of TypeScript with two more kinds of name: one that is called, and one that is a key. */
export const withCallsAndKeys = (grammar: languages.IMonarchLanguage): languages.IMonarchLanguage => {
  const cases = (kind: string) => ({ cases: { "@keywords": "keyword", "@default": kind } });
  const extra: languages.IMonarchLanguageRule[] = [
    [new RegExp(`${NAME}(?=\\s*(?:<[\\w\\s,.|[\\]]*>)?\\()`), cases("call")],
    [new RegExp(`${NAME}(?=\\s*\\??:(?!:))`), cases("key")],
  ];
  const common = grammar.tokenizer.common ?? [];
  return { ...grammar, tokenizer: { ...grammar.tokenizer, common: [...extra, ...common] } };
};
