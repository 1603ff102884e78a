import type { NotebookCell } from "../../kernel/contract/document.ts";
import type { Analysis } from "../../kernel/contract/kernel-contract.ts";
import { sameMembers } from "../state/same-members.ts";

export interface OutlineEntry {
  readonly key: string;
  readonly cellId: string;
  readonly kind: "heading" | "name";
  readonly level: number;
  readonly text: string;
}

const headingLine = /^(#{1,4})\s+(.+?)\s*#*$/;

const headingsIn = (cell: NotebookCell): readonly OutlineEntry[] => {
  let isFenced = false;
  return cell.source.split("\n").flatMap((line, index) => {
    if (line.startsWith("```")) isFenced = !isFenced;
    const heading = isFenced ? null : headingLine.exec(line);
    if (!heading) return [];
    const text = heading[2]!.replace(/[*_`]/g, "");
    const level = heading[1]!.length;
    return [{ key: `${cell.id}:${index}`, cellId: cell.id, kind: "heading" as const, level, text }];
  });
};

const headings = new WeakMap<NotebookCell, readonly OutlineEntry[]>();
const headingsOf = (cell: NotebookCell): readonly OutlineEntry[] => {
  const known = headings.get(cell) ?? headingsIn(cell);
  headings.set(cell, known);
  return known;
};

const definitions = new WeakMap<Analysis, ReadonlyMap<string, readonly string[]>>();
const definitionsOf = (analysis: Analysis): ReadonlyMap<string, readonly string[]> => {
  const known =
    definitions.get(analysis) ?? new Map(analysis.cells.map((cell) => [cell.cellId, cell.defines]));
  definitions.set(analysis, known);
  return known;
};

/** Headings of text cells and the names that code cells define, in the notebook's order. */
export const outlineEntries = (
  cells: readonly NotebookCell[],
  analysis: Analysis | null,
): readonly OutlineEntry[] => {
  let level = 0;
  const defined = analysis ? definitionsOf(analysis) : null;
  return cells.flatMap((cell): readonly OutlineEntry[] => {
    if (cell.kind === "markdown") {
      const found = headingsOf(cell);
      level = found.at(-1)?.level ?? level;
      return found;
    }
    const defines = defined?.get(cell.id) ?? [];
    return defines.map((text) => ({
      key: `${cell.id}:${text}`,
      cellId: cell.id,
      kind: "name",
      level: level + 1,
      text,
    }));
  });
};

/** The entries known before if nothing of them is another: a key in a cell seldom changes the outline. */
export const sameEntries = (
  before: readonly OutlineEntry[],
  now: readonly OutlineEntry[],
): readonly OutlineEntry[] =>
  before.length === now.length && before.every((entry, index) => sameMembers(entry, now[index]))
    ? before
    : now;
