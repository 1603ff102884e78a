import { blankOut } from "../notebook/cell-text.ts";
import type { DeclarationFile } from "../research/declarations.ts";
import type { CellSyntax } from "./cell-syntax.ts";
import { findComponents } from "./find-components.ts";
import type { LanguageCell, NotebookModule } from "./notebook-modules.ts";
import type { Span } from "./span.ts";

/** An imported notebook as one module, and where in its text each cell stands. */
export interface ModuleFile extends DeclarationFile {
  readonly pieces: readonly (Span & { readonly cellId: string })[];
}

const withoutExtension = (name: string): string => name.replace(/\.ts$/, "");
const isIdentifier = (name: string): boolean => /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name);

/** The imports of a cell as a module has them: of notebooks by their path, of the research API not at all. */
const asModuleText = ({ file, imports }: CellSyntax): string =>
  imports.reduce((text, { start, end, notebook, isRefused }) => {
    const statement = text.slice(start, end);
    const kept = notebook !== null && !isRefused;
    const instead = kept ? statement.replace(/\.nb\.ts(["'])/, ".nb$1   ") : blankOut(statement);
    return text.slice(0, start) + instead + text.slice(end);
  }, file.text);

/** Each cell after those it needs, for a module is read from its top. */
const inOrder = (
  cells: readonly LanguageCell[],
  needs: ReadonlyMap<string, readonly string[]>,
): readonly LanguageCell[] => {
  const order = new Map(cells.map(({ cellId }, index) => [cellId, index]));
  const edges = cells.map(({ cellId }) =>
    (needs.get(cellId) ?? []).flatMap((id) => (order.has(id) ? [order.get(id)!] : [])),
  );
  return findComponents(edges).flatMap((members) => members.map((index) => cells[index]!));
};

/**
 * An imported notebook as a module of its own, so that its names meet those of the open notebook nowhere but in the
 * imports.
 *
 * @param sqlResultOf the declaration of a SQL cell's result
 */
export const moduleFileOf = (
  { name, cells }: NotebookModule,
  needs: ReadonlyMap<string, readonly string[]>,
  sqlResultOf: (cell: LanguageCell) => string,
): ModuleFile => {
  const pieces: ModuleFile["pieces"][number][] = [];
  let text = "";
  for (const cell of inOrder(cells, needs)) {
    const own = cell.cell.kind === "sql" ? sqlResultOf(cell) : asModuleText(cell.syntax);
    pieces.push({ cellId: cell.cellId, start: text.length, end: text.length + own.length });
    text += `${own}\n;\n`;
  }
  const names = new Set(cells.flatMap(({ syntax }) => [...syntax.definitions.keys()]));
  text += `export { ${[...names].filter(isIdentifier).join(", ")} };\n`;
  return { path: `/notebooks/${name}`, text, pieces };
};

/**
 * What brings imported names into the open notebook's shared scope with all their meanings: a global name for each
 * module, which scripts may use, and an alias for each import. One that means nothing may be anything: its fault stands
 * on the import alone.
 */
export const bridgeImports = (
  cells: readonly LanguageCell[],
  modules: ReadonlyMap<string, NotebookModule>,
): DeclarationFile[] => {
  const sound = [...modules.values()].filter(({ fault }) => fault === null).map(({ name }) => name);
  const globalOf = (name: string): string => `__notebook${sound.indexOf(name)}`;
  const seen = new Set<string>();
  const aliases: string[] = [];
  for (const { syntax } of cells) {
    for (const { notebook, isRefused, names } of syntax.imports) {
      if (notebook === null && !isRefused) continue;
      for (const { name, local } of names) {
        if (seen.has(local)) continue;
        seen.add(local);
        const module = notebook === null || isRefused ? undefined : modules.get(notebook);
        const isKnown =
          module?.fault === null && module.cells.some(({ syntax }) => syntax.definitions.has(name));
        aliases.push(
          isKnown
            ? `import ${local} = ${globalOf(notebook!)}.${name};`
            : `declare const ${local}: any;\ntype ${local} = any;`,
        );
      }
    }
  }
  return [
    ...sound.map((name) => ({
      path: `/notebooks/${withoutExtension(name)}.global.d.ts`,
      text: `export * from ${JSON.stringify(`./${withoutExtension(name)}`)};\nexport as namespace ${globalOf(name)};\n`,
    })),
    { path: "/imports.d.ts", text: aliases.join("\n") },
  ];
};
