import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { emptyNotebook, newCellId, parseNotebook, serialiseNotebook } from "./index.ts";

const sample = `// ---
// asof: 1
// title: Twelve-one momentum
// snapshot: sample-2024
// owner: kept # with its comment
// ---

// %% [markdown] id=k3f9x2
/*
# Twelve-one momentum
*/

// %% id=a81cq0 hidden note="two words"
const universe = data.universe("GLOBAL_LARGE");

// %% [sql] id=m2ww8e as=coverage
/*
select 1
*/
`;

const parse = (text: string) => {
  const parsed = parseNotebook(text);
  if (!parsed.ok) throw new Error(parsed.error.message);
  return parsed;
};

describe("the notebook file", () => {
  it("reads front matter, kinds, ids, attributes and sources", () => {
    const { notebook } = parse(sample);
    expect(notebook.title).toBe("Twelve-one momentum");
    expect(notebook.snapshot).toBe("sample-2024");
    expect(notebook.cells.map(({ id, kind }) => [id, kind])).toEqual([
      ["k3f9x2", "markdown"],
      ["a81cq0", "code"],
      ["m2ww8e", "sql"],
    ]);
    expect(notebook.cells[0]!.source).toBe("# Twelve-one momentum");
    expect(notebook.cells[1]!.attributes).toEqual([
      ["hidden", ""],
      ["note", "two words"],
    ]);
    expect(notebook.cells[2]!.attributes).toEqual([["as", "coverage"]]);
  });

  it.each([
    ["as written", sample],
    ["with CRLF", sample.replaceAll("\n", "\r\n")],
    ["with a byte order mark", `\uFEFF${sample}`],
    ["without a line end at the end", sample.trimEnd()],
    ["with uneven blank lines", sample.replace("\n\n// %% id", "\n\n\n\n// %% id")],
    ["with cells that touch", sample.replaceAll("*/\n\n", "*/\n")],
    ["without a cell", "// ---\n// asof: 1\n// ---\n"],
    ["without a last line end or cell", "// ---\n// asof: 1\n// ---"],
  ])("is written back byte for byte %s", (_, text) => {
    const { notebook, document } = parse(text);
    expect(serialiseNotebook(notebook, document)).toBe(text);
  });

  it("keeps unknown front-matter keys and comments when the title changes", () => {
    const { notebook, document } = parse(sample);
    const text = serialiseNotebook(
      { ...notebook, title: "Other", asOf: Date.UTC(2020, 0, 2) * 1000 },
      document,
    );
    expect(text).toContain("// owner: kept # with its comment");
    expect(parse(text).notebook).toEqual({ ...notebook, title: "Other", asOf: Date.UTC(2020, 0, 2) * 1000 });
  });

  it("leaves the other cells' bytes alone when one changes", () => {
    const text = sample.replaceAll("\n", "\r\n").replace("const universe =", "const   universe =");
    const { notebook, document } = parse(text);
    const cells = notebook.cells.map((cell) => (cell.id === "k3f9x2" ? { ...cell, source: "new" } : cell));
    expect(serialiseNotebook({ ...notebook, cells }, document)).toBe(
      text.replace("# Twelve-one momentum", "new"),
    );
  });

  it("gives missing and duplicate ids the same new ids every time", () => {
    const text = "// ---\n// asof: 1\n// ---\n// %%\na\n// %% id=x\nb\n// %% id=x\nc\n";
    const first = parse(text).notebook.cells.map(({ id }) => id);
    expect(first).toEqual(parse(text).notebook.cells.map(({ id }) => id));
    expect(new Set(first).size).toBe(3);
    expect(first[1]).toBe("x");
    const { notebook, document } = parse(text);
    expect(parse(serialiseNotebook(notebook, document)).notebook).toEqual(notebook);
  });

  it("keeps code above the first header as a cell", () => {
    const { notebook, document } = parse("// ---\n// asof: 1\n// ---\nconst a = 1;\n\n// %% id=x\nb\n");
    expect(notebook.cells.map(({ source }) => source)).toEqual(["const a = 1;", "b"]);
    expect(parse(serialiseNotebook(notebook, document)).notebook).toEqual(notebook);
  });

  it.each([
    ["const a = 1;", 1, "not-a-notebook"],
    ["", 1, "not-a-notebook"],
    ["// ---\n// asof: 1\n", 1, "bad-front-matter"],
    ["// ---\n// title: x\n// ---\n", 2, "bad-front-matter"],
    ["// ---\n// asof: 2\n// ---\n", 2, "unknown-format"],
    ["// ---\nasof: 1\n// ---\n", 2, "bad-front-matter"],
    ["// ---\n// asof: 1\n// as-of: soon\n// ---\n", 3, "bad-front-matter"],
    ["// ---\n// asof: [\n// ---\n", 2, "bad-front-matter"],
    ["// ---\n// asof: 1\n// ---\n// %% [perl] id=x\n", 4, "bad-cell-header"],
  ])("refuses %j at its line", (text, line, code) => {
    const parsed = parseNotebook(text);
    expect(parsed.ok ? null : [parsed.error.line, parsed.error.code]).toEqual([line, code]);
  });

  const source = fc
    .array(
      fc.constantFrom(
        "a",
        "*/",
        "/*",
        "*\\/",
        "// %% id=x",
        "// \\%%",
        "\n",
        "\n\n",
        " ",
        "// ---",
        "\\",
        "é",
      ),
      {
        maxLength: 12,
      },
    )
    .map((parts) => parts.join(""));
  const cell = fc.record({
    kind: fc.constantFrom("code" as const, "markdown" as const, "sql" as const),
    source,
    attributes: fc.array(fc.tuple(fc.constantFrom("as", "x", "y"), fc.string({ maxLength: 5 })), {
      maxLength: 2,
    }),
  });
  it("F2: nothing of any notebook is lost on the way to a file and back", () => {
    fc.assert(
      fc.property(
        fc.array(cell, { maxLength: 5 }),
        fc.string({ maxLength: 12 }),
        fc.boolean(),
        (cells, title, isCrlf) => {
          const named = cells.map((each, index) => ({ ...each, id: `c${index}` }));
          const notebook = { ...emptyNotebook(title, "sample"), cells: named };
          const { document } = parse(isCrlf ? sample.replaceAll("\n", "\r\n") : sample);
          const text = serialiseNotebook(notebook, document);
          const back = parse(text);
          expect(back.notebook).toEqual(notebook);
          expect(serialiseNotebook(back.notebook, back.document)).toBe(text);
        },
      ),
      { numRuns: 200, seed: 7 },
    );
  });

  it("makes cell ids of six letters and digits", () => {
    expect(newCellId(() => 0.999999)).toBe("zzzzzz");
    expect(newCellId(() => 0)).toBe("000000");
  });
});

it("each cell knows the line of the file on which its source begins", () => {
  const text = [
    "// ---",
    "// asof: 1",
    "// ---",
    "",
    "// %% [markdown] id=m",
    "/*",
    "# Title",
    "*/",
    "",
    "// %% id=c",
    "const x = 1;",
  ].join("\n");
  const parsed = parseNotebook(text);
  expect(parsed.ok && [...parsed.sourceLines]).toEqual([
    ["m", 7],
    ["c", 11],
  ]);
});
