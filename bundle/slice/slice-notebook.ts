import type { NotebookCell } from "../../kernel/contract/document.ts";
import type { Diagnostic } from "../../kernel/contract/kernel-contract.ts";
import { hashText } from "../../kernel/host/input-hashes.ts";
import { readCellSyntax } from "../../kernel/language/cell-syntax.ts";
import { createLanguage, type LanguageUpdate } from "../../kernel/language/language.ts";
import { type FolderNotebook, importedId, keyOf } from "../../kernel/language/notebook-modules.ts";
import { parseNotebook } from "../../kernel/notebook/index.ts";
import { closureOf, RecipeError } from "../../kernel/parallel/strategy-recipe.ts";
import type { BundleCell } from "../contract/bundle.ts";
import { beforeRun } from "./before-run.ts";
import { findRefusals, type SliceRefusal } from "./find-refusals.ts";

/** The definition of one name, and all it needs. */
export interface Slice {
  readonly entry: { readonly cellId: string; readonly variable: string };
  /** Each behind the cells it reads from; the entry's is the last. */
  readonly cells: readonly BundleCell[];
}

export type SliceResult =
  | { readonly ok: true; readonly slice: Slice }
  | { readonly ok: false; readonly refusals: readonly SliceRefusal[] };

type Compiled = LanguageUpdate["compiled"][number];

/** The cells of the notebook and of those it imports, under the ids they have in the graph. */
const written = (cells: readonly NotebookCell[], folder: readonly FolderNotebook[]) => {
  const own = cells.map((cell) => [cell.id, { notebook: "", source: cell.source }] as const);
  const others = folder.flatMap(({ name, text }) => {
    const parsed = parseNotebook(text ?? "");
    if (!parsed.ok) return [];
    return parsed.notebook.cells.map(
      ({ id, source }) => [importedId(name, id), { notebook: name, source }] as const,
    );
  });
  return new Map([...own, ...others]);
};

/** From its code and that of the cells it needs: the same wherever and with whatever else in the notebook. */
const seedsOf = (closure: readonly Compiled[]): ReadonlyMap<string, number> => {
  const hashes = new Map<string, string>();
  for (const cell of closure) {
    const needs = cell.reads.map((read) => closure.find(({ defines }) => defines.includes(read))!.cellId);
    const inputs = [...new Set(needs)].map((need) => hashes.get(need) ?? "").sort();
    hashes.set(cell.cellId, hashText(["published cell", hashText(cell.code), ...inputs].join("\n")));
  }
  return new Map([...hashes].map(([cellId, hash]) => [cellId, Number.parseInt(hash.slice(0, 7), 16)]));
};

/** The notebook's own cells of a closure without the runs at their end, unless the definition needs what these give. */
const withoutRuns = (
  cells: readonly NotebookCell[],
  closure: readonly Compiled[],
  variable: string,
  isDefined: (name: string) => boolean,
): readonly NotebookCell[] => {
  const needed = new Set([variable, ...closure.flatMap(({ reads }) => reads)]);
  return cells.map((cell) => {
    const wanted = closure.find(({ cellId, sql }) => cellId === cell.id && !sql)?.defines;
    const kept = wanted ? beforeRun(cell.source, isDefined) : null;
    if (kept === null) return cell;
    const { definitions } = readCellSyntax(kept);
    const isWhole = wanted!.every((name) => !needed.has(name) || definitions.has(name));
    return isWhole ? { ...cell, source: kept } : cell;
  });
};

const refusalAt = (cellId: string, notebook: string, message: string, at?: Diagnostic): SliceRefusal => ({
  cellId,
  notebook,
  line: at?.line ?? 1,
  column: at?.column ?? 1,
  message,
});

/**
 * Cuts the definition of a name out of its notebook: the cells that must run for it to be there, in an order in which
 * they can, compiled. A backtest at the end of a cell, and what stands behind it, is not of the definition and is left
 * out. What else the notebook holds, where it lies and how its lines end leave no trace. Refused is what needs more than
 * the language and the engine, every reason at once.
 *
 * @param folder the notebooks that the cells import, as `followImports` reads them
 */
export const sliceNotebook = (
  cells: readonly NotebookCell[],
  folder: readonly FolderNotebook[],
  variable: string,
): SliceResult => {
  const { compiled, analysis } = createLanguage().update(cells, folder);
  let closure: readonly Compiled[];
  try {
    closure = closureOf(compiled, variable);
  } catch (thrown) {
    if (!(thrown instanceof RecipeError)) throw thrown;
    return {
      ok: false,
      refusals: [refusalAt("", "", `${thrown.message} Give the name it has in its cell.`)],
    };
  }
  const names = new Set(compiled.flatMap(({ defines }) => defines));
  const kept = withoutRuns(cells, closure, variable, (name) => names.has(name));
  // What only a run needed is not in the closure any more.
  if (kept.some((cell, k) => cell !== cells[k])) return sliceNotebook(kept, folder, variable);
  const texts = written(cells, folder);
  const refusals = closure.flatMap(({ cellId, sql, inputs }) => {
    const { notebook, source } = texts.get(cellId)!;
    const faults = analysis.diagnostics
      .filter((each) => each.cellId === cellId && each.severity === "error")
      .map((each) => refusalAt(cellId, notebook, each.message, each));
    if (faults.length > 0) return faults;
    if (sql) {
      const message = `${sql.resultName} is the result of a SQL cell, whose rows stay in the notebook's store. Put the values that the definition needs into it, or read them as fields.`;
      return [refusalAt(cellId, notebook, message)];
    }
    const found = findRefusals({ cellId, notebook, source }, (name) => names.has(keyOf(notebook, name)));
    if (found.length > 0 || inputs === undefined) return found;
    return [
      refusalAt(
        cellId,
        notebook,
        "the cell holds a value that a reader chose. Take its input out, or write the value.",
      ),
    ];
  });
  if (refusals.length > 0) return { ok: false, refusals };
  const seeds = seedsOf(closure);
  return {
    ok: true,
    slice: {
      entry: { cellId: closure.at(-1)!.cellId, variable },
      cells: closure.map(({ cellId, code, reads }) => ({
        id: cellId,
        ...texts.get(cellId)!,
        code,
        codeHash: hashText(code),
        reads: [...reads],
        seed: seeds.get(cellId)!,
      })),
    },
  };
};
