import type { BundleManifest } from "../../../bundle/contract/bundle.ts";
import { type ParsedNotebook, parseNotebook } from "../../../kernel/notebook/index.ts";
import type { OpenNotebook } from "../../contract/publish-calls.ts";

type Notebook = Extract<ParsedNotebook, { readonly ok: true }>["notebook"];

export type FoundNotebook =
  | { readonly found: true; readonly open: OpenNotebook; readonly notebook: Notebook }
  /** Open, and a cell of it is another than the bundle's: which. */
  | { readonly found: false; readonly name: string; readonly cellId: string }
  | { readonly found: false; readonly name: null; readonly cellId: string };

/**
 * The open notebook that a bundle was cut out of: its own cells begin with the bundle's, to the character. That what
 * stands behind is a run, which is not in a bundle, shows when the definition is cut out again.
 */
export const findNotebook = (
  { cells, entry }: BundleManifest,
  open: readonly OpenNotebook[],
): FoundNotebook => {
  const own = cells.filter(({ notebook }) => notebook === "");
  let other: FoundNotebook = { found: false, name: null, cellId: entry.cellId };
  for (const each of open) {
    const parsed = parseNotebook(each.text);
    if (!parsed.ok) continue;
    const sources = new Map(parsed.notebook.cells.map(({ id, source }) => [id, source]));
    const changed = own.find(({ id, source }) => !sources.get(id)?.startsWith(source));
    if (!changed) return { found: true, open: each, notebook: parsed.notebook };
    if (sources.has(entry.cellId)) other = { found: false, name: each.name, cellId: changed.id };
  }
  return other;
};
