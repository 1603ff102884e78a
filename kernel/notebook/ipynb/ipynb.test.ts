import fc from "fast-check";
import { expect, it } from "vitest";
import { exportIpynb, importIpynb, parseNotebook, serialiseNotebook } from "../index.ts";

const parse = (text: string) => {
  const parsed = parseNotebook(text);
  if (!parsed.ok) throw new Error(parsed.error.message);
  return parsed;
};
const imported = (text: string) => {
  const made = importIpynb(text, "sample-2024");
  if (!made.ok) throw new Error(made.message);
  return { ...made, notebook: parse(made.text).notebook };
};
const sample = `// ---
// asof: 1
// title: Momentum # kept
// owner: {name: me}
// as-of: 2023-12-29T21:30:00Z
// ---

// %% [markdown] id=a.1
/*
# Title
*/

// %% id=b hidden note="two words"
const x = 1;
const y = x;

// %% [sql] id=c as=rows
/*
select 1
*/
`;
const jupyter = (cells: readonly object[], metadata: object = {}, rest: object = {}) =>
  JSON.stringify({ nbformat: 4, nbformat_minor: 2, metadata, cells, ...rest });

it("F10: a notebook exported and imported again is the same file", () => {
  const { notebook, document } = parse(sample);
  expect(imported(exportIpynb(notebook, document)).text).toBe(sample);
});

it("F10: an exported notebook is nbformat 4.5, with ids that Jupyter takes and a type for each cell", () => {
  const { notebook, document } = parse(sample);
  const made = JSON.parse(exportIpynb(notebook, document, new Map([["b", [{ kind: "text", text: "1" }]]])));
  expect([made.nbformat, made.nbformat_minor, made.metadata.kernelspec.language]).toEqual([
    4,
    5,
    "typescript",
  ]);
  expect(made.cells.map(({ id, cell_type }: { id: string; cell_type: string }) => [id, cell_type])).toEqual([
    ["a_1", "markdown"],
    ["b", "code"],
    ["c", "code"],
  ]);
  expect(made.cells[1].source).toEqual(["const x = 1;\n", "const y = x;"]);
  expect(made.cells[1].outputs).toEqual([{ output_type: "stream", name: "stdout", text: "1" }]);
  for (const cell of made.cells)
    expect(Object.keys(cell).sort()).toEqual(
      cell.cell_type === "code"
        ? ["cell_type", "execution_count", "id", "metadata", "outputs", "source"]
        : ["cell_type", "id", "metadata", "source"],
    );
});

it("F10: any notebook survives the way through a Jupyter notebook", () => {
  const cell = fc.record({
    kind: fc.constantFrom("code" as const, "markdown" as const, "sql" as const),
    source: fc.string({ unit: "grapheme", maxLength: 12 }).map((text) => text.replaceAll("\r", "")),
    attributes: fc.array(fc.tuple(fc.constantFrom("as", "hidden", "=odd"), fc.constantFrom("", "x")), {
      maxLength: 2,
    }),
  });
  fc.assert(
    fc.property(fc.array(cell, { maxLength: 4 }), fc.string({ maxLength: 8 }), (cells, title) => {
      const named = cells.map((each, index) => ({ ...each, id: `c.${index}` }));
      const attributes = (each: (typeof named)[number]) =>
        each.attributes.map(([name, value]): [string, string] => [name, name === "=odd" ? "" : value]);
      const notebook = {
        ...parse(sample).notebook,
        title,
        cells: named.map((each) => ({ ...each, attributes: attributes(each) })),
      };
      const text = serialiseNotebook(notebook, parse(sample).document);
      const { notebook: read, document } = parse(text);
      expect(imported(exportIpynb(read, document)).notebook).toEqual(notebook);
    }),
    { numRuns: 100, seed: 5 },
  );
});

it("F11: a Python notebook comes in as text with its code fenced, and what Jupyter said of it goes out again", () => {
  const metadata = { kernelspec: { name: "python3", language: "python" }, authors: [{ name: "A" }] };
  const made = imported(
    jupyter(
      [
        { cell_type: "markdown", metadata: { tags: ["x"] }, source: ["# A\n", "text"] },
        {
          cell_type: "code",
          metadata: {},
          source: "print('```')\r\n1",
          outputs: [{ output_type: "stream" }],
          execution_count: 3,
        },
        { cell_type: "raw", metadata: {}, source: "raw" },
      ],
      metadata,
    ),
  );
  expect([made.foreignCells, made.language]).toEqual([1, "python"]);
  expect(made.notebook.cells.map(({ kind, source }) => [kind, source])).toEqual([
    ["markdown", "# A\ntext"],
    ["markdown", "````python\nprint('```')\n1\n````"],
    ["markdown", "raw"],
  ]);
  expect(made.notebook.snapshot).toBe("sample-2024");
  const again = JSON.parse(exportIpynb(made.notebook, parse(made.text).document));
  expect(again.cells[0].metadata.tags).toEqual(["x"]);
  expect(again.cells[2].cell_type).toBe("raw");
});

it("F11: TypeScript of a Jupyter kernel comes in as code", () => {
  const made = imported(
    jupyter([{ cell_type: "code", metadata: {}, source: "const a = 1;" }], {
      language_info: { name: "typescript" },
    }),
  );
  expect(made.notebook.cells).toMatchObject([{ kind: "code", source: "const a = 1;" }]);
});

it.each([
  ["no JSON", "{", "not JSON"],
  ["JSON cut short", jupyter([]).slice(0, -2), "not JSON"],
  ["a list", "[]", "not a Jupyter notebook"],
  ["null", "null", "not a Jupyter notebook"],
  ["nbformat 3", '{"nbformat":3,"worksheets":[]}', "save it once"],
  ["nbformat 5", '{"nbformat":5,"cells":[]}', "nbformat 4"],
  ["no cells", '{"nbformat":4,"metadata":{}}', "cells"],
  ["a cell without a source", jupyter([{ cell_type: "code" }]), "source"],
  ["a cell of no kind", jupyter([{ cell_type: "heading", source: "" }]), "cell_type"],
  ["a source that is a number", jupyter([{ cell_type: "code", source: 1 }]), "source"],
  ["lists nested 100,000 deep", "[".repeat(100_000), "not JSON"],
])("F11: %s is refused with a sentence", (_, text, words) => {
  const made = importIpynb(text);
  expect(made.ok ? "" : made.message).toContain(words);
});

it("F11: ids that are double or no ids, and our own metadata when forged, give a notebook all the same", () => {
  const source = "x";
  const forged = (asof: unknown) => ({ cell_type: "code", id: "__proto__", metadata: { asof }, source });
  const cells = [
    forged({ id: "__proto__", kind: "code", attributes: [] }),
    forged({ id: "a b", kind: "markdown", attributes: [] }),
    forged({ id: "ok", kind: "sql", attributes: [["a b", "x"]] }),
    { cell_type: "code", id: "same", source },
    { cell_type: "code", id: "same", source },
  ];
  const made = imported(
    jupyter(cells, { asof: { format: 1, frontMatter: "asof: 9" }, language_info: { name: "typescript" } }),
  );
  const ids = made.notebook.cells.map(({ id }) => id);
  expect(new Set(ids).size).toBe(5);
  expect(ids[3]).toBe("same");
  expect(made.notebook.cells.every((cell) => cell.source === source)).toBe(true);
});
