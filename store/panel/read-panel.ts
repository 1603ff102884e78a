import type { DuckDBConnection } from "@duckdb/node-api";
import { type WireResult, wireError, wireOk } from "../../wire/contract.ts";
import type { PanelRequest } from "../contract/panel-request.ts";
import { IncompleteResult } from "../duckdb/stream-chunks.ts";
import type { Snapshot, SnapshotSource } from "../snapshot.ts";
import { assemblePanel, type BuiltPanel } from "./build-panel.ts";
import { isGroupField } from "./choose-fields.ts";
import { prepareColumns } from "./column-memory.ts";
import { layOutPanel, type PanelLayout } from "./panel-layout.ts";
import { readFactEvents } from "./read-fact-events.ts";
import { inSnapshot, readLayoutEvents } from "./read-layout-events.ts";
import { type FilledBars, readBars } from "./stream-bars.ts";

/** Reads the events of a panel from the database into the pure core. R10: SQL selects and joins, nothing more. */
export const readPanel = async (
  source: SnapshotSource,
  panelId: string,
  request: PanelRequest,
  isCancelled: () => boolean = () => false,
): Promise<WireResult<BuiltPanel>> => {
  const { connection, snapshot } = source;
  if (!(await hasUniverse(connection, request.universe, snapshot))) {
    return wireError("unknown-universe", `There is no universe named ${JSON.stringify(request.universe)}.`);
  }
  const asked = { hasGroups: request.fields.some(isGroupField) };
  const events = await readLayoutEvents(connection, snapshot, request.universe, asked);
  const layout = layOutPanel(events, request);
  if (!layout.ok) return layout;
  const bars = await wholeBars(source, layout.value, isCancelled);
  if (!bars.ok) return bars;
  const reading = readFactEvents(source, layout.value);
  const factValues = prepareColumns(layout.value.fields.factColumns.length, layout.value.members.length);
  return wireOk(assemblePanel(panelId, layout.value, bars.value, await reading, factValues));
};

const wholeBars = async (
  source: SnapshotSource,
  layout: PanelLayout,
  isCancelled: () => boolean,
): Promise<WireResult<FilledBars>> => {
  try {
    const bars = await readBars(source, layout, isCancelled);
    return bars ? wireOk(bars) : wireError("cancelled", "Nobody waits for this panel any more.");
  } catch (error) {
    if (error instanceof IncompleteResult) return wireError("store-unavailable", error.message);
    throw error;
  }
};

export const hasUniverse = async (
  connection: DuckDBConnection,
  universe: string,
  snapshot: Snapshot,
): Promise<boolean> => {
  const result = await connection.run(
    `SELECT 1 FROM universes WHERE universe_id = $universe AND ${inSnapshot(snapshot)}`,
    { universe },
  );
  return result.rowCount > 0;
};
