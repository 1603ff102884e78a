import { type WireResult, wireOk } from "../../wire/contract.ts";
import type { PanelHeader, PanelRequest } from "../contract/panel-request.ts";
import { createBarFiller } from "./fill-bars.ts";
import { fillFacts } from "./fill-facts.ts";
import type { BarBatch, FactBatch, LayoutEvents } from "./panel-events.ts";
import { layOutPanel, type PanelLayout } from "./panel-layout.ts";
import { resolveSharesSplitFactors } from "./shares-split-factor.ts";

/** A finished panel: its header, and its columns in the header's order (`members`, one byte a cell, is last). */
export interface BuiltPanel {
  readonly header: PanelHeader;
  readonly columns: readonly (Float64Array | Uint8Array)[];
}

/** Joins a layout, its filled bar columns, and the facts it asks for. */
export const assemblePanel = (
  panelId: string,
  layout: PanelLayout,
  bars: readonly Float64Array[],
  facts: FactBatch,
): BuiltPanel => {
  const factColumns = fillFacts(layout, facts);
  const filled = layout.fields.names.map((name) => {
    const bar = layout.fields.bars.indexOf(name);
    return bar >= 0
      ? bars[bar]!
      : factColumns[layout.fields.facts.findIndex((field) => field.name === name)]!;
  });
  const columns = [...filled, layout.members];
  const names = [...layout.fields.names, "members"];
  // The cast says what `new` already did: every array owns a plain ArrayBuffer, never a shared one.
  return {
    header: {
      panelId,
      snapshotId: layout.snapshotId,
      universe: layout.universe,
      markets: layout.markets.map(({ allSessions: _, allDecisions: __, ...market }) => market),
      instruments: [...layout.instruments],
      offsets: layout.offsets,
      actions: layout.actions,
      sharesSplitFactor: resolveSharesSplitFactors(layout, facts),
      fx: [...layout.fx],
      columns: columns.map((column, i) => ({ name: names[i]!, byteLength: column.byteLength })),
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
  return wireOk(assemblePanel(panelId, layout.value, bars.columns, events.facts(layout.value)));
};
