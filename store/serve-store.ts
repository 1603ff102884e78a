import { type WireResult, wireError, wireOk } from "../wire/contract.ts";
import type { Port } from "../wire/port.ts";
import { type Server, serve } from "../wire/serve.ts";
import { browseHandlers } from "./browse/browse-handlers.ts";
import type { PanelHeader, PanelRequest } from "./contract/panel-request.ts";
import { type StoreContract, storeContract } from "./contract/store-contract.ts";
import { readCrossSection } from "./cross-section/read-cross-section.ts";
import { examineStore } from "./doctor.ts";
import { explainHandlers } from "./explain/explain-handlers.ts";
import { readFactHistory } from "./facts/read-fact-history.ts";
import type { Store } from "./open-store.ts";
import { panelIdOf } from "./panel/panel-id.ts";
import { readPanel } from "./panel/read-panel.ts";
import { snapshotHandlers } from "./snapshots/snapshot-handlers.ts";

/** Answers the store contract on a port. Panels opened through it are released when the port closes. */
export const serveStore = (
  port: Port,
  store: Store,
  onInternalError?: (error: unknown, call: string) => void,
): Server<StoreContract> => {
  const held: string[] = [];
  let isClosed = false;
  port.onClose(() => {
    isClosed = true;
    for (const panelId of held.splice(0)) store.panels.release(panelId);
  });

  const openPanel = async (request: PanelRequest): Promise<WireResult<PanelHeader>> => {
    const found = await store.read(request.snapshot, (source) => {
      const panelId = panelIdOf(source.snapshot.id, request);
      const { files, memory } = store.panels;
      const reading = { isCancelled: () => isClosed, files, memory };
      return store.panels.hold(panelId, () => readPanel(source, panelId, request, reading));
    });
    if (!found.ok) return found;
    const { header } = found.value;
    if (isClosed) {
      store.panels.release(header.panelId);
      return wireError("cancelled", "Nobody waits for this panel any more.");
    }
    held.push(header.panelId);
    // In one process a message is not copied: what a reader does to its header must not reach the cache.
    return wireOk(structuredClone(header));
  };

  return serve(
    port,
    storeContract,
    {
      "store/catalog": ({ snapshot }) =>
        store.read(snapshot, async (source) => wireOk(await store.catalogs.get(source))),
      "store/health": async () => {
        const { path, sizeBytes, duckdbVersion, isHealthy } = await examineStore(store);
        return wireOk({ path, sizeBytes, duckdbVersion, isHealthy });
      },
      "panel/open": openPanel,
      "panel/read": ({ panelId, column, byteOffset, byteLength }) => {
        const source = held.includes(panelId) ? store.panels.get(panelId)?.columns[column] : undefined;
        if (!source)
          return wireError("unknown-panel", `Column ${column} of panel ${panelId} is not open here.`);
        const bytes = new Uint8Array(source.buffer as ArrayBuffer, source.byteOffset, source.byteLength);
        // A copy: posting a view would clone the whole column behind it.
        return wireOk(bytes.slice(byteOffset, byteOffset + byteLength));
      },
      "panel/close": ({ panelId }) => {
        const at = held.indexOf(panelId);
        if (at >= 0) {
          held.splice(at, 1);
          store.panels.release(panelId);
        }
        return wireOk({});
      },
      "cross-section/read": (request) =>
        store.read(request.snapshot, (source) => readCrossSection(source, request)),
      "facts/history": (request) =>
        store.read(request.snapshot, (source) => readFactHistory(source, request)),
      ...browseHandlers(store.read),
      ...explainHandlers(store.read),
      ...snapshotHandlers(store.read),
    },
    onInternalError,
  );
};
