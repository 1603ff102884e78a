import { mkdir, readdir, rm, stat, utimes } from "node:fs/promises";
import { join } from "node:path";
import type { BuiltPanel } from "./build-panel.ts";
import { readPanelFile, readPanelSnapshot, writePanelFile } from "./panel-file.ts";

/** The folder of panel files, inside that of the store. */
export const PANELS_DIR = "panels";
/** Of its file: the panel's id. */
export const PANEL_NAME = /^[0-9a-f]{32}$/;
const MAX_BYTES = 8 * 2 ** 30;

export interface PanelFilesOptions {
  readonly maxBytes?: number;
  /** Milliseconds since 1970: orders files by their last use. */
  readonly now?: () => number;
  /** Ids of the snapshots whose panels are never dropped. */
  readonly listPinned?: () => Promise<readonly string[]>;
}

/**
 * Panels on disk, by their id, which names all that decides their bits; so a file is right or absent, never out of
 * date. Above the bound those unused for longest go. Nothing here fails a request: a disk that is full or read-only
 * leaves panels to be made again.
 */
export class PanelFiles {
  readonly #dir: string;
  readonly #options: Required<PanelFilesOptions>;
  #work: Promise<void> = Promise.resolve();

  constructor(storeDir: string, options: PanelFilesOptions = {}) {
    this.#dir = join(storeDir, PANELS_DIR);
    this.#options = {
      maxBytes: MAX_BYTES,
      now: Date.now,
      listPinned: async () => [],
      ...options,
    };
  }

  async read(panelId: string): Promise<BuiltPanel | undefined> {
    const path = join(this.#dir, panelId);
    const panel = await readPanelFile(path);
    if (panel?.header.panelId !== panelId) return undefined;
    const used = this.#options.now() / 1_000;
    await utimes(path, used, used).catch(() => {});
    return panel;
  }

  /** Keeps a panel, one after the other, while the caller goes on. */
  keep(panel: BuiltPanel): void {
    this.#work = this.#work.then(() => this.#keep(panel)).catch(() => {});
  }

  /** When everything that was to be kept is. */
  settled(): Promise<void> {
    return this.#work;
  }

  async #keep(panel: BuiltPanel): Promise<void> {
    // Not with its parents: a store that is gone is not brought back.
    await mkdir(this.#dir).catch(() => {});
    const path = join(this.#dir, panel.header.panelId);
    await writePanelFile(path, panel);
    const used = this.#options.now() / 1_000;
    await utimes(path, used, used);
    await this.#dropOldest(panel.header.panelId);
  }

  async #dropOldest(newest: string): Promise<void> {
    const names = (await readdir(this.#dir)).filter((name) => PANEL_NAME.test(name));
    const files = await Promise.all(
      names.map(async (name) => {
        const { size, mtimeMs } = await stat(join(this.#dir, name));
        return { name, size, mtimeMs };
      }),
    );
    let excess = files.reduce((sum, { size }) => sum + size, 0) - this.#options.maxBytes;
    if (excess <= 0) return;
    const pinned = new Set(await this.#options.listPinned());
    for (const { name, size } of files.sort((a, b) => a.mtimeMs - b.mtimeMs)) {
      if (excess <= 0) return;
      const path = join(this.#dir, name);
      if (name === newest || pinned.has((await readPanelSnapshot(path)) ?? "")) continue;
      await rm(path, { force: true });
      excess -= size;
    }
  }
}
