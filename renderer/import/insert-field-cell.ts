import type { ActionContext } from "../actions/context.ts";
import { addCell, typeInCell } from "../actions/edit-cells.ts";
import { activeTab } from "../state/app-state.ts";

/** A cell that shows a field's newest values in the widest universe; false when no notebook is open. */
export const insertFieldCell = (context: ActionContext, field: string): boolean => {
  const state = context.store.getState();
  const tab = activeTab(state);
  const universes = state.catalog?.universes ?? [];
  const widest = [...universes].sort((a, b) => b.names - a.names)[0]?.id;
  if (!tab || widest === undefined) return false;
  const id = addCell(context, tab.id, tab.document.notebook.cells.length);
  if (id === null) return false;
  typeInCell(context, tab.id, id, cellFor(field, widest));
  return true;
};

/** The names are the catalog's own, so each is a valid string literal. */
const cellFor = (field: string, universe: string): string =>
  [
    `const ${field}Rows = await data.crossSection({ universe: ${JSON.stringify(universe)}, fields: [${JSON.stringify(field)}] });`,
    `table(${field}Rows.filter((row) => row.${field} !== null), { title: ${JSON.stringify(field)} });`,
  ].join("\n");
