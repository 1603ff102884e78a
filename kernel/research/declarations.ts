/// <reference types="vite/client" />

import { documentDeclarations } from "./document-declarations.ts";

const raw = import.meta.glob<string>("./declarations/*.d.ts", {
  query: "?raw",
  import: "default",
  eager: true,
});

/** A file of declarations, as the type check and the editor read it. */
export interface DeclarationFile {
  readonly path: string;
  readonly text: string;
}

/** The research API as it stands in `declarations/`, one file per subject, each name with its entry of the reference: `/research/factors.d.ts` → text. */
export const researchDeclarations: readonly DeclarationFile[] = Object.entries(raw).map(([path, text]) => ({
  path: `/research/${path.split("/").at(-1)!}`,
  text: documentDeclarations(text),
}));
