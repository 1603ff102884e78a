import type { NotebookCell } from "../../kernel/contract/document.ts";
import type { Analysis } from "../../kernel/contract/kernel-contract.ts";

export interface OutlineEntry {
  readonly key: string;
  readonly cellId: string;
  readonly kind: "heading" | "name";
  readonly level: number;
  readonly text: string;
}

const headingLine = /^(#{1,4})\s+(.+?)\s*#*$/;

/** Headings of text cells and the names that code cells define, in the notebook's order. */
export const outlineEntries = (
  cells: readonly NotebookCell[],
  analysis: Analysis | null,
): readonly OutlineEntry[] => {
  let level = 0;
  return cells.flatMap((cell): OutlineEntry[] => {
    if (cell.kind === "markdown") {
      let isFenced = false;
      return cell.source.split("\n").flatMap((line, index) => {
        if (line.startsWith("```")) isFenced = !isFenced;
        const heading = isFenced ? null : headingLine.exec(line);
        if (!heading) return [];
        level = heading[1]!.length;
        const text = heading[2]!.replace(/[*_`]/g, "");
        return [{ key: `${cell.id}:${index}`, cellId: cell.id, kind: "heading" as const, level, text }];
      });
    }
    const defines = analysis?.cells.find(({ cellId }) => cellId === cell.id)?.defines ?? [];
    return defines.map((text) => ({
      key: `${cell.id}:${text}`,
      cellId: cell.id,
      kind: "name",
      level: level + 1,
      text,
    }));
  });
};
