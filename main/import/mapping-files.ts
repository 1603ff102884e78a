import { listMappings, saveMapping } from "../../store/mappings/mapping-files.ts";
import { wireOk } from "../../wire/contract.ts";
import type { ImportDependencies } from "./import-handlers.ts";

/** The mappings beside the store that is open: those that come with Asof, and those the user saved. */
export const mappingFiles = (storeDir: () => string): ImportDependencies["mappings"] => ({
  list: async () => wireOk(await listMappings(storeDir())),
  save: async (mapping) => {
    const saved = await saveMapping(storeDir(), mapping);
    return saved.ok ? wireOk(await listMappings(storeDir())) : saved;
  },
});
