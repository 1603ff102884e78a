import { type WireResult, wireOk } from "../../wire/contract.ts";
import type { PanelHeader, PanelRequest } from "../contract/panel-request.ts";
import { markUnlisted, reasonColumn } from "./cell-reason.ts";
import { prepareColumns } from "./column-memory.ts";
import { type BarFiller, createBarFiller } from "./fill-bars.ts";
import { fillFacts } from "./fill-facts.ts";
import type { BarBatch, FactBatch, LayoutEvents } from "./panel-events.ts";
import { layOutPanel, type PanelLayout } from "./panel-layout.ts";
import { fillGroups } from "./resolve-groups.ts";
import { type SeatedFacts, seatFacts } from "./seat-facts.ts";
import { settleSpinOffs } from "./settle-spin-offs.ts";
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
  const groups = fillGroupColumns(layout);
  const found = names.map((name) => {
    const bar = layout.fields.bars.indexOf(name);
    if (bar >= 0) return { value: bars.columns[bar]!, reason: barReasons[bar] };
    const group = layout.groups.findIndex(({ field }) => field === name);
    if (group >= 0) return groups[group]!;
    const fact = askedFacts.findIndex((column) => column.name === name);
    return { value: factColumns.values[fact]!, reason: factColumns.reasons[fact] };
  });
  const values = found.map(({ value }) => value);
  const reasons = layout.hasReasons ? found.map(({ reason }) => reason!) : [];
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
      actions: settleSpinOffs(layout, bars.columns[layout.fields.bars.indexOf("close")]),
      lateActions: layout.lateActions,
      sharesSplitFactor: resolveSharesSplitFactors(layout, facts),
      fx: [...layout.fx],
      groups: Object.fromEntries(layout.groups.map(({ field, names }) => [field, [...names]])),
      columns: columns.map((column, i) => ({ name: columnNames[i]!, byteLength: column.byteLength })),
    } as PanelHeader,
    columns,
  };
};

const fillGroupColumns = (layout: PanelLayout) =>
  layout.groups.map((groups) => {
    const value = new Float64Array(layout.members.length);
    const reason = layout.hasReasons ? new Uint8Array(value.length) : undefined;
    layout.instruments.forEach(({ iid, market }, i) => {
      const [start, end] = [layout.offsets[i]!, layout.offsets[i + 1]!];
      const rows = value.subarray(start, end);
      fillGroups(groups, iid, layout.markets[market]!, rows, reason?.subarray(start, end));
    });
    return { value, reason };
  });

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
