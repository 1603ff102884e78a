import { wireOk } from "../../wire/contract.ts";
import type { Store } from "../open-store.ts";

/**
 * Computes the catalog of the newest snapshot before somebody asks for it, and keeps it. A failure is none of the
 * caller's: who asks later is told.
 */
export const prepareCatalog = async (store: Store): Promise<void> => {
  await store.read(null, async (source) => wireOk(await store.catalogs.get(source))).catch(() => {});
};
