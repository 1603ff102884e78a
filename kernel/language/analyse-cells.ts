import type ts from "typescript";
import type { Analysis, Diagnostic } from "../contract/kernel-contract.ts";
import type { CellSyntax, Span } from "./cell-syntax.ts";
import { definersByName, drawGraph } from "./graph.ts";

export interface ReadCell {
  readonly cellId: string;
  readonly syntax: CellSyntax;
}

/** Names whose use makes a cell wait for a click. */
const heavyNames: ReadonlySet<string> = new Set(["backtest", "sweep"]);

/** 1-based positions of a span in a cell. */
export const positionsOf = (file: ts.SourceFile, { start, end }: Span) => {
  const first = file.getLineAndCharacterOfPosition(start);
  const last = file.getLineAndCharacterOfPosition(end);
  return {
    line: first.line + 1,
    column: first.character + 1,
    endLine: last.line + 1,
    endColumn: last.character + 1,
  };
};

const error = (cell: ReadCell, code: string, span: Span, message: string): Diagnostic => ({
  cellId: cell.cellId,
  severity: "error",
  code,
  message,
  ...positionsOf(cell.syntax.file, span),
});

/** Finds definitions, references and the faults of the graph, each on exactly the cells concerned. */
export const analyseCells = (cells: readonly ReadCell[]): Omit<Analysis, "version"> => {
  const outlines = cells.map(({ cellId, syntax }) => ({
    cellId,
    defines: [...syntax.definitions.keys()],
    references: [...new Set(syntax.free.map(({ name }) => name))],
  }));
  const definers = definersByName(outlines);
  const nodes = drawGraph(outlines);
  const diagnostics = cells.flatMap((cell, index) => {
    const own: Diagnostic[] = cell.syntax.refused.map((each) =>
      error(cell, "refused-syntax", each, each.message),
    );
    for (const [name, span] of cell.syntax.definitions) {
      if (definers.get(name)!.length > 1) {
        own.push(
          error(
            cell,
            "duplicate-definition",
            span,
            `"${name}" is defined by more than one cell; rename one.`,
          ),
        );
      }
    }
    for (const use of cell.syntax.free) {
      if (use.isWritten && definers.has(use.name)) {
        const message = `"${use.name}" belongs to another cell and can only be assigned there.`;
        own.push(error(cell, "foreign-assignment", use, message));
      }
    }
    const { cycle } = nodes[index]!;
    if (cycle.length > 0) {
      const names = cell.syntax.free.filter(({ name }) =>
        definers.get(name)?.some((id) => cycle.includes(id)),
      );
      const span = names[0] ?? { start: 0, end: 0 };
      const message = `This cell and ${cycle.length === 1 ? "another" : `${cycle.length} others`} need each other${
        names[0] ? ` (here through "${names[0].name}")` : ""
      }, so none of them can run first.`;
      own.push(error(cell, "cycle", span, message));
    }
    return own;
  });
  return {
    cells: outlines.map((outline, index) => ({
      ...outline,
      needs: [...nodes[index]!.needs],
      neededBy: [...nodes[index]!.neededBy],
      isHeavy: outline.references.some((name) => heavyNames.has(name)),
    })),
    diagnostics,
  };
};
