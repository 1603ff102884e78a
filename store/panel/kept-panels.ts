import { type WireResult, wireOk } from "../../wire/contract.ts";
import type { BuiltPanel } from "./build-panel.ts";
import { PanelCache } from "./panel-cache.ts";
import type { PanelFiles } from "./panel-files.ts";

/**
 * The panels of a store by their id: the last few in memory, more of them in files. Every reader of the store shares
 * them.
 */
export class KeptPanels {
  readonly files: PanelFiles;
  readonly #inMemory: PanelCache;

  constructor(files: PanelFiles, inMemory = new PanelCache()) {
    this.files = files;
    this.#inMemory = inMemory;
  }

  /** A panel that is in memory. */
  get(panelId: string): BuiltPanel | undefined {
    return this.#inMemory.get(panelId);
  }

  /** Holds a panel, from memory, else from its file, else made and kept in both, until it is released as often. */
  async hold(panelId: string, make: () => Promise<WireResult<BuiltPanel>>): Promise<WireResult<BuiltPanel>> {
    if (!this.#inMemory.get(panelId)) {
      const kept = await this.files.read(panelId);
      if (kept) this.#inMemory.add(kept);
      else {
        const made = await make();
        if (!made.ok) return made;
        this.#inMemory.add(made.value);
        this.files.keep(made.value);
      }
    }
    // What was just added is the newest, which nothing displaces before it is held.
    return wireOk(this.#inMemory.hold(panelId)!);
  }

  release(panelId: string): void {
    this.#inMemory.release(panelId);
  }
}
