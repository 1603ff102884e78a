import { type WireResult, wireOk } from "../../wire/contract.ts";
import type { BuiltPanel } from "./build-panel.ts";
import { ColumnMemory } from "./column-memory.ts";
import { PanelCache } from "./panel-cache.ts";
import type { PanelFiles } from "./panel-files.ts";

/**
 * The panels of a store by their id: the last few in memory, more of them in files. Every reader of the store shares
 * them.
 */
export class KeptPanels {
  readonly files: PanelFiles;
  /** Of panels that went from memory. */
  readonly memory = new ColumnMemory();
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
      if (kept) this.#add(kept);
      else {
        const made = await make();
        if (!made.ok) return made;
        this.#add(made.value);
        this.files.keep(made.value);
      }
    }
    // What was just added is the newest, which nothing displaces before it is held.
    return wireOk(this.#inMemory.hold(panelId)!);
  }

  #add(panel: BuiltPanel): void {
    // Its file may be being written still.
    for (const { columns } of this.#inMemory.add(panel))
      void this.files.settled().then(() => this.memory.release(columns));
  }

  release(panelId: string): void {
    this.#inMemory.release(panelId);
  }
}
