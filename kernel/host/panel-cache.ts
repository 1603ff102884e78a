import type { Panel } from "../../engine/index.ts";
import {
  PANEL_CHUNK_BYTES,
  type PanelHeader,
  type PanelQuestion,
} from "../../store/contract/panel-request.ts";
import type { StoreContract } from "../../store/contract/store-contract.ts";
import type { Client } from "../../wire/connect.ts";
import type { WireResult } from "../../wire/contract.ts";

/** A panel whose columns lie in memory that workers can share. */
export interface LoadedPanel {
  readonly header: PanelHeader;
  readonly columns: readonly SharedArrayBuffer[];
}

/** The engine's panel over the shared columns, without a copy. */
export const panelOf = ({ header, columns }: LoadedPanel): Panel => {
  const members = header.columns.findIndex(({ name }) => name === "members");
  return {
    ...header,
    columns: Object.fromEntries(
      header.columns.flatMap(({ name }, index) =>
        index === members || name.startsWith("reason:") ? [] : [[name, new Float64Array(columns[index]!)]],
      ),
    ),
    members: new Uint8Array(columns[members]!),
  };
};

const READS_IN_FLIGHT = 3;
/** So many are kept, here and in a worker, where they lie in the same memory. */
export const MOST_PANELS = 4;

const readColumns = async (
  store: Client<StoreContract>,
  header: PanelHeader,
  onProgress: (fraction: number) => void,
): Promise<WireResult<LoadedPanel>> => {
  const columns = header.columns.map(({ byteLength }) => new SharedArrayBuffer(byteLength));
  const chunks = header.columns.flatMap(({ byteLength }, column) =>
    Array.from({ length: Math.ceil(byteLength / PANEL_CHUNK_BYTES) }, (_, index) => {
      const byteOffset = index * PANEL_CHUNK_BYTES;
      return { column, byteOffset, byteLength: Math.min(PANEL_CHUNK_BYTES, byteLength - byteOffset) };
    }),
  );
  let next = 0;
  let read = 0;
  let failure: WireResult<never> | null = null;
  const work = async () => {
    while (next < chunks.length && !failure) {
      const chunk = chunks[next++]!;
      const answer = await store.call("panel/read", { panelId: header.panelId, ...chunk });
      if (!answer.ok) {
        failure = answer;
        return;
      }
      new Uint8Array(columns[chunk.column]!, chunk.byteOffset, chunk.byteLength).set(answer.value);
      onProgress(++read / chunks.length);
    }
  };
  await Promise.all(Array.from({ length: READS_IN_FLIGHT }, work));
  void store.call("panel/close", { panelId: header.panelId });
  return failure ?? { ok: true, value: { header, columns } };
};

export interface PanelCache {
  load(
    store: Client<StoreContract>,
    request: PanelQuestion,
    onProgress: (fraction: number) => void,
  ): Promise<WireResult<LoadedPanel>>;
  clear(): void;
}

/** Loads panels from the store, keeping the last few: equal requests of one snapshot have equal bits. */
export const createPanelCache = (): PanelCache => {
  const loads = new Map<string, Promise<WireResult<LoadedPanel>>>();
  return {
    load: async (store, request, onProgress) => {
      const key = JSON.stringify({ ...request, fields: request.fields.toSorted() });
      const known = loads.get(key);
      if (known) {
        loads.delete(key);
        loads.set(key, known);
        return known;
      }
      const loading = store.call("panel/open", request).then((opened) => {
        return opened.ok ? readColumns(store, opened.value, onProgress) : opened;
      });
      loads.set(key, loading);
      while (loads.size > MOST_PANELS) loads.delete(loads.keys().next().value!);
      const loaded = await loading;
      if (!loaded.ok && loads.get(key) === loading) loads.delete(key);
      return loaded;
    },
    clear: () => loads.clear(),
  };
};
