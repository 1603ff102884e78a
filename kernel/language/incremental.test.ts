import fc from "fast-check";
import { expect, it } from "vitest";
import type { NotebookCell } from "../contract/document.ts";
import { inputsOf } from "../host/input-hashes.ts";
import { createLanguage, type Language } from "./language.ts";
import type { FolderNotebook } from "./notebook-modules.ts";

/** Edits in all; ASOF_ROUNDS asks for more. */
const EDITS = Number(process.env.ASOF_ROUNDS ?? 200);
const EDITS_A_NOTEBOOK = 40;

const name = fc.constantFrom("a", "b", "c", "d", "e", "__f");
const statement = fc.oneof(
  fc.tuple(name, name).map(([x, y]) => `const ${x} = ${y};`),
  fc.tuple(name, name).map(([x, y]) => `let { ${x}, k: [${y}] } = o;`),
  fc.tuple(name, name).map(([x, y]) => `function ${x}(${y} = ${x}) { return ${y}; }`),
  fc.tuple(name, name).map(([x, y]) => `${x} = ${y};`),
  fc.tuple(name, name).map(([x, y]) => `type ${x} = ${y}[];`),
  fc.tuple(name, name).map(([x, y]) => `class ${x} extends ${y} { m() { ${y} = 1; } }`),
  fc.tuple(name, name).map(([x, y]) => `{ const ${x} = 1; ${x} + ${y}; }`),
  fc.tuple(name, name).map(([x, y]) => `import { ${x}, ${y} as z } from "./other.nb.ts";`),
  name.map((x) => `import { ${x} } from "./more.nb.ts";`),
  name.map((x) => `enum ${x} { A, B = A }`),
  name.map((x) => `await (${x})`),
  fc.constantFrom("", "const", "`${", "}", "export const q = 1;", "await backtest(a, b);", "// text"),
);
const source = fc.array(statement, { maxLength: 4 }).map((parts) => parts.join("\n"));
const notebookOf = (cells: readonly string[]): string =>
  ["// ---", "// asof: 1", "// ---", ...cells.flatMap((text, k) => ["", `// %% id=k${k}`, text])].join("\n");
const text = fc.option(fc.array(source, { maxLength: 3 }).map(notebookOf), { nil: null });

const edit = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant("write" as const), at: fc.nat(7), source }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant("type" as const),
      at: fc.nat(7),
      offset: fc.nat(60),
      sign: fc.constantFrom(..."ab=;{}()[]'`. \n"),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant("insert" as const),
      at: fc.nat(7),
      source,
      isSql: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("delete" as const), at: fc.nat(7) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("move" as const), at: fc.nat(7), to: fc.nat(7) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant("save" as const),
      name: fc.constantFrom("other.nb.ts", "more.nb.ts"),
      text,
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("undo" as const) }) },
);
type Edit = typeof edit extends fc.Arbitrary<infer E> ? E : never;

interface State {
  readonly cells: readonly NotebookCell[];
  readonly folder: readonly FolderNotebook[];
}

let nextId = 0;
const newCell = (source: string, isSql = false): NotebookCell => ({
  id: `c${nextId++}`,
  kind: isSql ? "sql" : "code",
  source: isSql ? "select $a + $b" : source,
  attributes: isSql ? [["as", "c"]] : [],
});

const apply = ({ cells, folder }: State, change: Exclude<Edit, { kind: "undo" }>): State => {
  const rewrite = (at: number, to: (source: string) => string): State => ({
    folder,
    cells: cells.map((cell, k) => (k === at % cells.length ? { ...cell, source: to(cell.source) } : cell)),
  });
  switch (change.kind) {
    case "write":
      return rewrite(change.at, () => change.source);
    case "type":
      return rewrite(
        change.at,
        (old) => old.slice(0, change.offset) + change.sign + old.slice(change.offset),
      );
    case "insert":
      return { folder, cells: cells.toSpliced(change.at, 0, newCell(change.source, change.isSql)) };
    case "delete":
      return { folder, cells: cells.toSpliced(change.at, 1) };
    case "move": {
      const moved = cells[change.at % Math.max(1, cells.length)];
      return moved
        ? { folder, cells: cells.filter((cell) => cell !== moved).toSpliced(change.to, 0, moved) }
        : { cells, folder };
    }
    case "save":
      return {
        cells,
        folder: [
          ...folder.filter((each) => each.name !== change.name),
          { name: change.name, text: change.text },
        ],
      };
  }
};

const stateOf = (language: Language, { cells, folder }: State) => {
  const { analysis, units, compiled, importSites } = language.update(cells, folder);
  const scheduled = units.map(({ cellId, needs, isHeavy }) => {
    const code = compiled.find((each) => each.cellId === cellId)!.code;
    return { cellId, needs, isHeavy, codeHash: code, hasErrors: false };
  });
  return { analysis, units, compiled, importSites, hashes: [...inputsOf(scheduled, "w").hashes].sort() };
};

it(`G3: after each of many random edits the analysis, the code and the hashes are those of one from scratch`, () => {
  fc.assert(
    fc.property(fc.array(edit, { minLength: EDITS_A_NOTEBOOK, maxLength: EDITS_A_NOTEBOOK }), (edits) => {
      const language = createLanguage();
      const before: State[] = [];
      let now: State = { cells: [newCell("const a = 1;"), newCell("a;"), newCell("")], folder: [] };
      for (const change of edits) {
        if (change.kind === "undo") now = before.pop() ?? now;
        else {
          before.push(now);
          now = apply(now, change);
        }
        expect(stateOf(language, now)).toEqual(stateOf(createLanguage(), now));
      }
    }),
    { numRuns: Math.max(1, Math.ceil(EDITS / EDITS_A_NOTEBOOK)), seed: 5 },
  );
}, 0);
