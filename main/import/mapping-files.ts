import { wireOk } from "../../wire/contract.ts";
import type { ImportDependencies } from "./import-handlers.ts";

export const mappingFiles = (_storeDir: () => string): ImportDependencies["mappings"] => ({
  list: async () => wireOk([]),
  save: async () => wireOk([]),
});
