import type { NotebookCell } from "../../kernel/contract/document.ts";
import { importedId } from "../../kernel/language/notebook-modules.ts";
import { emptyNotebook, serialiseNotebook } from "../../kernel/notebook/index.ts";
import type { BundleCell, BundleManifest } from "../contract/bundle.ts";
import { sliceNotebook } from "./slice-notebook.ts";

const asCell = (id: string, source: string): NotebookCell => ({ id, kind: "code", source, attributes: [] });

/**
 * Compiles the sources of a bundle again, as if they were notebooks of a folder. Null when that gives the very cells
 * that the bundle holds, in their order; otherwise the first place where it does not.
 */
export const findForeignCode = ({
  cells,
  entry,
}: Pick<BundleManifest, "cells" | "entry">): { readonly cellId: string; readonly message: string } | null => {
  const own = cells.filter(({ notebook }) => notebook === "");
  const others = [...new Set(cells.flatMap(({ notebook }) => (notebook === "" ? [] : [notebook])))];
  const folder = others.map((name) => {
    const head = importedId(name, "");
    const ofName = cells.filter(({ notebook }) => notebook === name);
    const texts = ofName.map(({ id, source }) =>
      asCell(id.startsWith(head) ? id.slice(head.length) : id, source),
    );
    return { name, text: serialiseNotebook({ ...emptyNotebook(), cells: texts }) };
  });
  const again = sliceNotebook(
    own.map(({ id, source }) => asCell(id, source)),
    folder,
    entry.variable,
  );
  if (!again.ok) {
    const { cellId, message } = again.refusals[0]!;
    return { cellId: cellId || entry.cellId, message };
  }
  const { slice } = again;
  const isSame = (a: BundleCell | undefined, b: BundleCell | undefined): boolean =>
    JSON.stringify(a && inOrder(a)) === JSON.stringify(b && inOrder(b));
  const length = Math.max(cells.length, slice.cells.length);
  for (let k = 0; k < length; k++)
    if (!isSame(cells[k], slice.cells[k]))
      return { cellId: (cells[k] ?? slice.cells[k])!.id, message: "its source compiles to other code" };
  if (slice.entry.cellId === entry.cellId) return null;
  return { cellId: entry.cellId, message: `${entry.variable} is defined by ${slice.entry.cellId}` };
};

const inOrder = ({ id, notebook, source, code, codeHash, reads, seed }: BundleCell) => [
  id,
  notebook,
  source,
  code,
  codeHash,
  reads,
  seed,
];
