import type { Analysis, Diagnostic } from "../contract/kernel-contract.ts";
import type { CellSyntax } from "./cell-syntax.ts";
import type { CellNames, CellRead } from "./compile-cell.ts";
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

/** What follows from a cell's own text and imports alone, so that an edit of another one costs it nothing. */
interface Outline {
  readonly cellId: string;
  readonly notebook: string;
  readonly imports: ResolvedImports;
  readonly definedNames: readonly string[];
  readonly free: readonly string[];
  readonly isHeavy: boolean;
  readonly defines: readonly string[];
  readonly references: readonly string[];
  /** The free names as the cell would read them, if a cell gives them a value. */
  readonly mayRead: readonly CellRead[];
  readonly gives: readonly CellRead[];
  /** Its text alone, or with a name that another cell has, can be at fault. */
  readonly isSuspect: boolean;
  /** As last worked out; the same object as long as nothing of it changes, so that who compiled it knows. */
  names: CellNames | null;
}

const outlineCell = ({ cellId, notebook, syntax, imports }: ReadCell): Outline => {
  const definedNames = [...syntax.definitions.keys()];
  const free = [...new Set(syntax.free.map(({ name }) => name))];
  const shared = (local: string): CellRead => ({ key: keyOf(notebook, local), local });
  return {
    cellId,
    notebook,
    imports,
    definedNames,
    free,
    isHeavy: free.some((name) => heavyNames.has(name)),
    defines: definedNames.map((name) => keyOf(notebook, name)),
    references: [...free.map((name) => keyOf(notebook, name)), ...imports.reads.map(({ key }) => key)],
    mayRead: free.map(shared),
    gives: [...syntax.values, ...imports.reads.map(({ local }) => local)].map(shared),
    isSuspect:
      syntax.refused.length > 0 ||
      imports.faults.length > 0 ||
      syntax.lateWrites.length > 0 ||
      syntax.free.some(({ isWritten }) => isWritten),
    names: null,
  };
};

const outlines = new WeakMap<CellSyntax, Outline>();

const outlineOf = (cell: ReadCell): Outline => {
  const known = outlines.get(cell.syntax);
  const { cellId, notebook, imports } = cell;
  if (known?.cellId === cellId && known.notebook === notebook && known.imports === imports) return known;
  const outline = outlineCell(cell);
  outlines.set(cell.syntax, outline);
  return outline;
};

/** How a cell is compiled to share its names: `values` are the keys that some cell gives a value. */
const namesOf = (outline: Outline, values: ReadonlySet<string>): CellNames => {
  const { names, mayRead, imports, gives } = outline;
  const reads = [...mayRead.filter(({ key }) => values.has(key)), ...imports.reads];
  if (names && names.reads.length === reads.length && reads.every((each, at) => each === names.reads[at]))
    return names;
  outline.names = { reads, defines: gives };
  return outline.names;
};

/** Finds definitions, references and the faults of the graph, each on exactly the cells concerned. */
export const analyseCells = (cells: readonly ReadCell[]): CellsAnalysis => {
  const outlines = cells.map(outlineOf);
  const definers = definersByName(outlines);
  const values = new Set<string>();
  for (const { gives } of outlines) for (const { key } of gives) values.add(key);
  // Few cells ask for it: only those whose functions assign to the cell's own names.
  let readNames: ReadonlySet<string> | null = null;
  const isRead = (key: string): boolean => {
    readNames ??= new Set(outlines.flatMap(({ references }) => references));
    return readNames.has(key);
  };
  const nodes = drawGraph(outlines, definers);

  const diagnosticsOf = (cell: ReadCell, node: GraphNode, { defines, isSuspect }: Outline): Diagnostic[] => {
    const { syntax, notebook, imports } = cell;
    if (!isSuspect && node.cycle.length === 0 && defines.every((key) => definers.get(key)!.length === 1))
      return [];
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
      if (!isRead(keyOf(notebook, write.name))) continue;
      const message = `Other cells read the value that "${write.name}" has when this cell ends: they will not see what is assigned here later.`;
      found.push(faultOf(cell, "late-assignment", write, message, "warning"));
    }
    if (node.cycle.length > 0) found.push(cycleFault(cell, node, definers));
    return found;
  };

  const isOpen = new Set(cells.flatMap(({ cellId, notebook }) => (notebook === "" ? [cellId] : [])));
  const isAllOpen = isOpen.size === cells.length;
  const openOf = (ids: readonly string[]): string[] =>
    isAllOpen ? [...ids] : ids.filter((id) => isOpen.has(id));
  return {
    cells: cells.flatMap(({ cellId }, index) => {
      if (!isOpen.has(cellId)) return [];
      const { definedNames, free, isHeavy } = outlines[index]!;
      const { needs, neededBy } = nodes[index]!;
      return [
        {
          cellId,
          defines: [...definedNames],
          references: [...free],
          needs: openOf(needs),
          neededBy: openOf(neededBy),
          isHeavy,
        },
      ];
    }),
    diagnostics: cells.flatMap((cell, index) => diagnosticsOf(cell, nodes[index]!, outlines[index]!)),
    units: cells.map(({ cellId, notebook, firstLine }, index) => ({
      cellId,
      needs: nodes[index]!.needs,
      isHeavy: outlines[index]!.isHeavy,
      imported: notebook === "" ? null : { notebook, firstLine },
    })),
    names: new Map(outlines.map((outline) => [outline.cellId, namesOf(outline, values)])),
  };
};
