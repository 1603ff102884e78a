import { tableFromIPC, tableToIPC } from "apache-arrow";
import type { Display, TableDisplay } from "../contract/display.ts";
import type { OutputManifest } from "../contract/manifest.ts";
import { outputManifest } from "../manifest/output-manifest.ts";
import type { Tables } from "../tables/tables.ts";
import { cutToMessage } from "./cut-to-message.ts";

/** The tables as the host asks for them: in their own worker, or (in tests) in the same process. */
export type AsyncTables = {
  readonly [K in keyof Tables]: (...values: Parameters<Tables[K]>) => Promise<ReturnType<Tables[K]>>;
};

/** A table larger than this, in either way, is kept here and read in windows; a smaller one goes to the window whole. */
const MAX_WHOLE_BYTES = 2 * 1_048_576;
const MAX_WHOLE_ROWS = 10_000;
/** Rows of a kept table that go to the window with it, and into the file of results. */
const HEAD_ROWS = 1_000;
/** What the kept tables may weigh together. The oldest gives way. */
const MAX_KEPT_BYTES = 1_024 * 1_048_576;

/** Keeps the large tables of cells' outputs where the rows are; the window asks for what it shows. */
export interface TableKeeper {
  /** The outputs as they go to the window, large tables cut to their first rows. Forgets the cell's earlier ones. */
  take(cellId: string, outputs: readonly Display[]): Display[];
  /**
   * The manifest of an output: of a table that is kept it comes from where the table lies, since reading millions of
   * rows takes seconds.
   *
   * @param shown the output as `take` gave it
   */
  manifestOf(display: Display, shown: Display): OutputManifest | Promise<OutputManifest>;
  /** These cells are gone. */
  forget(cellIds: readonly string[]): void;
}

const isLarge = ({ arrow, rowCount }: TableDisplay): boolean =>
  arrow.length > MAX_WHOLE_BYTES || rowCount > MAX_WHOLE_ROWS;

/**
 * @param tables without it nothing is kept: what is too large for one message is cut
 * @param createId makes names that no cell can guess
 */
export const createTableKeeper = (tables: AsyncTables | undefined, createId: () => string): TableKeeper => {
  const kept = new Map<string, { readonly cellId: string; readonly bytes: number }>();
  const drop = (tableIds: readonly string[]): void => {
    for (const tableId of tableIds) kept.delete(tableId);
    if (tableIds.length > 0) void tables?.drop(tableIds);
  };
  const forget = (cellIds: readonly string[]): void =>
    drop([...kept].flatMap(([tableId, { cellId }]) => (cellIds.includes(cellId) ? [tableId] : [])));
  const makeRoom = (bytes: number): void => {
    let held = [...kept.values()].reduce((sum, each) => sum + each.bytes, bytes);
    for (const [tableId, each] of kept) {
      if (held <= MAX_KEPT_BYTES) return;
      drop([tableId]);
      held -= each.bytes;
    }
  };
  const takeTable = (cellId: string, { keptAs: _, ...display }: TableDisplay): TableDisplay => {
    if (!tables || !isLarge(display)) return display;
    const table = tableFromIPC(display.arrow);
    const head = tableToIPC(table.slice(0, HEAD_ROWS), "stream").slice();
    makeRoom(display.arrow.length);
    const keptAs = createId();
    kept.set(keptAs, { cellId, bytes: display.arrow.length });
    // A worker that is out of memory says so when rows are asked for.
    tables.keep(keptAs, display).catch(() => drop([keptAs]));
    return { ...display, rowCount: table.numRows, arrow: head, keptAs };
  };
  return {
    forget,
    manifestOf: (display, shown) => {
      const keptAs = shown.kind === "table" ? shown.table.keptAs : undefined;
      if (!tables || keptAs === undefined) return outputManifest(display);
      return tables.manifest(keptAs).then(
        (manifest) => manifest ?? outputManifest(display),
        () => outputManifest(display),
      );
    },
    take: (cellId, outputs) => {
      forget([cellId]);
      if (!tables) return cutToMessage(outputs);
      return outputs.map((display) => {
        if (display.kind !== "table") return display;
        try {
          return { ...display, table: takeTable(cellId, display.table) };
        } catch {
          // Bytes that are no table: the window says so.
          return { ...display, table: { ...display.table, arrow: new Uint8Array([0]) } };
        }
      });
    },
  };
};
