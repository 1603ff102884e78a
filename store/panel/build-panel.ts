import { type WireResult, wireOk } from "../../wire/contract.ts";
import type { PanelHeader, PanelRequest } from "../contract/panel-request.ts";
import { markUnlisted, reasonColumn } from "./cell-reason.ts";
import { prepareColumns } from "./column-memory.ts";
import { type BarFiller, createBarFiller } from "./fill-bars.ts";
import { fillFacts } from "./fill-facts.ts";
import type { BarBatch, FactBatch, LayoutEvents } from "./panel-events.ts";
import { layOutPanel, type PanelLayout } from "./panel-layout.ts";
import { type SeatedFacts, seatFacts } from "./seat-facts.ts";
import { resolveSharesSplitFactors } from "./shares-split-factor.ts";

/** A finished panel: its header, and its columns in the header's order: values, reasons when asked for, `members`. */
export interface BuiltPanel {
  readonly header: PanelHeader;
  readonly columns: readonly (Float64Array<ArrayBuffer> | Uint8Array<ArrayBuffer>)[];
}

/** Joins a layout, its filled bar columns, and the facts it asks for, which are filled into `factValues`. */
export const assemblePanel = (
  panelId: string,
  layout: PanelLayout,
  bars: Pick<BarFiller, "columns" | "reasons">,
  facts: SeatedFacts,
  factValues = prepareColumns(layout.fields.factColumns.length, layout.members.length),
): BuiltPanel => {
  const { names, factColumns: askedFacts } = layout.fields;
  const factColumns = fillFacts(layout, facts, factValues);
  const barReasons = bars.reasons();
  const places = names.map((name) => ({
    bar: layout.fields.bars.indexOf(name),
    fact: askedFacts.findIndex((column) => column.name === name),
  }));
  const values = places.map(({ bar, fact }) => (bar >= 0 ? bars.columns[bar]! : factColumns.values[fact]!));
  const reasons = layout.hasReasons
    ? places.map(({ bar, fact }) => (bar >= 0 ? barReasons[bar]! : factColumns.reasons[fact]!))
    : [];
  for (const column of reasons) markUnlisted(column, layout.listed);
  const columns = [...values, ...reasons, layout.members];
  const columnNames = [...names, ...(layout.hasReasons ? names.map(reasonColumn) : []), "members"];
  // The cast says what `new` already did: every array owns a plain ArrayBuffer, never a shared one.
  return {
    header: {
      panelId,
      snapshotId: layout.snapshotId,
      universe: layout.universe,
      markets: layout.markets.map(
        ({ allSessions: _, allDecisions: __, sessionStarts: ___, barKeys: ____, ...market }) => market,
      ),
      instruments: [...layout.instruments],
      offsets: layout.offsets,
      actions: layout.actions,
      sharesSplitFactor: resolveSharesSplitFactors(layout, facts),
      fx: [...layout.fx],
      columns: columns.map((column, i) => ({ name: columnNames[i]!, byteLength: column.byteLength })),
    } as PanelHeader,
    columns,
  };
};

/** The events a panel is made from. The batches depend on the layout, since they name instruments by its index. */
export interface PanelEvents extends LayoutEvents {
  bars(layout: PanelLayout): Iterable<BarBatch>;
  facts(layout: PanelLayout): FactBatch;
}

/**
 * Makes a panel from events: pure, no database, no clock. Equal events, in any order, and an equal request give
 * equal bits.
 */
export const buildPanel = (
  panelId: string,
  events: PanelEvents,
  request: PanelRequest,
): WireResult<BuiltPanel> => {
  const layout = layOutPanel(events, request);
  if (!layout.ok) return layout;
  const bars = createBarFiller(layout.value);
  for (const batch of events.bars(layout.value)) bars.add(batch);
  const { instruments, fields } = layout.value;
  const facts = seatFacts(events.facts(layout.value), instruments.length, fields.facts.length);
  return wireOk(assemblePanel(panelId, layout.value, bars, facts));
};
