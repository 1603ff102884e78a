export type MonacoModule = typeof import("./monaco.ts");

let loading: Promise<MonacoModule> | null = null;
let loaded: MonacoModule | null = null;

/** Monaco, loaded once and only when the first code is about to be shown. */
export const loadMonaco = (): Promise<MonacoModule> => {
  loading ??= import("./monaco.ts").then((module) => {
    loaded = module;
    return module;
  });
  return loading;
};

/** Monaco if it is there already. */
export const monacoIfLoaded = (): MonacoModule | null => loaded;
