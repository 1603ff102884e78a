import type { DuckDBConnection } from "@duckdb/node-api";
import { type WireResult, wireError, wireOk } from "../../wire/contract.ts";
import type { PanelRequest } from "../contract/panel-request.ts";
import { IncompleteResult } from "../duckdb/stream-chunks.ts";
import type { Snapshot, SnapshotSource } from "../snapshot.ts";
import { assemblePanel, type BuiltPanel } from "./build-panel.ts";
import { isGroupField, needsLengths } from "./choose-fields.ts";
import { ColumnMemory } from "./column-memory.ts";
import { seatEvents } from "./field-events.ts";
import type { PanelFiles } from "./panel-files.ts";
import { layOutPanel, type PanelLayout } from "./panel-layout.ts";
import { readFactEvents } from "./read-fact-events.ts";
import { inSnapshot, readLayoutEvents } from "./read-layout-events.ts";
import { type FilledBars, readBars } from "./stream-bars.ts";

export interface PanelReading {
  readonly isCancelled?: () => boolean;
  /** Where the events of fundamentals are kept. */
  readonly files?: PanelFiles;
  readonly memory?: ColumnMemory;
}

/** Reads the events of a panel from the database into the pure core. R10: SQL selects and joins, nothing more. */
export const readPanel = async (
  source: SnapshotSource,
  panelId: string,
  request: PanelRequest,
  { isCancelled = () => false, files, memory = new ColumnMemory() }: PanelReading = {},
): Promise<WireResult<BuiltPanel>> => {
  const { connection, snapshot } = source;
  if (!(await hasUniverse(connection, request.universe, snapshot))) {
    return wireError("unknown-universe", `There is no universe named ${JSON.stringify(request.universe)}.`);
  }
  const asked = { hasGroups: request.fields.some(isGroupField) };
  const events = await readLayoutEvents(connection, snapshot, request.universe, asked);
  const layout = layOutPanel(events, request);
  if (!layout.ok) return layout;
  const bars = await wholeBars(source, layout.value, isCancelled, memory);
  if (!bars.ok) return bars;
  const { fields, members } = layout.value;
  const hasLengths = needsLengths(fields);
  const reading = readFactEvents(
    source,
    fields.facts.map(({ name }) => name),
    { hasLengths, files },
  );
  const factValues = memory.take(fields.factColumns.length, members.length);
  const facts = seatEvents(layout.value, await reading, hasLengths);
  return wireOk(assemblePanel(panelId, layout.value, bars.value, facts, factValues));
};

const wholeBars = async (
  source: SnapshotSource,
  layout: PanelLayout,
  isCancelled: () => boolean,
  memory: ColumnMemory,
): Promise<WireResult<FilledBars>> => {
  try {
    const bars = await readBars(source, layout, isCancelled, memory);
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
