import type { Analysis, Diagnostic } from "../contract/kernel-contract.ts";
import type { CellNames } from "./compile-cell.ts";
import { definersByName, drawGraph, type GraphNode } from "./graph.ts";
import { keyOf, type LanguageCell } from "./notebook-modules.ts";
import type { ResolvedImports } from "./resolve-imports.ts";
import { positionsOf, type Span } from "./span.ts";

export interface ReadCell extends LanguageCell {
  readonly imports: ResolvedImports;
}

/** A cell as the host schedules it. */
export interface GraphUnit {
  readonly cellId: string;
  readonly needs: readonly string[];
  readonly isHeavy: boolean;
  /** Of another notebook, and where in its file the cell begins; null in the open one. */
  readonly imported: { readonly notebook: string; readonly firstLine: number } | null;
}

export interface CellsAnalysis {
  readonly cells: Analysis["cells"];
  /** Faults of all cells, those of imported ones too. */
  readonly diagnostics: readonly Diagnostic[];
  readonly units: readonly GraphUnit[];
  /** How each cell is compiled to share its names. */
  readonly names: ReadonlyMap<string, CellNames>;
}

/** Names whose use makes a cell wait for a click. */
const heavyNames: ReadonlySet<string> = new Set(["backtest", "sweep"]);

const faultOf = (
  cell: ReadCell,
  code: string,
  span: Span,
  message: string,
  severity: Diagnostic["severity"] = "error",
): Diagnostic => ({ cellId: cell.cellId, severity, code, message, ...positionsOf(cell.syntax.file, span) });

const cycleFault = (
  cell: ReadCell,
  { cycle }: GraphNode,
  definers: ReadonlyMap<string, readonly string[]>,
): Diagnostic => {
  const use = cell.syntax.free.find(({ name }) =>
    definers.get(keyOf(cell.notebook, name))?.some((id) => cycle.includes(id)),
  );
  const others = cycle.length === 1 ? "another" : `${cycle.length} others`;
  const through = use ? ` (here through "${use.name}")` : "";
  const message = `This cell and ${others} need each other${through}, so none of them can run first.`;
  return faultOf(cell, "cycle", use ?? { start: 0, end: 0 }, message);
};

/** Finds definitions, references and the faults of the graph, each on exactly the cells concerned. */
export const analyseCells = (cells: readonly ReadCell[]): CellsAnalysis => {
  const outlines = cells.map(({ cellId, notebook, syntax, imports }) => {
    const free = [...new Set(syntax.free.map(({ name }) => name))];
    return {
      cellId,
      free,
      defines: [...syntax.definitions.keys()].map((name) => keyOf(notebook, name)),
      references: [...free.map((name) => keyOf(notebook, name)), ...imports.reads.map(({ key }) => key)],
    };
  });
  const definers = definersByName(outlines);
  const read = new Set(outlines.flatMap(({ references }) => references));
  const values = new Set(
    cells.flatMap(({ notebook, syntax, imports }) =>
      [...syntax.values, ...imports.reads.map(({ local }) => local)].map((name) => keyOf(notebook, name)),
    ),
  );
  const nodes = drawGraph(outlines);

  const diagnosticsOf = (cell: ReadCell, node: GraphNode): Diagnostic[] => {
    const { syntax, notebook, imports } = cell;
    const found = syntax.refused.map((each) => faultOf(cell, "refused-syntax", each, each.message));
    for (const each of imports.faults) found.push(faultOf(cell, each.code, each, each.message));
    for (const [name, span] of syntax.definitions) {
      if (definers.get(keyOf(notebook, name))!.length === 1) continue;
      const message = `"${name}" is defined by more than one cell; rename one.`;
      found.push(faultOf(cell, "duplicate-definition", span, message));
    }
    for (const use of syntax.free) {
      if (!use.isWritten || !definers.has(keyOf(notebook, use.name))) continue;
      const message = `"${use.name}" belongs to another cell and can only be assigned there.`;
      found.push(faultOf(cell, "foreign-assignment", use, message));
    }
    for (const write of syntax.lateWrites) {
      if (!read.has(keyOf(notebook, write.name))) continue;
      const message = `Other cells read the value that "${write.name}" has when this cell ends: they will not see what is assigned here later.`;
      found.push(faultOf(cell, "late-assignment", write, message, "warning"));
    }
    if (node.cycle.length > 0) found.push(cycleFault(cell, node, definers));
    return found;
  };

  const isOpen = new Set(cells.flatMap(({ cellId, notebook }) => (notebook === "" ? [cellId] : [])));
  const isHeavy = (free: readonly string[]): boolean => free.some((name) => heavyNames.has(name));
  return {
    cells: cells.flatMap(({ cellId, syntax }, index) => {
      if (!isOpen.has(cellId)) return [];
      const { free } = outlines[index]!;
      return [
        {
          cellId,
          defines: [...syntax.definitions.keys()],
          references: free,
          needs: nodes[index]!.needs.filter((id) => isOpen.has(id)),
          neededBy: nodes[index]!.neededBy.filter((id) => isOpen.has(id)),
          isHeavy: isHeavy(free),
        },
      ];
    }),
    diagnostics: cells.flatMap((cell, index) => diagnosticsOf(cell, nodes[index]!)),
    units: cells.map(({ cellId, notebook, firstLine }, index) => ({
      cellId,
      needs: nodes[index]!.needs,
      isHeavy: isHeavy(outlines[index]!.free),
      imported: notebook === "" ? null : { notebook, firstLine },
    })),
    names: new Map(
      cells.map(({ cellId, notebook, syntax, imports }, index) => {
        const shared = (local: string) => ({ key: keyOf(notebook, local), local });
        const free = outlines[index]!.free.map(shared).filter(({ key }) => values.has(key));
        const defines = [...syntax.values, ...imports.reads.map(({ local }) => local)].map(shared);
        return [cellId, { reads: [...free, ...imports.reads], defines }];
      }),
    ),
  };
};
