import type { Catalog } from "../../store/contract/catalog.ts";
import type { StoreContract } from "../../store/contract/store-contract.ts";
import type { Client } from "../../wire/connect.ts";

/** The names of the store that cells may write. */
export type WorldNames = Pick<Catalog, "fields" | "universes" | "markets">;

export interface WorldSurroundings {
  store(): Client<StoreContract>;
  onCatalog(catalog: Catalog): Promise<void>;
  onUnknownSnapshot(message: string): void;
}

/** Where the notebook stands: a snapshot of the store and an instant. */
export interface NotebookWorld {
  /** By id where it is known: what "the newest" means must not move between the hash of a run and its reads. */
  readonly snapshot: string | null;
  /** Nothing later is ever asked for. Null is the newest. */
  readonly asOf: number | null;
  /** Null until the store has told it. */
  readonly names: WorldNames | null;
  /** What makes, with the code, a cell's inputs. */
  readonly key: string;
  /** What a cell takes for the present, milliseconds since 1970. */
  readonly clockMs: number;
  /** Settles when the store has answered, with its names or without. */
  readonly isTried: Promise<void>;
  /** @param snapshot as the notebook names it; null is the newest */
  choose(snapshot: string | null): void;
  standAt(asOf: number | null): void;
  /** Asks the store anew; `isTried` settles after `then`. */
  readAgain(then?: () => void): void;
}

export const createNotebookWorld = (around: WorldSurroundings): NotebookWorld => {
  let catalog: Catalog | null = null;
  let snapshot: string | null = null;
  let asOf: number | null = null;

  const load = async (): Promise<void> => {
    const asked = snapshot;
    const answer = await around.store().call("store/catalog", { snapshot: asked });
    // Another snapshot was chosen while this one was read.
    if (asked !== snapshot) return;
    if (!answer.ok) {
      const { code, message } = answer.error;
      if (code === "unknown-snapshot") around.onUnknownSnapshot(message);
      return;
    }
    catalog = answer.value;
    await around.onCatalog(catalog);
  };
  let isTried = load();

  return {
    get snapshot() {
      return catalog?.snapshot.id ?? snapshot;
    },
    get asOf() {
      return asOf;
    },
    get names() {
      if (!catalog) return null;
      const { fields, universes, markets } = catalog;
      return { fields, universes, markets };
    },
    get key() {
      return `${catalog?.snapshot.id ?? snapshot ?? ""}\n${asOf ?? ""}`;
    },
    get clockMs() {
      return Math.floor((asOf ?? catalog?.snapshot.knownTo ?? 0) / 1000);
    },
    get isTried() {
      return isTried;
    },
    choose: (next) => {
      if (next === snapshot) return;
      snapshot = next;
      catalog = null;
      isTried = load();
    },
    standAt: (instant) => {
      asOf = instant;
    },
    readAgain: (then = () => {}) => {
      isTried = load().then(then);
    },
  };
};
