/// <reference types="vite/client" />

const raw = import.meta.glob<string>(
  [
    "../../node_modules/typescript/lib/lib.es5.d.ts",
    "../../node_modules/typescript/lib/lib.es20{15,16,17,18,19,20,21,22,23}*.d.ts",
    "../../node_modules/typescript/lib/lib.decorators*.d.ts",
    "!../../node_modules/typescript/lib/*.full.d.ts",
  ],
  { query: "?raw", import: "default", eager: true },
);

/** The language's own declarations, without any DOM: `/lib/lib.es2023.d.ts` → text. */
export const libTexts: ReadonlyMap<string, string> = new Map(
  Object.entries(raw).map(([path, text]) => [`/lib/${path.split("/").at(-1)!}`, text]),
);
