import type { BuiltPanel } from "./build-panel.ts";

interface Entry {
  readonly panel: BuiltPanel;
  readonly byteLength: number;
}

/**
 * The last few panels, so that they can be read in chunks and a second run need not build them again. Above the
 * bound the panel unused for longest goes first, those that nobody holds before those that are held; the newest
 * stays in any case.
 */
export class PanelCache {
  readonly #maxBytes: number;
  /** In order of use, oldest first. */
  readonly #entries = new Map<string, Entry>();
  /** Who holds a panel that had to go holds it again when it comes back. */
  readonly #holders = new Map<string, number>();

  constructor(maxBytes = 768 * 1024 * 1024) {
    this.#maxBytes = maxBytes;
  }

  get byteLength(): number {
    let total = 0;
    for (const entry of this.#entries.values()) total += entry.byteLength;
    return total;
  }

  get(panelId: string): BuiltPanel | undefined {
    return this.#entries.get(panelId)?.panel;
  }

  /** Holds a panel that is there, until it is released as often. */
  hold(panelId: string): BuiltPanel | undefined {
    const entry = this.#entries.get(panelId);
    if (!entry) return undefined;
    this.#holders.set(panelId, this.#holdersOf(panelId) + 1);
    this.#entries.delete(panelId);
    this.#entries.set(panelId, entry);
    return entry.panel;
  }

  /** Gives the panels that had to go and that nobody held. */
  add(panel: BuiltPanel): BuiltPanel[] {
    const id = panel.header.panelId;
    if (this.#entries.has(id)) return [];
    const byteLength = panel.columns.reduce((sum, column) => sum + column.byteLength, 0);
    this.#entries.set(id, { panel, byteLength });
    return this.#evict(id);
  }

  release(panelId: string): void {
    const left = this.#holdersOf(panelId) - 1;
    if (left > 0) this.#holders.set(panelId, left);
    else this.#holders.delete(panelId);
  }

  #holdersOf(panelId: string): number {
    return this.#holders.get(panelId) ?? 0;
  }

  #evict(newest: string): BuiltPanel[] {
    const gone: BuiltPanel[] = [];
    let excess = this.byteLength - this.#maxBytes;
    for (const isHeld of [false, true]) {
      for (const [id, entry] of this.#entries) {
        if (excess <= 0) return gone;
        if (id === newest || this.#holdersOf(id) > 0 !== isHeld) continue;
        this.#entries.delete(id);
        excess -= entry.byteLength;
        if (!isHeld) gone.push(entry.panel);
      }
    }
    return gone;
  }
}
