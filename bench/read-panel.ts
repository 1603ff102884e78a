import type { Panel } from "../engine/contract/panel.ts";
import { PANEL_CHUNK_BYTES, type PanelQuestion } from "../store/contract/panel-request.ts";
import { type StoreContract, storeContract } from "../store/contract/store-contract.ts";
import { openStore } from "../store/open-store.ts";
import { serveStore } from "../store/serve-store.ts";
import { type Client, connect } from "../wire/connect.ts";
import { portPair } from "../wire/port.ts";

const READS_IN_FLIGHT = 4;

/** The sample store behind its contract, as the kernel talks to it, but in this process. */
export async function connectSampleStore(folder: string): Promise<Client<StoreContract>> {
  const store = await openStore(folder);
  if (!store.ok) throw new Error(store.error.message);
  const [client, server] = portPair();
  serveStore(server, store.value);
  return connect(client, storeContract);
}

/** Asks for a panel and reads all of its columns in chunks, a few in flight, as the kernel does. */
export async function readPanel(store: Client<StoreContract>, request: PanelQuestion): Promise<Panel> {
  const opened = await store.call("panel/open", request);
  if (!opened.ok) throw new Error(opened.error.message);
  const { panelId, columns: layout, ...header } = opened.value;
  const bytes = layout.map(({ byteLength }) => new Uint8Array(byteLength));
  const chunks = layout.flatMap(({ byteLength }, column) =>
    Array.from({ length: Math.ceil(byteLength / PANEL_CHUNK_BYTES) }, (_, chunk) => {
      const byteOffset = chunk * PANEL_CHUNK_BYTES;
      return { column, byteOffset, byteLength: Math.min(PANEL_CHUNK_BYTES, byteLength - byteOffset) };
    }),
  );
  const readNext = async (): Promise<void> => {
    for (let chunk = chunks.pop(); chunk !== undefined; chunk = chunks.pop()) {
      const answer = await store.call("panel/read", { panelId, ...chunk });
      if (!answer.ok) throw new Error(answer.error.message);
      bytes[chunk.column]?.set(answer.value, chunk.byteOffset);
    }
  };
  await Promise.all(Array.from({ length: READS_IN_FLIGHT }, readNext));
  await store.call("panel/close", { panelId });
  const stored = layout.flatMap(({ name }, column) => {
    const buffer = bytes[column]?.buffer;
    return name === "members" || buffer === undefined ? [] : [[name, new Float64Array(buffer)] as const];
  });
  const members = bytes[layout.findIndex(({ name }) => name === "members")];
  if (members === undefined) throw new Error("the panel has no members column");
  return { ...header, columns: Object.fromEntries(stored), members };
}

/** Days since 1970-01-01 of an ISO date. */
export const toSessionDate = (iso: string): number => Date.parse(`${iso}T00:00:00Z`) / 86_400_000;
