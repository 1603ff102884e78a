import { mkdir, readdir, rm, stat, utimes } from "node:fs/promises";
import { join } from "node:path";
import type { BuiltPanel } from "./build-panel.ts";
import type { FieldEvents } from "./field-events.ts";
import { readEventsFile, writeEventsFile } from "./field-events-file.ts";
import { readPanelFile, readPanelSnapshot, writePanelFile } from "./panel-file.ts";

/** The folder of panel files, inside that of the store. */
export const PANELS_DIR = "panels";
/** Of its file: the panel's id. */
const PANEL_NAME = /^[0-9a-f]{32}$/;
/** Of a file of events: the mark of its kind and its key. */
const EVENTS_NAME = /^events-([0-9a-f]{32})$/;
const eventsName = (key: string): string => `events-${key}`;
const MAX_BYTES = 8 * 2 ** 30;

/** Whether a file is a panel or events; others are none of ours. */
export const isKept = (name: string): boolean => PANEL_NAME.test(name) || EVENTS_NAME.test(name);

/** Whether a kept file holds what its name says, as far as its sums tell. */
export const isSound = async (dir: string, name: string): Promise<boolean> => {
  const key = EVENTS_NAME.exec(name)?.[1];
  if (key) return (await readEventsFile(join(dir, name), key)) !== undefined;
  return (await readPanelFile(join(dir, name)))?.header.panelId === name;
};

export interface PanelFilesOptions {
  readonly maxBytes?: number;
  /** Milliseconds since 1970: orders files by their last use. */
  readonly now?: () => number;
  /** Ids of the snapshots whose panels are never dropped. */
  readonly listPinned?: () => Promise<readonly string[]>;
}

/**
 * Panels on disk, and the events that they are filled from, each by an id which names all that decides its bits; so a
 * file is right or absent, never out of date. Above the bound those unused for longest go. Nothing here fails a
 * request: a disk that is full or read-only leaves them to be made again.
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
    const panel = await readPanelFile(join(this.#dir, panelId));
    if (panel?.header.panelId !== panelId) return undefined;
    await this.#noteUse(panelId).catch(() => {});
    return panel;
  }

  async readEvents(key: string): Promise<FieldEvents | undefined> {
    const name = eventsName(key);
    const events = await readEventsFile(join(this.#dir, name), key);
    if (events) await this.#noteUse(name).catch(() => {});
    return events;
  }

  /** Keeps a panel, one after the other, while the caller goes on. */
  keep(panel: BuiltPanel): void {
    const { panelId } = panel.header;
    this.#work = this.#work
      .then(() => this.#keep(panelId, (path) => writePanelFile(path, panel)))
      .catch(() => {});
  }

  /** Keeps events likewise; they must not be changed any more. */
  keepEvents(key: string, events: FieldEvents): void {
    this.#work = this.#work
      .then(() => this.#keep(eventsName(key), (path) => writeEventsFile(path, key, events)))
      .catch(() => {});
  }

  /** When everything that was to be kept is. */
  settled(): Promise<void> {
    return this.#work;
  }

  async #keep(name: string, write: (path: string) => Promise<void>): Promise<void> {
    // Not with its parents: a store that is gone is not brought back.
    await mkdir(this.#dir).catch(() => {});
    await write(join(this.#dir, name));
    await this.#noteUse(name);
    await this.#dropOldest(name);
  }

  #noteUse(name: string): Promise<void> {
    const used = this.#options.now() / 1_000;
    return utimes(join(this.#dir, name), used, used);
  }

  async #dropOldest(newest: string): Promise<void> {
    const names = (await readdir(this.#dir)).filter(isKept);
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
