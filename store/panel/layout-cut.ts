import { INTEGER, LIST, listValue, VARCHAR } from "@duckdb/node-api";
import type { Snapshot } from "../snapshot.ts";
import type { PanelLayout } from "./panel-layout.ts";
import { inSnapshot } from "./read-layout-events.ts";

/** Numbers the panel's instruments inside SQL, so that facts come back as integers and not as text. */
export const seatsOf = (layout: PanelLayout) => ({
  values: {
    iids: listValue(layout.instruments.map((instrument) => instrument.iid)),
    seats: listValue(layout.instruments.map((_, seat) => seat)),
  },
  types: { iids: LIST(VARCHAR), seats: LIST(INTEGER) },
});
export const SEATS = "(SELECT unnest($iids) AS iid, unnest($seats) AS seat) seats";

/** No row of any market is decided later. */
export const lastDecision = (layout: PanelLayout): number =>
  Math.max(...layout.markets.map((market) => market.decisionAt.at(-1) ?? Number.NEGATIVE_INFINITY));

/** R1. Where a panel tells why cells are empty, it must also hear of what became known too late. */
export const cutOf = (layout: PanelLayout, snapshot: Snapshot): string =>
  layout.hasReasons
    ? inSnapshot(snapshot)
    : `${inSnapshot(snapshot)} AND known_at <= make_timestamp(${Math.floor(lastDecision(layout))}::BIGINT)`;
