import { createHash } from "node:crypto";
import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { type Catalog, catalogSchema } from "../contract/catalog.ts";
import type { SnapshotSource } from "../snapshot.ts";
import { writeDurably } from "../write/durable-file.ts";
import { computeCatalog } from "./compute-catalog.ts";

/** Raised when a catalog of the same rows would look different. */
const CATALOG_VERSION = 3;

const fileSchema = z.object({ version: z.literal(CATALOG_VERSION), sha256: z.string(), catalog: z.string() });

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

/**
 * The catalogs of snapshots. One is computed when it is first asked for, which reads much of it once, and kept in
 * the store's folder under the snapshot's id, which names its content. A kept one that was damaged is computed again.
 */
export class CatalogCache {
  readonly #dir: string;
  readonly #byId = new Map<string, Promise<Catalog>>();

  constructor(dir: string) {
    this.#dir = dir;
  }

  /** `source` must stay open until this settles. */
  async get(source: SnapshotSource): Promise<Catalog> {
    const { snapshot } = source;
    const known = this.#byId.get(snapshot.id);
    const catalog = await (known ?? this.#load(source)).catch(() => this.#load(source));
    // One state may have several names.
    return { ...catalog, snapshot: { ...catalog.snapshot, name: snapshot.name } };
  }

  #load(source: SnapshotSource): Promise<Catalog> {
    const { id } = source.snapshot;
    const loading = this.#readOrCompute(source);
    this.#byId.set(id, loading);
    loading.catch(() => this.#byId.delete(id));
    return loading;
  }

  async #readOrCompute(source: SnapshotSource): Promise<Catalog> {
    const path = join(this.#dir, `${source.snapshot.id}.json`);
    const kept = await readKept(path, source.snapshot.id);
    if (kept) return kept;
    const catalog = await computeCatalog(source);
    // A folder that cannot be written costs the time of computing it again, nothing else.
    await this.#keep(path, JSON.stringify(catalog)).catch(() => {});
    return catalog;
  }

  async #keep(path: string, catalog: string): Promise<void> {
    // Not its parents: a store that was removed meanwhile is not to come back.
    await mkdir(this.#dir).catch(() => {});
    await writeDurably(path, JSON.stringify({ version: CATALOG_VERSION, sha256: sha256(catalog), catalog }));
  }
}

const readKept = async (path: string, id: string): Promise<Catalog | undefined> => {
  try {
    const { sha256: expected, catalog } = fileSchema.parse(JSON.parse(await readFile(path, "utf8")));
    if (sha256(catalog) !== expected) return undefined;
    const parsed = catalogSchema.parse(JSON.parse(catalog));
    return parsed.snapshot.id === id ? parsed : undefined;
  } catch {
    return undefined;
  }
};
