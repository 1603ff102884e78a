import { type DuckDBConnection, INTEGER, LIST, listValue, VARCHAR } from "@duckdb/node-api";
import { type WireResult, wireError, wireOk } from "../../wire/contract.ts";
import type { PanelRequest } from "../contract/panel-request.ts";
import { readColumns, vectorItems } from "../duckdb/read-columns.ts";
import type { Snapshot } from "../snapshot.ts";
import { assemblePanel, type BuiltPanel } from "./build-panel.ts";
import { createBarFiller } from "./fill-bars.ts";
import type { FactBatch } from "./panel-events.ts";
import { layOutPanel, type PanelLayout } from "./panel-layout.ts";
import { readLayoutEvents } from "./read-layout-events.ts";

export interface PanelSource {
  readonly connection: DuckDBConnection;
  readonly snapshot: Snapshot;
}

/** Reads the events of a panel from the database into the pure core. R10: SQL selects and joins, nothing more. */
export const readPanel = async (
  { connection, snapshot }: PanelSource,
  panelId: string,
  request: PanelRequest,
  isCancelled: () => boolean = () => false,
): Promise<WireResult<BuiltPanel>> => {
  if (!(await hasUniverse(connection, request.universe))) {
    return wireError("unknown-universe", `There is no universe named ${JSON.stringify(request.universe)}.`);
  }
  const layout = layOutPanel(await readLayoutEvents(connection, snapshot, request.universe), request);
  if (!layout.ok) return layout;
  const bars = createBarFiller(layout.value);
  if (layout.value.fields.bars.length > 0) {
    const isWhole = await streamBars({ connection, snapshot }, layout.value, bars.add, isCancelled);
    if (!isWhole) return wireError("cancelled", "Nobody waits for this panel any more.");
  }
  const facts = await readFacts({ connection, snapshot }, layout.value);
  return wireOk(assemblePanel(panelId, layout.value, bars.columns, facts));
};

export const hasUniverse = async (connection: DuckDBConnection, universe: string): Promise<boolean> => {
  const result = await connection.run("SELECT 1 FROM universes WHERE universe_id = $universe", { universe });
  return result.rowCount > 0;
};

/** Numbers the panel's instruments inside SQL, so that bars come back as integers and not as text. */
const seatsOf = (layout: PanelLayout) => ({
  values: {
    iids: listValue(layout.instruments.map((instrument) => instrument.iid)),
    seats: listValue(layout.instruments.map((_, seat) => seat)),
  },
  types: { iids: LIST(VARCHAR), seats: LIST(INTEGER) },
});
const SEATS = "(SELECT unnest($iids) AS iid, unnest($seats) AS seat) seats";

const lastDecision = (layout: PanelLayout): number =>
  Math.max(...layout.markets.map((market) => market.decisionAt.at(-1) ?? Number.NEGATIVE_INFINITY));

const streamBars = async (
  { connection, snapshot }: PanelSource,
  layout: PanelLayout,
  add: ReturnType<typeof createBarFiller>["add"],
  isCancelled: () => boolean,
): Promise<boolean> => {
  const first = Math.min(
    ...layout.markets.map((market) => market.sessionDates[0] ?? Number.POSITIVE_INFINITY),
  );
  const last = Math.max(
    ...layout.markets.map((market) => market.sessionDates.at(-1) ?? Number.NEGATIVE_INFINITY),
  );
  const fields = layout.fields.bars;
  const { values, types } = seatsOf(layout);
  // Rows may come in any order (the filler does not mind), which spares a sort of every bar.
  const result = await connection.stream(
    `SELECT seat, session_date, epoch_us(known_at)::DOUBLE, revision, ingest_seq, ${fields.map((field) => `coalesce("${field}", 'NaN'::DOUBLE)`).join(", ")}
     FROM bars_1d JOIN ${SEATS} USING (iid)
     WHERE session_date BETWEEN DATE '1970-01-01' + ${first} AND DATE '1970-01-01' + ${last}
       AND known_at <= make_timestamp(${lastDecision(layout)}::BIGINT) AND ingest_seq <= ${snapshot.maxIngestSeq}`,
    values,
    types,
  );
  for (;;) {
    if (isCancelled()) return false;
    const chunk = await result.fetchChunk();
    if (!chunk || chunk.rowCount === 0) return true;
    add({
      rowCount: chunk.rowCount,
      instrument: vectorItems<Int32Array>(chunk, 0),
      sessionDate: vectorItems<Int32Array>(chunk, 1),
      knownAt: vectorItems<Float64Array>(chunk, 2),
      revision: vectorItems<Int32Array>(chunk, 3),
      ingestSeq: vectorItems<Int32Array>(chunk, 4),
      values: fields.map((_, i) => vectorItems<Float64Array>(chunk, 5 + i)),
    });
  }
};

const readFacts = async ({ connection, snapshot }: PanelSource, layout: PanelLayout): Promise<FactBatch> => {
  const { values, types } = seatsOf(layout);
  const names = layout.fields.facts.map((field) => field.name);
  const { rowCount, columns } = await readColumns(
    connection,
    {
      sql: `SELECT seat, field_seat, period_end, epoch_us(known_at)::DOUBLE, revision, ingest_seq,
              coalesce(value, 'NaN'::DOUBLE)
            FROM fundamentals JOIN ${SEATS} USING (iid)
            JOIN (SELECT unnest($fields) AS field, unnest($fieldSeats) AS field_seat) USING (field)
            WHERE known_at <= make_timestamp(${lastDecision(layout)}::BIGINT) AND ingest_seq <= ${snapshot.maxIngestSeq}`,
      values: { ...values, fields: listValue(names), fieldSeats: listValue(names.map((_, i) => i)) },
      types: { ...types, fields: LIST(VARCHAR), fieldSeats: LIST(INTEGER) },
    },
    {
      instrument: "int",
      field: "int",
      periodEnd: "int",
      knownAt: "double",
      revision: "int",
      ingestSeq: "int",
      value: "double",
    },
  );
  return { rowCount, ...columns };
};
