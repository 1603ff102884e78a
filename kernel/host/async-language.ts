import type { Language } from "../language/language.ts";

/** The language as the host asks it: in its own worker, or (in tests) in the same process. */
export type AsyncLanguage = {
  readonly [K in keyof Language]: (...values: Parameters<Language[K]>) => Promise<ReturnType<Language[K]>>;
};

export const inProcess = (language: Language): AsyncLanguage => ({
  update: async (cells, folder) => language.update(cells, folder),
  check: async () => language.check(),
  declareStore: async (names) => language.declareStore(names),
  declareSql: async (columns) => language.declareSql(columns),
  declarations: async () => language.declarations(),
  rename: async (request) => language.rename(request),
});
